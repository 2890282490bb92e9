"""How a harvest ended: a row a wiki, what failed, the exit code that says so."""

from __future__ import annotations

from dataclasses import dataclass

from cphub.catalogue import Counts, RunWarning
from cphub.errors import ApiError, CphubError, Exit, SettingsError
from cphub.workflows._wiki_harvest import NO_SUCH_TITLE


@dataclass(frozen=True, slots=True)
class Failure:
    """A wiki's sources that could not be harvested to the end, and why."""

    wiki: str
    sources: tuple[str, ...]
    error: CphubError

    @property
    def may_pass(self) -> bool:
        """Whether the same command may do better later; a mistake in cphub.toml stays one."""
        mistyped = isinstance(self.error, ApiError) and self.error.code == NO_SUCH_TITLE
        return not mistyped and not isinstance(self.error, SettingsError)


@dataclass(frozen=True, slots=True)
class WikiRow:
    """What became of one wiki; `saved` counts the texts that were saved.

    Of a wiki that failed, `counts.failed` is how many texts were not fetched.
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
    def some_worked(self) -> bool:
        """Whether at least one source was harvested to the end."""
        return sum(len(failure.sources) for failure in self.failures) < self.sources

    @property
    def status(self) -> str:
        """What the run is called in the catalogue: done, partial or failed."""
        if not self.failures:
            return "partial" if self.interrupted else "done"
        return "partial" if self.some_worked or self.interrupted or self.saved else "failed"

    @property
    def exit(self) -> Exit:
        """The exit code that says how it went."""
        if self.interrupted:
            return Exit.INTERRUPTED
        if not self.failures:
            return Exit.DONE
        if self.some_worked and any(failure.may_pass for failure in self.failures):
            return Exit.STOPPED
        codes = {failure.error.exit for failure in self.failures}
        return codes.pop() if len(codes) == 1 else Exit.FAILED
