"""Lines for a terminal: cleaned, folded at its width, coloured only where asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import StringIO
from typing import TYPE_CHECKING

from cphub.clean import clean

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

NARROWEST = 40
_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_FIRST_STRONG_ISOLATE = "\u2068"
_POP_ISOLATE = "\u2069"


class Paper:
    """What is written so far, and how wide and colourful it may be."""

    def __init__(self, width: int, *, colour: bool, plain: bool) -> None:
        from rich.console import Console  # noqa: PLC0415  # keeps --help quick

        self.width = max(width, NARROWEST)
        self.plain = plain
        self.colour = colour and not plain
        self.out = StringIO()
        # Nothing of the environment: the same report is the same text everywhere.
        self.console: Console = Console(
            file=self.out,
            width=self.width,
            height=25,
            markup=False,
            emoji=False,
            highlight=False,
            force_terminal=self.colour,
            color_system="standard" if self.colour else None,
            no_color=not self.colour,
            legacy_windows=False,
            _environ={},
        )

    def text(self) -> str:
        """Return all that was written."""
        return self.out.getvalue()

    def say(self, text: str, *, indent: int = 0, style: str = "") -> None:
        """Write cleaned `text`, folded at the width, each line indented."""
        from rich.text import Text  # noqa: PLC0415

        for line in self.fold(Text(clean(text)), self.width - indent):
            shown = " " * indent + line.plain
            self.write(Text(shown, style=style) if style else shown)

    def write(self, line: str | Text) -> None:
        """Write a line as it is."""
        if isinstance(line, str):
            self.out.write(line.rstrip() + "\n")
        elif self.colour:
            line.rstrip()
            self.console.print(line, soft_wrap=True)
        else:
            self.out.write(line.plain.rstrip() + "\n")

    def fold(self, text: Text, room: int) -> Iterable[Text]:
        """Return `text` in lines of `room` cells at most; what is marked in it stays so."""
        if text.cell_len <= room:
            return [text]
        lines = text.wrap(self.console, room, overflow="fold")
        for line in lines:
            line.rstrip()
        return lines


def isolated(text: Text) -> Text:
    """Return a line's part so that right-to-left words in it turn nothing beside it."""
    if not _RIGHT_TO_LEFT.search(text.plain):
        return text
    from rich.text import Text  # noqa: PLC0415

    return Text.assemble(_FIRST_STRONG_ISOLATE, text, _POP_ISOLATE)
