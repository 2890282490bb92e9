"""A wiki page in sections, and what becomes of it where it is longer than a page may be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cphub.errors import UsageError
from cphub.locale.speaker import Speaker

TEMPLATE_SHARE = 4
"""A wiki counts what templates write against the same limit; that is unknown, so pages of
calls get this part of it."""

_NUMBERS = 40  # bytes: the most that `|number=…|rows=…` takes


@dataclass(frozen=True, slots=True)
class Section:
    """Part of a page: `head`, then rows between `opening` and `closing`.

    `name` says what the rows are. Rows with a `template` are the arguments of its calls.
    """

    name: str
    head: tuple[str, ...] = ()
    opening: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    closing: tuple[str, ...] = ()
    template: str = ""

    def lines(self, first: int = 0, last: int | None = None) -> Iterator[str]:
        """Yield the lines with the rows from `first` up to, not including, `last`."""
        yield from self.head
        rows = self.rows[first:last]
        if not rows:
            return
        yield from self.opening
        if self.template:
            for number, row in enumerate(rows, 1):
                yield f"{{{{{self.template}|number={number}|rows={len(rows)}{row}"
        else:
            yield from rows
        yield from self.closing

    @property
    def size(self) -> int:
        """Bytes of the whole, or a little more."""
        return self.frame + sum(map(self.of_row, self.rows))

    @property
    def frame(self) -> int:
        """Bytes of all but the rows."""
        return _size((*self.head, *self.opening, *self.closing, ""))

    def of_row(self, row: str) -> int:
        """Bytes of a row, or a little more."""
        call = len(self.template.encode()) + _NUMBERS if self.template else 0
        return _size((row,)) + call


@dataclass(frozen=True, slots=True)
class Sections:
    """A page: lines, then sections with an empty line before each; `said` speaks its language."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    said: Speaker

    def whole(self) -> str:
        """Return all of it as one page."""
        return _page((self.title, *self.lead), (section.lines() for section in self.sections))

    def pages(self, limit: int) -> tuple[tuple[str, str], ...]:
        """Return it as pages of `limit` bytes at most: see `wikitext.pages`.

        Sections stay on the first page while there is room for them, in order; of the others
        it has the heading and links to the subpages that have their rows.

        Raises:
            UsageError: the first page cannot be made so small.
        """
        text = self.whole()
        if len(text.encode()) <= limit:
            return (("", text),)
        moved = self._moved(limit)
        subpages: list[str] = []
        index: list[Iterable[str]] = []
        for section in self.sections:
            if section not in moved:
                index.append(section.lines())
                continue
            links = []
            for first, last in _parts(section, limit - _size((self.title, ""))):
                subpages.append(_page((self.title,), (section.lines(first, last),)))
                links.append(_link(len(subpages), section, first, last, self.said))
            index.append((*section.head, *links))
        first_page = _page((self.title, *self.lead), index)
        largest = max(len(page.encode()) for page in (first_page, *subpages))
        if largest > limit:
            raise UsageError(
                f"a page of {limit} bytes is too small for this report",
                "narrow it by wiki, language, axis or severity",
            )
        return (("", first_page), *((f"/{n}", page) for n, page in enumerate(subpages, 1)))

    def _moved(self, limit: int) -> list[Section]:
        """Return the sections that do not stay on the first page."""
        stubs = [_stub(section, limit, self.said) for section in self.sections]
        room = limit - _size((self.title, *self.lead)) - sum(stubs)
        moved = []
        for section, stub in zip(self.sections, stubs, strict=True):
            if section.size - stub <= room:
                room -= section.size - stub
            else:
                moved.append(section)
        return moved


def _stub(section: Section, limit: int, said: Speaker) -> int:
    """Return how many bytes stand for a section whose rows are on subpages, at most."""
    rows = section.size - section.frame
    parts = min(len(section.rows), 2 * rows // max(1, limit - section.frame) + 2)
    link = _size((_link(10**6, section, 10**6, 10**6, said),))
    return _size((*section.head, "")) + max(0, parts) * link


def _parts(section: Section, limit: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where rows fill a page; a longer row is alone on its page."""
    first, size = 0, section.frame
    for number, row in enumerate(section.rows):
        more = section.of_row(row)
        if number > first and size + more > limit:
            yield first, number
            first, size = number, section.frame
        size += more
    yield first, len(section.rows)


def _link(number: int, section: Section, first: int, last: int, said: Speaker) -> str:
    """Return a line that leads to a subpage, wherever the page itself is saved."""
    rows = (
        said.t("row {last}", last=str(last))
        if last == first + 1
        else said.t("rows {first} to {last}", first=str(first + 1), last=str(last))
    )
    return f"* [[:{{{{FULLPAGENAME}}}}/{number}|{section.name}{said.t(':')} {rows}]]"


def _page(lead: Sequence[str], sections: Iterable[Iterable[str]]) -> str:
    lines = list(lead)
    for section in sections:
        lines += ["", *section]
    return "\n".join(lines) + "\n"


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)
