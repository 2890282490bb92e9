"""How a workflow tells that it is getting on; the command line decides what is shown."""

from __future__ import annotations

from typing import Final, Protocol

PAGES: Final = ("page", "pages")


class Progress(Protocol):
    """Told from any thread, about each wiki under its short name."""

    def start(self, wiki: str, total: int | None, what: str, of: tuple[str, str] = PAGES) -> None:
        """Begin a stretch of work, such as "listing"; `total` is None where not known.

        A wiki's new stretch ends the one before it. `of` is what is counted: one, several.
        """

    def advance(self, wiki: str, n: int) -> None:
        """Count `n` more done of the wiki's stretch."""

    def note(self, text: str) -> None:
        """Say something that is worth a line of its own."""

    def wait(self, wiki: str, seconds: float, why: str) -> None:
        """Say that a wiki is being waited for."""


class Silent:
    """A Progress that shows nothing."""

    def start(self, wiki: str, total: int | None, what: str, of: tuple[str, str] = PAGES) -> None:
        """Show nothing."""

    def advance(self, wiki: str, n: int) -> None:
        """Show nothing."""

    def note(self, text: str) -> None:
        """Show nothing."""

    def wait(self, wiki: str, seconds: float, why: str) -> None:
        """Show nothing."""
