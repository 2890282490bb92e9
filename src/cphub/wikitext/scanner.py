"""One linear pass over wikitext: what stands in braces, brackets, tags and addresses.

The pass follows MediaWiki's preprocessor: runs of braces are matched by their length, a
closer matches only the innermost opener, and what stays open is text. What was found is a
`Node`; in the text that is left a single character (`NODES`) stands for each of them. So
every later step sees short plain text, and no step can be made quadratic by nesting.
"""

from __future__ import annotations

import re

from cphub.wikitext.brackets import call, link
from cphub.wikitext.nodes import NODES, Node, Scan
from cphub.wikitext.stack import Stack
from cphub.wikitext.words import Words

MANY = 100  # unclosed openers; sound pages have 3 at most, attacks thousands
_FOREIGN = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff{NODES}]")


# What a reader sees as a block of its own, though it is not prose.
_BLOCKS = """pre syntaxhighlight source math chem ce score timeline graph inputbox mapframe hiero
poem categorytree dynamicpagelist quiz youtube templatedata"""
_INLINE = "nowiki code includeonly gallery imagemap section templatestyles maplink indicator"
BLOCKS = frozenset(_BLOCKS.split())
_OPAQUE = BLOCKS | frozenset(_INLINE.split())
_DROPPED = frozenset(["noinclude", "onlyinclude", "translate", "tvar", "languages", "references"])
_NAMES = "|".join(sorted(_OPAQUE | _DROPPED | {"ref"}, key=len, reverse=True))
TOKEN = re.compile(
    # Links and calls with nothing inside them, which most are, are taken whole.
    rf"\[\[([^\[\]{{}}<>|\n{NODES}]+)(?:\|([^\[\]{{}}<>|\n{NODES}]*))?\]\]"
    rf"|\{{\{{(?<!\{{\{{\{{)([^{{}}\[\]<>:#{NODES}]+)\}}\}}(?!\}})"
    rf"|<!--|</>|<(/?)({_NAMES})(?=[\s/>|])([^<>]*)>"
    rf"|\{{\{{+|\}}\}}+|\[\[|\]\]|\||://([^\s\[\]<>\"|{{}}{NODES}\u3000]+)"
    r"|//(?<=\[//)([^\s\[\]<>\"|{}]+)",
    re.IGNORECASE,
)
_UNIT = re.compile(r"T:([^\s<>-][^\s<>]{0,200}?)\s*-->")
_SCHEME = re.compile(r"(?i)(?:https?|ftps?|ircs?)$")


