"""What was found, as a document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cphub.clean import clean
from cphub.model.documents import Cell, Column, Document, Sheet
from cphub.model.pages import State
from cphub.model.resources import Edition
from cphub.workflows._find_notes import instead
from cphub.workflows._language_names import language_names
from cphub.workflows.find import FindResult, Result

_LONGEST = 200  # characters of what was typed, in a heading
SEVERITIES = ("error", "warning", "note")
COLUMNS = (
    Column("title", "Page"),
    Column("language", "Language", languages=True),
    Column("wiki", "Wiki"),
    Column("verdict", "Verdict"),
    Column("condition", "State"),
    Column("editions", "Also in"),
    Column("snippet", "Passage", prose=True),
    Column("resource", "Resource", numeric=True, only_data=True),
    Column("page_id", "Page id", numeric=True, only_data=True),
    Column("state", "State of the page", only_data=True),
    Column("errors", "Errors", numeric=True, only_data=True),
    Column("warnings", "Warnings", numeric=True, only_data=True),
    Column("notes", "Notes", numeric=True, only_data=True),
    Column("score", "Score", numeric=True, only_data=True),
    Column("url", "Address", only_data=True),
)


def document_of(found: FindResult) -> Document:
    """Return what was found as a document: a row a resource, the best first."""
    text = _clipped(clean(found.query.text))
    languages = {edition.language for result in found.results for edition in result.editions}
    sheet = Sheet(
        name="results",
        heading="",
        columns=COLUMNS,
        rows=tuple(tuple(_row(result)) for result in found.results),
        empty=_nothing(found),
        entries=True,
    )
    return Document(
        title=f"Found for {text}" if found.results else f"Nothing found for {text}",
        lead=(),
        sheets=(sheet,),
        data={
            "query": found.query.text,
            "results": [_fields(result) for result in found.results],
            "near": {word: list(like) for word, like in found.near.items()},
        },
        titles=tuple((result.edition.wiki, result.edition.title) for result in found.results),
        wikis=found.wikis,
        language_names=language_names(languages, found.wikis),
    )


def _clipped(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()} …"


def _row(result: Result) -> Iterator[Cell]:
    own, hit = result.edition, result.hit
    others = dict.fromkeys(_also(edition, own) for edition in result.editions[1:])
    yield Cell(own.title, page=(own.wiki, own.title), url=own.url, language=own.language)
    yield Cell(own.language)
    yield Cell(own.wiki)
    yield Cell(result.verdict or "", state=result.verdict or "")
    yield Cell(", ".join(_condition(result)), state=_worst(result))
    yield Cell(", ".join(code for code in others if code))
    yield Cell(result.snippet.text, language=result.language, marks=result.snippet.marks)
    yield _figure(result.resource)
    yield _figure(own.page_id)
    yield Cell(own.state.value)
    for name in SEVERITIES:
        yield _figure(hit.findings[name])
    yield _figure(float(f"{hit.score:.6g}"))
    yield Cell(own.url)


def _also(edition: Edition, own: Edition) -> str:
    """Return the language of another edition; of one in the same language its wiki."""
    if edition.language != own.language:
        return edition.language
    return "" if edition.wiki == own.wiki else f"{edition.language} ({edition.wiki})"


def _figure(number: float | None) -> Cell:
    return Cell("" if number is None else str(number), number)


def _condition(result: Result) -> Iterator[str]:
    """Say what is the matter with a page: nothing where nothing is."""
    if result.edition.state is not State.CURRENT:
        yield result.edition.state.value
    for name in SEVERITIES:
        if number := result.hit.findings[name]:
            yield f"{number} {name}{'s' * (number != 1)}"


def _worst(result: Result) -> str:
    if result.edition.state is not State.CURRENT:
        return result.edition.state.value
    return next((name for name in SEVERITIES if result.hit.findings[name]), "")


def _fields(result: Result) -> dict[str, Any]:
    return {
        "resource": result.resource,
        **_edition_fields(result.edition),
        "score": float(f"{result.hit.score:.6g}"),
        "snippet": result.snippet.text,
        "marks": [list(span) for span in result.snippet.marks],
        "matched": result.hit.width.value,
        "findings": {name: result.hit.findings[name] for name in SEVERITIES},
        "verdict": result.verdict,
        "editions": [_edition_fields(edition) for edition in result.editions],
    }


def _edition_fields(edition: Edition) -> dict[str, Any]:
    return {
        "wiki": edition.wiki,
        "page_id": edition.page_id,
        "title": edition.title,
        "language": edition.language,
        "url": edition.url,
        "state": edition.state.value,
        "edited": edition.timestamp,
    }


def _nothing(found: FindResult) -> str:
    """Say why there is nothing, and what may be meant instead."""
    said = [*instead(found.query, found.near)]
    if found.wanted.narrows:
        said.append("Leave out a filter to look further.")
    elif not found.near:
        said.append("Fewer words find more, and a word's beginning is enough.")
    return " ".join(said)
