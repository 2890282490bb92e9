"""Say what would be wrong with a file of translated units; nothing is sent anywhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cphub.catalogue import Catalogue
from cphub.errors import UsageError
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.pages import Wiki
from cphub.settings.files import LARGEST
from cphub.wikitext.unit_faults import unit_faults
from cphub.wikitext.units import Unit
from cphub.workflows._filled_units import FilledUnit, read_csv, shown
from cphub.workflows._po import read_po
from cphub.workflows._units import known_units

ERROR, WARNING, NOTE = SEVERITIES = ("error", "warning", "note")

_COLUMNS = (
    Column("line", "Line", numeric=True),
    Column("page", "Page"),
    Column("unit", "Unit"),
    Column("severity", "How sure"),
    Column("kind", "What"),
    Column("what", "What is wrong"),
    Column("wiki", "Wiki", only_data=True),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a unit of a file."""

    filled: FilledUnit
    severity: str
    kind: str
    what: str


@dataclass(frozen=True, slots=True)
class Check:
    """What came of a file; with `errors` it should not be used as it is."""

    document: Document
    errors: int


def check_units(catalogue: Catalogue, name: str, data: bytes) -> Check:
    """Look through a filled file of `export_units`.

    Errors are sure: lost variables, broken markup, units that are not there or have changed
    since. Warnings are likely: lost links, templates and figures, text left as it was. Notes
    say what is still empty.

    Args:
        catalogue: has the units as they are now.
        name: the file's; one that ends in `.po` or begins like one is read as PO.
        data: what is in it.

    Raises:
        UsageError: it is no such file.
        CatalogueError: the catalogue cannot be read.
    """
    with catalogue.read():
        filled = _read(name, data)
        wikis = catalogue.wikis()
        problems = sorted(
            _problems(catalogue, filled, wikis),
            key=lambda one: (one.filled.line, SEVERITIES.index(one.severity)),
        )
    counts = Counter(problem.severity for problem in problems)
    done = sum(bool(one.translation) and not one.fuzzy for one in filled)
    lead = (
        f"{done:,} of {len(filled):,} units filled in; {_counted(counts[ERROR], 'error')},"
        f" {_counted(counts[WARNING], 'warning')}, {_counted(counts[NOTE], 'note')}."
    )
    empty = "Nothing wrong was found." if filled else "There is no unit in the file."
    sheet = Sheet("problems", "", _COLUMNS, tuple(map(_row, problems)), empty=empty)
    document = Document(
        title="Translated units",
        lead=(lead,),
        sheets=(sheet,),
        data={
            "units": len(filled),
            "filled": done,
            "problems": [
                {
                    "line": one.filled.line,
                    "wiki": one.filled.wiki,
                    "page": one.filled.page,
                    "unit": one.filled.unit,
                    "severity": one.severity,
                    "kind": one.kind,
                    "what": one.what,
                }
                for one in problems
            ],
        },
        titles=tuple((one.filled.wiki, one.filled.page) for one in problems),
        wikis=wikis,
    )
    return Check(document, counts[ERROR])


def _read(name: str, data: bytes) -> tuple[FilledUnit, ...]:
    if len(data) > LARGEST:
        raise UsageError(f"the file has more than {LARGEST // 2**20} MB", "Part it into several.")
    head = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if name.lower().endswith(".po") or head.startswith((b"#", b"msg")):
        try:
            return read_po(data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise UsageError("the file is not UTF-8 text", "Save it as UTF-8.") from error
    return tuple(read_csv(data))


def _problems(
    catalogue: Catalogue, filled: tuple[FilledUnit, ...], wikis: Mapping[str, Wiki]
) -> Iterator[Problem]:
    pages: dict[tuple[str, str], Mapping[str, Unit] | None] = {}
    seen: dict[tuple[str, str, str, str], int] = {}
    for one in filled:
        place = one.wiki, one.page
        if place not in pages:
            pages[place] = known_units(catalogue, *place) if all(place) else None
        known = pages[place]
        if known is None or one.unit not in known:
            what = "unit" if known else "page"
            yield Problem(one, ERROR, "unknown", f"the catalogue has no such {what}")
            continue
        if one.language and not _is_language(one.language, wikis[one.wiki]):
            what = f"{one.language} is no language of the wiki"
            yield Problem(one, ERROR, "language", what)
        before = seen.setdefault((*place, one.unit, one.language), one.line)
        if before != one.line:
            yield Problem(one, ERROR, "twice", f"the unit stands on line {before} too")
        yield from _wrong(one, known[one.unit])


def _is_language(written: str, wiki: Wiki) -> bool:
    """Tell whether a wiki knows a language; PO editors write `sv_SE` and `zh_Hans_CN`."""
    parts = written.replace("_", "-").split("-")
    return any("-".join(parts[:count]).lower() in wiki.languages for count in range(1, 4))


def _wrong(one: FilledUnit, unit: Unit) -> Iterator[Problem]:
    source = shown(unit.to_translate)
    if shown(one.source) != source:
        what = "the source has changed since the export: export it again"
        yield Problem(one, ERROR, "changed", what)
    if not one.translation.strip():
        yield Problem(one, NOTE, "empty", "it is not translated")
        return
    if one.fuzzy:
        yield Problem(one, NOTE, "fuzzy", "it is still marked as fuzzy, which is not done")
    for fault in unit_faults(source, shown(one.translation)):
        yield Problem(one, ERROR if fault.sure else WARNING, fault.kind, fault.what)


def _row(one: Problem) -> tuple[Cell, ...]:
    filled = one.filled
    return (
        Cell(str(filled.line), number=filled.line),
        Cell(filled.page, page=(filled.wiki, filled.page)),
        Cell(filled.unit),
        Cell(one.severity, state=one.severity),
        Cell(one.kind),
        Cell(one.what),
        Cell(filled.wiki),
    )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' * (number != 1)}"
