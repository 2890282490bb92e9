"""The map of the material as a document: a table a topic, or one table for spreadsheets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from cphub.model import lrmi
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.reviews import Verdict
from cphub.model.subjects import Property
from cphub.workflows._garbage import collecting_seldom
from cphub.workflows._language_names import language_names
from cphub.workflows._overview_axes import axes_sheet
from cphub.workflows.overview import Overview, Page, Place
from cphub.workflows.report import TITLE

NO_TOPIC = "No topic"
NOTHING = "There are no resources: `cphub harvest` brings pages, and ties them."
_UNJUDGED = "unjudged"
_LETTERS = {"error": "E", "warning": "W", "note": "n", "": ".", _UNJUDGED: "?"}
_LEGEND = "E error, W warning, n note at worst, . nothing found, ? not looked at"
# Sorted, what is worst comes first.
_CELLS = {
    severity: Cell(severity, number=rank, state=severity)
    for rank, severity in enumerate(("error", "warning", "note", ""))
} | {_UNJUDGED: Cell("not looked at", number=4, state=_UNJUDGED)}
_DAY = "%Y-%m-%d"
_LRMI = (
    Column(lrmi.NAMES[Property.LEVEL], "Educational level", only_data=True),
    Column(lrmi.NAMES[Property.KIND], "Kind of resource", only_data=True),
    Column(lrmi.NAMES[Property.AUDIENCE], "Audience", only_data=True),
    Column(lrmi.NAMES[Property.TOPIC], "Teaches", only_data=True),
    Column(lrmi.NAMES[Property.TIME_REQUIRED], "Time required", only_data=True),
    Column(lrmi.LANGUAGE, "Language codes", only_data=True),
)
"""For those who feed other catalogues of learning resources: the same under LRMI's names."""


def document_of(
    found: Overview, *, title: str = "", short: bool = False, whole: bool = False
) -> Document:
    """Return the map as a document.

    Args:
        found: what it shows.
        title: what it is called, "" for the usual title.
        short: for 80 columns: codes of languages, a letter for each axis.
        whole: one table with a row for each resource, for spreadsheets.
    """
    with collecting_seldom():
        return _document(found, title or TITLE, short=short, whole=whole)


def _document(found: Overview, title: str, *, short: bool, whole: bool) -> Document:
    names = language_names({page[3] for one in found.places for page in one.pages}, found.wikis)
    if whole or not found.places:
        columns = (Column("topics", "Topics"), *_columns(found, short=short, whole=True), *_LRMI)
        rows = tuple(
            (Cell(_topics(found, one)), *_row(found, one, names, short=short), *_lrmi(found, one))
            for one in found.places
        )
        resources = Sheet("overview", "", columns, rows, empty=NOTHING)
        drawn = found.audit and found.places
        sheets: tuple[Sheet, ...] = (resources, axes_sheet(found)) if drawn else (resources,)
    else:
        sheets = tuple(_sheets(found, names, short=short))
    return Document(
        title=title,
        lead=tuple(_lead(found, short=short)),
        sheets=sheets,
        data=_data(found),
        titles=tuple((wiki, name) for one in found.places for wiki, _id, name, *_ in one.pages[:1]),
        wikis=found.wikis,
        language_names=names,
    )


def _lead(found: Overview, *, short: bool) -> Iterator[str]:
    places = found.places
    languages = {page[3] for one in places for page in one.pages} - {""}
    yield f"{_count(len(places), 'resource')} in {_count(len(languages), 'language')}."
    if found.audit:
        yield f"The rules last looked on {found.audit.started:{_DAY}}."
    else:
        yield "No rule has looked yet."
    counts = Counter(one.standing.verdict for one in places if one.standing.verdict)
    said = ", ".join(f"{counts[one]:,} {one.value}" for one in Verdict if counts[one])
    yield f"People's verdicts: {said or 'none yet'}."
    if any(one.level_proposed for one in places):
        yield "A level with a question mark is proposed by cphub; nobody has said so."
    if named := ", ".join(f"{name} {value}" for name, value in found.filters.pairs()):
        yield f"Only {named}."
    if short:
        letters = ", ".join(f"{axis[0].upper()} {axis}" for axis in found.axes)
        yield f"Findings: {letters}; {_LEGEND}."
        if any(one.standing.overdue(found.today) for one in places):
            yield "A verdict with an exclamation mark is to be reviewed again."


def _sheets(found: Overview, names: dict[str, str], *, short: bool) -> Iterator[Sheet]:
    if found.audit and not short:
        yield axes_sheet(found)
    columns = _columns(found, short=short, whole=False)
    groups: dict[str, list[Place]] = {topic: [] for topic in (*found.topics, "")}
    for one in found.places:
        for topic in one.topics or ("",):
            groups[topic].append(one)
    for topic, places in groups.items():
        if places:
            label = found.subjects.label(Property.TOPIC, topic) if topic else NO_TOPIC
            rows = tuple(tuple(_row(found, one, names, short=short)) for one in places)
            yield Sheet(topic or "no-topic", label, columns, rows)


