"""`cphub review --next`: what waits for a verdict, one after the other, a key each."""

from __future__ import annotations

import os
import sys
import webbrowser
from typing import TYPE_CHECKING

from cphub.clean import clean
from cphub.cli.keys import AGAIN, Keys
from cphub.cli.review import existing
from cphub.cli.tables import count
from cphub.cli.terminal import say
from cphub.cli.walk_screen import HELP, draw, room
from cphub.errors import CphubError, UsageError
from cphub.model.reviews import Verdict
from cphub.processes import uninterrupted

if TYPE_CHECKING:
    from cphub.settings import Settings
    from cphub.workflows.walk import Stop, Walk

_CLEAR = "\x1b[H\x1b[2J\x1b[3J"
_NOTHING_SAID = (
    "You said nothing yet on this walk that could be undone; "
    "`cphub review RESOURCE --undo` takes back what was said before."
)
_VERDICTS = {
    "g": Verdict.GOOD,
    "e": Verdict.EXPIRED,
    "i": Verdict.IRRELEVANT,
    "c": Verdict.INCOMPLETE,
}


def walk(settings: Settings, as_: str) -> None:
    """Walk through the queue until it ends or the person does.

    Raises:
        UsageError: nobody is there to answer.
        KeyboardInterrupt: Ctrl-C; the text says what is saved.
    """
    # These load SQLite.
    from cphub.catalogue import open_catalogue  # noqa: PLC0415
    from cphub.workflows.clock import now  # noqa: PLC0415
    from cphub.workflows.review import reviewer_of  # noqa: PLC0415
    from cphub.workflows.walk import Walk  # noqa: PLC0415

    keys = Keys()
    who = reviewer_of(settings, as_)
    with open_catalogue(existing(settings.catalog), write=True) as catalogue:
        journey = Walk(catalogue, settings, who, now().date())
        say("Looking for what matters most …")
        if not journey.begin():
            say("Nothing waits for a verdict.")
            return
        try:
            with keys:
                _Walker(journey, keys).go()
        except KeyboardInterrupt:
            raise KeyboardInterrupt(f"{_saved(journey)} `cphub review --next` goes on.") from None
        say(_saved(journey))


def _saved(journey: Walk) -> str:
    return f"{count(len(journey.saved), 'review')} of yours saved."


class _Walker:
    """One person at one terminal."""

    def __init__(self, journey: Walk, keys: Keys) -> None:
        self.walk = journey
        self.keys = keys
        self.remark = journey.doubt()
        self.start = self.shown = 0

    def go(self) -> None:
        """Show and ask until nothing is left, or the person quits."""
        while stop := self.walk.stop():
            self.show(stop)
            try:
                key = self.keys.key().lower()
            except EOFError:
                return
            if key == AGAIN:
                continue
            self.remark = ""
            if key == "q":
                return
            try:
                self.do(key, stop)
            except CphubError as error:
                self.remark = (
                    f"{error.message[:1].upper()}{error.message[1:]}. {error.hint}".strip()
                )
        say("Nothing more waits for a verdict.")

    def show(self, stop: Stop) -> None:
        """Put the resource on the screen; without one, below what was there before."""
        height = room()[1] if self.keys.live else 0
        text, self.shown = draw(
            self.walk, stop, start=self.start, remark=self.remark, height=height
        )
        sys.stderr.write(_CLEAR + text if self.keys.live else f"\n{text}")
        sys.stderr.flush()

    def do(self, key: str, stop: Stop) -> None:
        """Do what a key stands for."""
        title = clean((stop.resource.source or stop.resource.editions[0]).title)
        if key in _VERDICTS:
            with uninterrupted():
                self.walk.judge(stop, _VERDICTS[key])
            self.go_on(f"{_VERDICTS[key].value}: {title}")
        elif key == "s":
            self.walk.skip()
            self.go_on(f"skipped: {title}")
        elif key == "u":
            self.undo()
        elif key == "d":
            self.dismiss(stop)
        elif key == "n":
            self.note(stop)
        elif key == "o":
            self.open(stop)
        elif key == "m":
            self.more(stop)
        elif key == "?":
            self.help()
        else:
            self.remark = "That key does nothing here; ? says which do what."

    def go_on(self, remark: str) -> None:
        """Begin at the next resource's first finding."""
        self.remark, self.start = remark, 0

    def note(self, stop: Stop) -> None:
        """Ask for a note and keep it."""
        text = self.ask("Note (Enter alone, or Ctrl-C: none): ")
        if text:
            with uninterrupted():
                self.walk.note(stop, text)
        self.remark = "Note saved." if text else "No note was kept."

    def undo(self) -> None:
        """Take back what was said last, and say what that was."""
        from cphub.workflows.review_documents import words_of  # noqa: PLC0415  # it loads SQLite

        with uninterrupted():
            undone = self.walk.undo()
        said = f"Taken back: {clean(words_of(undone))}" if undone else _NOTHING_SAID
        self.go_on(said)

    def more(self, stop: Stop) -> None:
        """Go on to the findings that did not fit, after the last back to the first."""
        if self.start + self.shown < len(stop.findings):
            self.start += self.shown
        elif self.start:
            self.start = 0
        else:
            self.remark = "There are no more findings than these."

    def dismiss(self, stop: Stop) -> None:
        """Ask which finding is wrong and why."""
        if not stop.findings:
            raise UsageError("there is no finding to dismiss")
        most = len(stop.findings)
        which = "1" if most == 1 else self.ask(f"Which finding is wrong (1-{most})? ")
        # What is typed next is a reason: never may its letters be taken for verdicts.
        while which and not (which.isdecimal() and 1 <= int(which) <= most):
            which = self.ask(f"There is no such finding; which (1-{most}, Enter alone: none)? ")
        finding = stop.findings[int(which) - 1] if which else None
        because = finding and self.ask(
            f"Why is {finding.rule} wrong here (Enter alone, or Ctrl-C: it is not)? "
        )
        if finding and because:
            with uninterrupted():
                self.walk.dismiss(stop, finding, because)
            self.go_on(f"{finding.rule} dismissed.")
        else:
            self.remark = "Nothing was dismissed."

    def open(self, stop: Stop) -> None:
        """Open the page where there is a browser beside the terminal; else say its address."""
        url = (stop.resource.source or stop.resource.editions[0]).url
        graphical = sys.platform in {"darwin", "win32"} or any(
            os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
        )
        safe = url.startswith(("https://", "http://"))
        opened = safe and graphical and webbrowser.open(url)
        self.remark = f"{'Opened' if opened else 'Address'}: {url}"

    def help(self) -> None:
        """Say what the keys do, until one is pressed."""
        text = "".join(f"{line}\n" for line in HELP)
        sys.stderr.write(f"{_CLEAR}{text}\nAny key goes back." if self.keys.live else text)
        sys.stderr.flush()
        if self.keys.live:
            self.keys.key()

    def ask(self, question: str) -> str:
        """Return a line in answer to a question; "" after Ctrl-C or where no more is to read."""
        sys.stderr.write(question)
        sys.stderr.flush()
        try:
            return self.keys.line()
        except EOFError:
            return ""
        except KeyboardInterrupt:
            # It takes back what was being typed; at a page it ends the walk.
            sys.stderr.write("\n")
            self.keys.__enter__()  # the terminal, should the interruption have come in between
            return ""
