"""Wikis, sources and runs: who is asked, for what, and how it went."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cphub import __version__
from cphub.catalogue.connection import Connection
from cphub.catalogue.rows import RUN_COLUMNS, read_json, to_json, to_text
from cphub.catalogue.rows import run as read_run
from cphub.catalogue.wiki_rows import WIKI_COLUMNS, from_wiki, read_wiki
from cphub.errors import CatalogueError
from cphub.model.pages import Wiki
from cphub.model.reports import Run


@dataclass(frozen=True, slots=True)
class Source:
    """A source as the catalogue knows it: one row of `sources`."""

    name: str
    wiki: str
    kind: str
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run did for one source: one row of `run_sources`; `requests` counts attempts."""

    listed: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    failed: int = 0
    requests: int = 0


@dataclass(frozen=True, slots=True)
class RunWarning:
    """Something that a run could not do or was told: one row of `warnings`."""

    wiki: str
    source: str
    code: str
    message: str
    count: int = 1


class Runs(Connection):
    """The part of the catalogue that knows wikis, sources and runs."""

    def save_wiki(self, wiki: Wiki) -> None:
        """Save what the wiki says of itself.

        A wiki known under another short name (same wikiid and API address) is renamed, with
        all that is kept of it.

        Raises:
            CatalogueError: the short name is already that of another wiki; their page ids
                would be mixed up.
        """
        with self.write():
            known = self.row("SELECT wikiid FROM wikis WHERE name = ?", (wiki.name,))
            if known and known[0] != wiki.wikiid:
                raise CatalogueError(
                    f"'{wiki.name}' is {known[0]} in {self.path}, but {wiki.api}"
                    f" answers as {wiki.wikiid}",
                    "Give the other wiki another short name in cphub.toml.",
                )
            if not known:
                self.run(
                    "UPDATE wikis SET name = ? WHERE wikiid = ? AND api = ?",
                    (wiki.name, wiki.wikiid, wiki.api),
                )
            columns = [name.strip() for name in WIKI_COLUMNS.split(",")]
            changes = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
            self.run(
                f"INSERT INTO wikis ({WIKI_COLUMNS}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608  # constants
                f" ON CONFLICT (name) DO UPDATE SET {changes}",
                from_wiki(wiki),
            )

    def wikis(self) -> dict[str, Wiki]:
        """Return all wikis by their short names."""
        rows = self.rows(f"SELECT {WIKI_COLUMNS} FROM wikis ORDER BY name")  # noqa: S608  # constant
        return {row[0]: read_wiki(row) for row in rows}

    def save_source(self, name: str, wiki: str, kind: str, settings: Mapping[str, Any]) -> None:
        """Save a source; a listing under way with other settings is forgotten."""
        values = (wiki, kind, to_json(dict(settings)))
        with self.write():
            known = self.row("SELECT wiki, kind, settings FROM sources WHERE name = ?", (name,))
            if known == values:
                return
            self.run("DELETE FROM cursors WHERE source = ?", (name,))
            self.run("DELETE FROM listings WHERE source = ?", (name,))
            self.run(
                "INSERT INTO sources (wiki, kind, settings, name) VALUES (?, ?, ?, ?)"
                " ON CONFLICT (name) DO UPDATE SET wiki = excluded.wiki, kind = excluded.kind,"
                " settings = excluded.settings",
                (*values, name),
            )

    def sources(self) -> list[Source]:
        """Return all sources by name."""
        rows = self.rows("SELECT name, wiki, kind, settings FROM sources ORDER BY name")
        return [
            Source(name, wiki, kind, read_json(text, dict[str, Any]))
            for name, wiki, kind, text in rows
        ]

    def start_run(self, kind: str, started: datetime) -> int:
        """Begin a run (`harvest` or `audit`) and return its id.

        `started` is the date that everything this run notices gets.
        """
        with self.write():
            self.run(
                "INSERT INTO runs (kind, started, status, version) VALUES (?, ?, 'running', ?)",
                (kind, to_text(started), __version__),
            )
            return self._last_run()

    def save_rules(
        self, run: int, today: date, rules: Iterable[str], left_out: Iterable[str]
    ) -> None:
        """Save from what day an audit counts, what rules it runs and which it leaves out."""
        with self.write():
            self.run(
                "UPDATE runs SET today = ?, rules = ?, rules_left_out = ? WHERE id = ?",
                (today.isoformat(), to_json(sorted(rules)), to_json(sorted(left_out)), run),
            )

    def end_run(
        self, run: int, ended: datetime, status: str, counts: Mapping[str, int] | None = None
    ) -> None:
        """End a run as `done`, `partial` (the same command goes on) or `failed`."""
        with self.write():
            self.run(
                "UPDATE runs SET ended = ?, status = ?, counts = ? WHERE id = ?",
                (to_text(ended), status, to_json(dict(counts or {})), run),
            )

    def save_counts(self, run: int, source: str, wiki: str, counts: Counts) -> None:
        """Save what the run did for one source."""
        with self.write():
            self.run(
                "INSERT INTO run_sources (run, source, wiki, listed, new, changed, unchanged, gone,"
                " failed, requests) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (run, source) DO UPDATE SET listed = excluded.listed,"
                " new = excluded.new, changed = excluded.changed, unchanged = excluded.unchanged,"
                " gone = excluded.gone, failed = excluded.failed, requests = excluded.requests",
                (
                    *(run, source, wiki, counts.listed, counts.new, counts.changed),
                    *(counts.unchanged, counts.gone, counts.failed, counts.requests),
                ),
            )

    def add_warnings(self, run: int, warnings: Iterable[RunWarning]) -> None:
        """Keep warnings with a run; the same one again is counted."""
        warnings = list(warnings)
        with self.write():
            self.run_many(
                "INSERT INTO warnings VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (run, wiki, source, code, message)"
                " DO UPDATE SET count = count + excluded.count",
                ((run, w.wiki, w.source, w.code, w.message, w.count) for w in warnings),
            )
            self.run(
                "UPDATE runs SET warnings = warnings + ? WHERE id = ?",
                (sum(warning.count for warning in warnings), run),
            )

    def warnings(self, run: int) -> list[RunWarning]:
        """Return the warnings of a run, sorted."""
        rows = self.rows(
            "SELECT wiki, source, code, message, count FROM warnings WHERE run = ?"
            " ORDER BY wiki, source, code, message",
            (run,),
        )
        return [RunWarning(*row) for row in rows]

    def runs(self, kind: str, *, limit: int = -1) -> list[Run]:
        """Return the runs of a kind that have ended, newest first."""
        rows = self.rows(
            f"SELECT {RUN_COLUMNS} FROM runs WHERE kind = ? AND ended IS NOT NULL"  # noqa: S608
            " ORDER BY id DESC LIMIT ?",
            (kind, limit),
        )
        return [read_run(row) for row in rows]

    def _last_run(self) -> int:
        row = self.row("SELECT last_insert_rowid()")
        return int(row[0]) if row else 0

    def _started(self, run: int) -> str:
        """Return the date that everything this run notices gets."""
        row = self.row("SELECT started FROM runs WHERE id = ?", (run,))
        if row is None:
            raise LookupError(f"no run {run}")
        return str(row[0])