def _columns(found: Overview, *, short: bool, whole: bool) -> tuple[Column, ...]:
    axes = tuple(Column(axis, axis.capitalize(), only_data=short) for axis in found.axes)
    initials = " ".join(axis[0].upper() for axis in found.axes)
    return (
        Column("title", "Resource"),
        Column("level", "Level"),
        Column("languages", "Languages"),
        Column("verdict", "Verdict"),
        *axes,
        Column("findings", initials, only_data=not short),
        Column("reviewed", "Reviewed", only_data=short),
        Column("checked", "Last check"),
        Column("review_by", "Review by", only_data=not whole),
        Column("wiki", "Wiki", only_data=True),
        Column("resource", "Number", numeric=True, only_data=True),
    )


def _row(found: Overview, one: Place, names: dict[str, str], *, short: bool) -> Iterator[Cell]:
    wiki, _page_id, title, language, _unread = one.pages[0]
    standing = one.standing
    yield Cell(title, page=(wiki, title), language=language)
    yield _level(found, one)
    yield _languages(one.pages, names)
    yield Cell(_verdict(found, one, short=short), state=standing.verdict or "")
    yield from (_CELLS[_worst(one, axis)] for axis in found.axes)
    yield Cell(" ".join(_LETTERS[_worst(one, axis)] for axis in found.axes))
    yield Cell(f"{standing.since:{_DAY}}" if standing.since else "")
    yield Cell(_checked(found, one, short=short))
    yield Cell(f"{standing.review_by:{_DAY}}" if standing.review_by else "")
    yield Cell(wiki)
    yield Cell(str(one.resource), number=one.resource)


def _worst(one: Place, axis: str) -> str:
    return _UNJUDGED if axis in one.not_looked_at else one.worst.get(axis, "")


def _level(found: Overview, one: Place) -> Cell:
    levels = list(found.subjects.of(Property.LEVEL))
    label = found.subjects.label(Property.LEVEL, one.level) if one.level else ""
    rank = levels.index(one.level) if one.level in levels else len(levels)
    return Cell(f"{label}{'?' if one.level_proposed else ''}", number=rank)


def _languages(pages: Iterable[Page], names: dict[str, str]) -> Cell:
    """Return the languages: codes as the text, each by its own name and linked as its parts."""
    each = {page[3]: page for page in reversed([*pages])}
    ordered = dict.fromkeys(page[3] for page in pages)
    parts = tuple(
        Cell(names.get(code, code) or "?", page=(each[code][0], each[code][2]), language=code)
        for code in ordered
    )
    return Cell(", ".join(code or "?" for code in ordered), number=len(ordered), parts=parts)


def _verdict(found: Overview, one: Place, *, short: bool) -> str:
    if one.standing.verdict is None:
        return ""
    due = ("!" if short else ", to be reviewed again") if one.standing.overdue(found.today) else ""
    return f"{one.standing.verdict}{due}"


def _checked(found: Overview, one: Place, *, short: bool) -> str:
    if found.audit is None or one.unseen:
        return "not yet"
    day = f"{found.audit.started:{_DAY}}"
    if one.changed:
        return f"{day}, changed" if short else f"{day}, changed since"
    unread = sum(page[4] for page in one.pages)
    return f"{day}, {_count(unread, 'page')} not readable" if unread else day


def _lrmi(found: Overview, one: Place) -> Iterator[Cell]:
    for what in lrmi.NAMES:
        values = (each.value for each in one.described if each.property is what)
        if what is not Property.TIME_REQUIRED:
            values = (found.subjects.lrmi(what, value) for value in values)
        yield Cell(", ".join(values))
    yield Cell(", ".join(_codes(one)))


def _codes(one: Place) -> list[str]:
    return sorted({page[3] for page in one.pages})


def _topics(found: Overview, one: Place) -> str:
    return ", ".join(found.subjects.label(Property.TOPIC, topic) for topic in one.topics)


def _data(found: Overview) -> dict[str, Any]:
    labels = {topic: found.subjects.label(Property.TOPIC, topic) for topic in found.topics}
    return {
        "audit": found.audit
        and {"run": found.audit.id, "started": found.audit.started, "today": found.audit.today},
        "axes": list(found.axes),
        "topics": [{"topic": name, "label": label} for name, label in labels.items()],
        "resources": [_place_data(found, one) for one in found.places],
    }


def _place_data(found: Overview, one: Place) -> dict[str, Any]:
    standing = one.standing
    return {
        "resource": one.resource,
        "topics": list(one.topics),
        "level": one.level or None,
        "level_proposed": one.level_proposed,
        "lrmi": lrmi.lrmi(one.described, _codes(one), found.subjects.lrmi),
        "editions": [
            {
                "wiki": wiki,
                "page_id": page_id,
                "title": title,
                "language": language,
                "url": found.wikis[wiki].url(title),
                "readable": not unread,
            }
            for wiki, page_id, title, language, unread in one.pages
        ],
        "verdict": standing.verdict,
        "reviewed": standing.since,
        "reviewer": standing.reviewer or None,
        "review_by": standing.review_by,
        "overdue": standing.overdue(found.today),
        "worst": {axis: one.worst.get(axis) for axis in found.axes},
        "not_looked_at": [axis for axis in found.axes if axis in one.not_looked_at],
        "checked": found.audit.started if found.audit and not one.unseen else None,
        "changed_since": one.changed,
    }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
