"""A document of tables: what every report format can render besides the audit's report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cphub.model.pages import Wiki


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table.

    `number` is what the cell is sorted by, if it is a figure. The text links to the page
    `page` (wiki's short name, title) or, without one, to `url`. `language` is the code of
    the language that the text is in, "" for the report's own. `state` names what the cell
    says for formats that show it as a colour too (`complete`, `error`, `good`); the text
    says it without colour.
    """

    text: str
    number: float | None = None
    page: tuple[str, str] | None = None
    url: str = ""
    language: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` for programs (CSV's header), `heading` for people."""

    name: str
    heading: str
    numeric: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `notes` stand below its heading; `empty` is said where it has no rows."""

    name: str
    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    empty: str = "Nothing to show."


@dataclass(frozen=True, slots=True)
class Document:
    """What a command tells, ready to be rendered: sentences first, then tables.

    `data` is the JSON form without its `schema`. `titles` are the pages of the list form,
    (wiki, title) pairs.
    """

    title: str
    lead: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    titles: tuple[tuple[str, str], ...] = ()
    wikis: Mapping[str, Wiki] = field(default_factory=dict)
    language_names: Mapping[str, str] = field(default_factory=dict)
