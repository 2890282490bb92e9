"""Walk through what waits for a verdict: each word is saved by itself, at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from cphub.catalogue import Catalogue
from cphub.model.facts import Facts
from cphub.model.findings import Finding
from cphub.model.resources import Resource
from cphub.model.reviews import Dismissal, Review, Standing, Verdict
from cphub.settings import Settings
from cphub.workflows.clock import now
from cphub.workflows.queue import LINKS_UNKNOWN, Waiting, queue
from cphub.workflows.review import keep, said_of


@dataclass(frozen=True, slots=True)
class Stop:
    """A resource that is being looked at: its findings worst first, its pages' facts.

    `facts` has those of the editions that have a finding, and of the first.
    """

    waiting: Waiting
    resource: Resource
    standing: Standing
    findings: tuple[Finding, ...]
    facts: dict[tuple[str, int], Facts]


@dataclass
class Walk:
    """A walk of one person: `left` is what is still to be seen, the most important last.

    `saved` are the words that were kept on it, with the resources that they are of.
    """

    catalogue: Catalogue
    settings: Settings
    reviewer: str
    today: date
    clock: Callable[[], datetime] = now
    left: list[Waiting] = field(default_factory=list)
    saved: list[tuple[Review | Dismissal, Waiting]] = field(default_factory=list)
    seen: int = 0

    def begin(self) -> int:
        """Work out what waits; return how much does."""
        self.left = queue(self.catalogue, self.settings, self.today)[::-1]
        return len(self.left)

    def doubt(self) -> str:
        """Say what the order could not go by; "" if nothing is missing."""
        return "" if all(each.reach.known for each in self.left) else LINKS_UNKNOWN

    def stop(self) -> Stop | None:
        """Return the resource that comes next, None where none is left.

        One that somebody else reviewed meanwhile is passed over.
        """
        while self.left:
            if stop := self._look(self.left[-1]):
                return stop
            self.left.pop()
        return None

    def judge(self, stop: Stop, verdict: Verdict) -> None:
        """Keep a verdict and go on to the next."""
        said = said_of(self.settings, self.today, verdict=verdict.value)
        self._keep(keep(self.catalogue, stop.resource, said, self.reviewer, clock=self.clock), stop)
        self.skip()

    def note(self, stop: Stop, text: str) -> None:
        """Keep a note, and stay."""
        said = said_of(self.settings, self.today, note=text)
        self._keep(keep(self.catalogue, stop.resource, said, self.reviewer, clock=self.clock), stop)

    def dismiss(self, stop: Stop, finding: Finding, because: str) -> None:
        """Keep that a finding is wrong, and stay."""
        with self.catalogue.write():
            word = self.catalogue.save_dismissal(finding, because, self.reviewer, self.clock())
            self.catalogue.settle(stop.resource.id)
        self._keep(word, stop)

    def skip(self) -> None:
        """Go on to the next; this one is not seen again on this walk."""
        self.left.pop()
        self.seen += 1

    def undo(self) -> Review | Dismissal | None:
        """Take back what was last kept on this walk and go back to it; None if nothing was."""
        if not self.saved:
            return None
        word, waiting = self.saved.pop()
        with self.catalogue.write():
            self.catalogue.take_back(word, self.clock())
            self.catalogue.settle(waiting.resource)
        if waiting not in self.left:
            self.left.append(waiting)
            self.seen -= 1
        return word

    def _keep(self, word: Review | Dismissal, stop: Stop) -> None:
        self.saved.append((word, stop.waiting))

    def _look(self, waiting: Waiting) -> Stop | None:
        with self.catalogue.read():
            resource = self.catalogue.resource(waiting.resource, gone=False)
            if resource is None:
                return None
            standing = self.catalogue.standing(waiting.resource)
            mine = any(other.resource == waiting.resource for _word, other in self.saved)
            if standing.said != waiting.standing.said and not mine:
                return None
            editions = {(edition.wiki, edition.page_id): edition for edition in resource.editions}
            findings = sorted(
                (found for key in editions for found in self.catalogue.open_findings(*key)),
                key=lambda found: (found.severity.rank, found.rule, found.language),
            )
            first = resource.source or resource.editions[0]
            facts = {}
            for key in {(first.wiki, first.page_id), *((f.wiki, f.page_id) for f in findings)}:
                read, _why = self.catalogue.facts(key[0], editions[key].revision)
                if read is not None:
                    facts[key] = read
        return Stop(waiting, resource, standing, tuple(findings), facts)
