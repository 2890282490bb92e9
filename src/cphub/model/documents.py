"""A document of tables: what every report format can render besides the audit's report.

A workflow builds a `Document`; `cli.rendering.Rendering.chosen(settings).write(document)`
renders and writes it, and each format's function takes it where it takes a `Report`:

- `table`: 80 columns or the terminal's. What is too wide has its languages by code, its
  states as letters with a legend, long texts folded, and at last its columns in blocks that
  each begin with the first one; a sheet of `entries` is no table but a paragraph a row.
- `markdown`, `wikitext`: title, lead, then each sheet; wikitext's tables can be sorted, by
  `number` where a cell has one, and its cells have `lang`, `dir` and the tone of their state.
- `csv`: the first sheet, or the one called `sheet`; all columns, `number` where one is
  numeric, languages as codes.
- `json`: `{"schema": 1, **data}`; moments, days, tuples and mappings are written as such.
- `titles`: `titles`, each once, wiki by wiki.

Text need not be cleaned or escaped: formats do both.
"""

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
    says it without colour. `marks` are the stretches of the text (from, to) that stand out.
    Where a cell says several things of which each has its link or language, `parts` are these;
    formats that can link show them, with commas between, and the others the text.
    """

    text: str
    number: float | None = None
    page: tuple[str, str] | None = None
    url: str = ""
    language: str = ""
    state: str = ""
    marks: tuple[tuple[int, int], ...] = ()
    parts: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `name` for programs (CSV's header), `heading` for people.

    The texts of a column of `languages` are codes of languages, which formats for people
    name. A column of `only_data` is for programs: formats for people leave it out. Of a
    column of `prose` a sheet of entries leaves out the heading.
    """

    name: str
    heading: str
    numeric: bool = False
    languages: bool = False
    only_data: bool = False
    prose: bool = False


@dataclass(frozen=True, slots=True)
class Series:
    """Figures of one thing at the points of `Lines`; `state` names it as a cell's does."""

    heading: str
    state: str
    figures: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Figures over time, for formats that draw: what `points` are called, the oldest first."""

    points: tuple[str, ...]
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `notes` stand below its heading; `empty` is said where it has no rows.

    With `entries` a terminal shows each row as a paragraph that the first column heads.
    `lines` are drawn above the table; columns of figures whose names are states are drawn as
    bars without being asked for.
    """

    name: str
    heading: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...] = ()
    empty: str = "Nothing to show."
    entries: bool = False
    lines: Lines | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """What a command tells, ready to be rendered: sentences first, then tables.

    `data` is the JSON form without its `schema`. `titles` are the pages of the list form,
    (wiki, title) pairs. `ui_language` is the code of the language that it was translated to,
    "" for the English that the program speaks.
    """

    title: str
    lead: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    data: Mapping[str, Any] = field(default_factory=dict)
    titles: tuple[tuple[str, str], ...] = ()
    wikis: Mapping[str, Wiki] = field(default_factory=dict)
    language_names: Mapping[str, str] = field(default_factory=dict)
    ui_language: str = ""
