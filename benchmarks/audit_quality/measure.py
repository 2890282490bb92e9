"""Compare what the rules say of the labelled pages with their labels."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.audit_quality.corpus import HARVESTED, TODAY, Labelled, fill

from cphub.catalogue import open_catalogue
from cphub.settings import Settings
from cphub.workflows.audit import audit


@dataclass(frozen=True, slots=True)
class Score:
    """How often a rule spoke rightly, wrongly, and was silent where it should have spoken."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Score) -> Score:
        """Add up two scores."""
        return Score(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """The share of what was said that is right; None if nothing was said."""
        said = self.right + self.wrong
        return self.right / said if said else None

    @property
    def recall(self) -> float | None:
        """The share of what should be said that was; None if nothing should be."""
        due = self.right + self.missed
        return self.right / due if due else None


@dataclass(frozen=True, slots=True)
class Miss:
    """A page and rule where the audit and the label disagree."""

    page: Labelled
    rule: str
    kind: str
    message: str


def findings_of(pages: Sequence[Labelled]) -> dict[str, dict[str, str]]:
    """Audit all `pages` in one catalogue; return rule → message by page id of the corpus."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.db"
        with open_catalogue(path, write=True) as catalogue:
            fill(catalogue, pages)
            result = audit(catalogue, Settings(), today=TODAY, clock=lambda: HARVESTED)
    if result.unchecked:
        raise RuntimeError(f"not everything could be checked: {result.unchecked}")
    ids = {(page.wiki, page.title): page.id for page in pages}
    found: dict[str, dict[str, str]] = {page.id: {} for page in pages}
    for finding in result.findings:
        if (finding.wiki, finding.title) in ids:
            found[ids[finding.wiki, finding.title]][finding.rule] = finding.message
    return found


def compare(
    pages: Iterable[Labelled], found: Mapping[str, Mapping[str, str]]
) -> tuple[dict[tuple[str, str], Score], list[Miss]]:
    """Return scores by (rule, language), and every disagreement."""
    scores: dict[tuple[str, str], Score] = {}
    misses = []
    for page in pages:
        said = found[page.id]
        for rule in (said.keys() | page.expect) - page.allow:
            right, due = rule in said and rule in page.expect, rule in page.expect
            score = Score(int(right), int(rule in said and not due), int(due and not right))
            key = (rule, page.language)
            scores[key] = scores.get(key, Score()) + score
            if not right:
                kind = "missed" if due else "wrong"
                misses.append(Miss(page, rule, kind, said.get(rule, "")))
    return scores, misses


def total(scores: Mapping[tuple[str, str], Score], *, rule: str = "", language: str = "") -> Score:
    """Add up the scores of a rule, of a language, or of all."""
    added = Score()
    for (one, code), score in scores.items():
        if rule in ("", one) and language in ("", code):
            added += score
    return added