class Scanner(Stack):
    """The pass itself; `scan` is the way in."""

    def __init__(self, text: str, words: Words) -> None:
        super().__init__(words)
        self.text = text
        self.units: list[str] = []
        self.translated: list[tuple[int, int]] = []
        self.opened = -1  # where the open <translate> begins
        self.galleries: list[str] = []
        self.closers: dict[str, re.Match[str] | None] = {}

    def run(self) -> Scan:
        """Go through the text once."""
        text = self.text
        last = 0
        for match in TOKEN.finditer(text):
            start = match.start()
            if start < last:
                continue
            first = match[0][0]
            if first == "|":
                if len(self.stack) > 1 and self.top.kind != "ref":
                    chunks = self.top.chunks
                    chunks.append(text[last:start])
                    self.top.cuts.append(len(chunks))
                    chunks.append("|")
                    last = start + 1
            elif first in ":/":
                last = self._address(match, last)
            else:
                self.top.chunks.append(text[last:start])
                last = self._tag(match) if first == "<" else self._bracket(match, first)
        self.top.chunks.append(text[last:])
        self.give_up(0)
        if self.opened >= 0:
            self.translated.append((self.opened, len(text)))
        self.mend_depths()
        return Scan(
            text,
            "".join(self.root.chunks),
            self.nodes,
            self.units,
            self.translated,
            self.unclosed,
            self.galleries,
        )

    def _bracket(self, match: re.Match[str], first: str) -> int:
        if match[1]:
            parts = [match[1]] if match[2] is None else [match[1], match[2]]
            self.add(link(parts, self.nodes, self.words))
        elif match[3]:
            self.add(call(match[3].split("|"), self.depth(), self.words))
        elif first == "{":
            self.open("{", match.end() - match.start())
        elif first == "}":
            self.close_braces(match.end() - match.start())
        elif first == "[":
            self.open("[", 2)
        else:
            self.close_brackets()
        return match.end()

    def _address(self, match: re.Match[str], last: int) -> int:
        text, start, end = self.text, match.start(), match.end()
        if match[8]:
            scheme = start
        else:
            found = _SCHEME.search(text, max(last, start - 5), start)
            if not found:
                return last
            scheme = found.start()
        url = text[scheme:end]
        if scheme == 0 or text[scheme - 1] != "[":
            bare = url.partition("''")[0].rstrip(
                ",.;:!?'\u3002\u3001\uff0c\uff1b\uff1a\uff01\uff1f"
            )
            if "(" not in bare:
                bare = bare.rstrip(").,;:!?")
            end -= len(url) - len(bare)
            url = bare
        self.top.chunks.append(text[last:scheme])
        self.add(Node("url", url))
        return end

    def _tag(self, match: re.Match[str]) -> int:
        end = match.end()
        if match[0] == "<!--":
            unit = _UNIT.match(self.text, end)
            if unit:
                self.units.append(unit[1])
            close = self.text.find("-->", end)
            return self._after(match.start(), close + 3) if close >= 0 else len(self.text)
        name = (match[5] or "").lower()
        closing, alone = bool(match[4]), match[0].endswith("/>")
        if name == "ref":
            return self._reference(match, closing=closing, alone=alone)
        if name == "translate":
            self._translate(match, closing=closing)
        if name == "references" and not closing:
            self.add(Node("block", name))
            return end
        if not name or name in _DROPPED:
            return self._after(match.start(), end)
        if closing:
            return end
        return end if alone else self._opaque(name, match)

    def _after(self, start: int, end: int) -> int:
        """Return where the text goes on after a mark that nobody sees.

        One that begins a line takes the spaces after it along, or they would make the line
        preformatted, and the whole line if it stands alone on it.
        """
        text = self.text
        if start and text[start - 1] != "\n":
            return end
        while text[end : end + 1] == " ":
            end += 1
        return end + 1 if text[end : end + 1] == "\n" else end

    def _translate(self, match: re.Match[str], *, closing: bool) -> None:
        if closing and self.opened >= 0:
            self.translated.append((self.opened, match.start()))
            self.opened = -1
        elif not closing:
            self.opened = match.end()

    def _closer(self, name: str, start: int) -> re.Match[str] | None:
        """Return the tag's next closer, searching no part of the text twice."""
        known = self.closers.get(name)
        if name in self.closers and (known is None or known.start() >= start):
            return known
        found = re.compile(rf"</{name}\s*>", re.IGNORECASE).search(self.text, start)
        self.closers[name] = found
        return found

    def _opaque(self, name: str, match: re.Match[str]) -> int:
        close = self._closer(name, match.end())
        if close is None:
            self.unclosed += 1
            return len(self.text) if name == "includeonly" else match.end()
        inside = self.text[match.end() : close.start()]
        if name in {"gallery", "imagemap"}:
            self.add(Node("media", name))
            self.galleries.append(inside)
        elif name != "includeonly":
            inline = name not in BLOCKS and not (name == "code" and "\n" in inside)
            self.add(Node("hidden" if inline else "block", name))
        return close.end()

    def _reference(self, match: re.Match[str], *, closing: bool, alone: bool) -> int:
        end = match.end()
        if closing:
            if self.in_reference:
                depth = len(self.stack) - 1
                while self.stack[depth].kind != "ref":
                    depth -= 1
                self.give_up(depth)
                self.pop()
                self.add(Node("ref"))
                self.in_reference = False
        elif not alone and not self.in_reference:
            if self._closer("ref", end):
                self.open("ref", 0)
                self.in_reference = True
            else:
                self.unclosed += 1
        return end


def _is_clean(text: str) -> bool:
    """Tell quickly that no character of the text has a meaning of its own in here."""
    if "\x1e" in text or "\x1f" in text:
        return False
    if text.isascii():
        return True
    try:
        octets = text.encode()
    except UnicodeEncodeError:  # half a surrogate pair
        return False
    return b"\xf3" not in octets and b"\xf4" not in octets  # U+C0000 and above


def scan(text: str, words: Words) -> Scan:
    """Read `text` once and return what stands in it."""
    if not _is_clean(text):
        text = _FOREIGN.sub("\ufffd", text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return Scanner(text, words).run()
