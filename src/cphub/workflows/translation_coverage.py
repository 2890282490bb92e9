"""How much of the material there is in each language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from cphub.catalogue import Catalogue
from cphub.data.subjects import SubjectVocabulary
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.resources import TranslationState
from cphub.model.subjects import Property
from cphub.settings import Settings
from cphub.workflows._filters import Filters
from cphub.workflows._language_names import language_names
from cphub.workflows._translation_view import NONE, Row, only, view
from cphub.workflows._translation_words import CLOSED, name_of
from cphub.workflows.propose import subjects_of

_STATES = (*(state.value for state in TranslationState), CLOSED)
_UP_TO_DATE = (TranslationState.SOURCE, TranslationState.COMPLETE)
_COLUMNS = (
    Column("language", "Language", languages=True),
    Column("share", "Covered", numeric=True),
    *(Column(state, state.capitalize(), numeric=True) for state in _STATES),
)
_RESOURCES = Column("resources", "Resources", numeric=True)


def coverage(catalogue: Catalogue, settings: Settings, filters: Filters) -> Document:
    """Return for each language how many resources are what in it, and so by topic.

    The share is that of resources whose source or complete translation is in the language,
    of those that are known and may be there.

    Args:
        catalogue: only read.
        settings: the hub's languages, and its vocabulary.
        filters: wikis, sources and languages to be about.

    Raises:
        UsageError: a filter names something that is not there.
        CatalogueError: the catalogue cannot be read.
    """
    seen = view(catalogue, settings, filters)
    counts = {code: _count(seen.rows, code) for code in seen.languages}
    resources = len(seen.rows)
    vocabulary = subjects_of(settings)
    parts = _by_topic(catalogue, seen.rows)
    shown = filters.language or settings.languages or seen.languages
    topics = [
        (name, code, _count(parts[name], code))
        for name in vocabulary.topics
        for code in dict.fromkeys(shown)
    ]
    return Document(
        title="Coverage by language",
        lead=(f"{resources:,} resource{'s' * (resources != 1)}.", *only(filters)),
        sheets=(
            Sheet(
                "languages",
                "",
                _COLUMNS,
                tuple(_row(code, counts[code]) for code in seen.languages),
                empty=NONE,
            ),
            _topics(topics, vocabulary),
        ),
        data={
            "languages": [
                {
                    "language": code,
                    "resources": resources,
                    **{state: counts[code][state] for state in _STATES},
                }
                for code in seen.languages
            ],
            "topics": [
                {
                    "topic": name,
                    "language": code,
                    "resources": counts.total(),
                    **{state: counts[state] for state in _STATES},
                }
                for name, code, counts in topics
            ],
        },
        wikis=seen.wikis,
        language_names=language_names(seen.languages, seen.wikis),
    )


def _by_topic(catalogue: Catalogue, rows: Iterable[Row]) -> Mapping[str, list[Row]]:
    """Return the resources about each topic; one may be about several."""
    parts: dict[str, list[Row]] = defaultdict(list)
    subjects = catalogue.all_subjects()
    for row in rows:
        for one in subjects.get(row[0].id, ()):
            if one.property is Property.TOPIC:
                parts[one.value].append(row)
    return parts


def _topics(
    topics: Iterable[tuple[str, str, Counter[str]]], vocabulary: SubjectVocabulary
) -> Sheet:
    columns = (Column("topic", "Topic"), _COLUMNS[0], _RESOURCES, *_COLUMNS[1:])
    rows = []
    for name, code, counts in topics:
        language, *figures = _row(code, counts)
        label = Cell(vocabulary.label(Property.TOPIC, name))
        rows.append((label, language, _figure(counts.total()), *figures))
    return Sheet(
        "topics",
        "By topic",
        columns,
        tuple(rows),
        empty=NONE if vocabulary.topics else "No topic is set.",
    )


def _count(rows: Iterable[Row], code: str) -> Counter[str]:
    """Count what some of the resources are in a language."""
    return Counter(name_of(made[code]) for _, made in rows)


def _row(code: str, counts: Counter[str]) -> tuple[Cell, ...]:
    return (Cell(code), _share(counts), *map(_figure, (counts[state] for state in _STATES)))


def _share(counts: Counter[str]) -> Cell:
    known = counts.total() - counts[TranslationState.UNKNOWN] - counts[CLOSED]
    if not known:
        return Cell("not known")
    there = sum(counts[state] for state in _UP_TO_DATE)
    share = max(100 * there // known, 1) if there else 0
    return Cell(f"{share} %", number=share)


def _figure(number: int) -> Cell:
    return Cell(f"{number:,}", number=number)
