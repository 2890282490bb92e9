"""Tools as Toolhub's public records tell of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool: `name` is its id in Toolhub, `replaced_by` an address or "".

    `deprecated` is what its maintainers say. `modified` is the day of the record's last change,
    "" where it was not told; `asked` when Toolhub told it.
    """

    name: str
    title: str
    url: str
    deprecated: bool
    replaced_by: str
    modified: str
    asked: datetime

    @property
    def page(self) -> str:
        """The tool's page in Toolhub."""
        return f"toolhub.wikimedia.org/tools/{self.name}"
