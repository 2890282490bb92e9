"""Make text from a wiki safe to print: the one place that says which characters are not."""

from __future__ import annotations

import html
import re

# C0 and C1 controls (but those that are white space), marks that turn the direction of what
# follows, byte order mark, interlinear annotation and tag characters: none is seen, each can
# make a terminal or a reader show something else than what is there.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
# Lone surrogates and noncharacters: no file in UTF-8, or in XML, can hold them.
_IMPOSSIBLE = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
# White space that a terminal moves by, but for tabs and the ends of lines.
_MOVING = re.compile("[\x0b-\x0d\x1c-\x1f\x85\u2028\u2029]")
# A numbered reference; Python's own reading of them fails at 4,300 digits, zeros among them.
_NUMBERED = re.compile(r"&#0*+([0-9]{0,8})[0-9]*+(?<=[0-9])")


def clean(text: str, *, newlines: bool = False) -> str:
    r"""Return `text` without what could steer a terminal or hide from the eye.

    Controls (C0, DEL, C1), marks of writing direction (U+061C, U+200E-F, U+202A-E,
    U+2066-9), U+206A-F, U+FEFF, U+FFF9-B and tag characters (U+E0000-7F) are dropped; lone
    surrogates and noncharacters become U+FFFD; each run of white space, line and paragraph
    separators among it, becomes one space, and none is left at the ends. Joiners (U+200C-D)
    stay: Persian, Hindi and emoji need them. Cleaning twice is cleaning once.

    With `newlines`, lines stay lines, parted by `\n`; no empty ones at the ends.
    """
    text = _IMPOSSIBLE.sub("\ufffd", _UNSEEN.sub("", text))
    if newlines:
        return "\n".join(" ".join(line.split()) for line in text.splitlines()).strip("\n")
    return " ".join(text.split())


def clean_layout(text: str) -> str:
    r"""Return `text` as `clean` does, with its spaces, tabs and empty lines as they are.

    For text that is laid out by hand. `\r\n` becomes `\n`; other white space that moves the
    place where a terminal writes becomes a space each.
    """
    text = _UNSEEN.sub("", text.replace("\r\n", "\n"))
    return _IMPOSSIBLE.sub("\ufffd", _MOVING.sub(" ", text))


def unescaped(text: str) -> str:
    """Return `text` with characters for HTML's references to them, however long their numbers.

    >>> unescaped("Q&amp;A &#65; &#0000000000065; &#99999999999;")
    'Q&A A A \ufffd'
    """
    return html.unescape(_NUMBERED.sub(lambda found: f"&#{found[1] or 0}", text))
