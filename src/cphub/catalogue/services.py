"""What Toolhub last told of tools."""

from __future__ import annotations

from collections.abc import Iterable

from cphub.catalogue.connection import Connection
from cphub.catalogue.rows import checked, read_moment, to_text
from cphub.model.tools import Tool

_COLUMNS = "name, title, url, deprecated, replaced_by, modified, asked"


class Services(Connection):
    """The part of the catalogue that keeps what Toolhub tells of tools."""

    def save_tools(self, tools: Iterable[Tool]) -> None:
        """Put these tools in the place of those known so far, in one transaction."""
        with self.write():
            self.run("DELETE FROM services")
            self.run_many(
                f"INSERT OR REPLACE INTO services ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608  # constant
                [
                    (
                        *(one.name, one.title, one.url, one.deprecated, one.replaced_by),
                        *(one.modified, to_text(one.asked)),
                    )
                    for one in tools
                ],
            )

    def tools(self) -> list[Tool]:
        """Return what Toolhub last told, by name."""
        rows = self.rows(f"SELECT {_COLUMNS} FROM services ORDER BY name")  # noqa: S608  # constant
        return [tool(row) for row in rows]


@checked
def tool(row: tuple[str, str, str, int, str, str, str]) -> Tool:
    """Read a row of `services`."""
    name, title, url, deprecated, replaced_by, modified, asked = row
    when = read_moment(asked)
    return Tool(name, title, url, bool(deprecated), replaced_by, modified, when)
