"""How a harvest ended: a row a wiki, what failed, the exit code that says so."""

from __future__ import annotations

from dataclasses import dataclass

from cphub.catalogue import Counts, RunWarning
from cphub.errors import CphubError, Exit


@dataclass(frozen=True, slots=True)
class Failure:
    """A wiki's sources that could not be harvested to the end, and why."""

    wiki: str
    sources: tuple[str, ...]
    error: CphubError


@dataclass(frozen=True, slots=True)
class WikiRow:
    """What became of one wiki; `saved` counts the texts that were saved.

    Of a wiki that failed, `counts` has what was listed, how many texts were not fetched,
    and the requests.
    """

    wiki: str
    counts: Counts
    saved: int


@dataclass(frozen=True, slots=True)
class HarvestResult:
    """A harvest's end: a row a wiki, what failed, what the wikis warned of."""

    run: int
    sources: int
    wikis: tuple[WikiRow, ...]
    failures: tuple[Failure, ...] = ()
    warnings: tuple[RunWarning, ...] = ()
    interrupted: bool = False

    @property
    def saved(self) -> int:
        """How many texts were saved."""
        return sum(row.saved for row in self.wikis)

    @property
    def exit(self) -> Exit:
        """The exit code that says how it went."""
        if self.interrupted:
            return Exit.INTERRUPTED
        if not self.failures:
            return Exit.DONE
        if sum(len(failure.sources) for failure in self.failures) < self.sources:
            return Exit.STOPPED
        codes = {failure.error.exit for failure in self.failures}
        return codes.pop() if len(codes) == 1 else Exit.FAILED
