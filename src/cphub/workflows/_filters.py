"""What a report is to be about."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields

from cphub.errors import UsageError
from cphub.model.findings import Finding
from cphub.settings.values import suggestion


@dataclass(frozen=True, slots=True)
class Filters:
    """What a report is to be about; a field that is empty lets all through.

    `wiki`, `source` and `language` choose pages with their findings, the others findings.
    """

    wiki: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    axis: tuple[str, ...] = ()
    rule: tuple[str, ...] = ()
    severity: tuple[str, ...] = ()

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return what was asked for as (name, value) pairs."""
        return tuple(
            (field.name, value) for field in fields(self) for value in getattr(self, field.name)
        )

    def finding(self, finding: Finding) -> bool:
        """Tell whether axis, rule and severity let a finding through."""
        return (
            lets(self.axis, finding.axis)
            and lets(self.rule, finding.rule)
            and lets(self.severity, finding.severity)
        )


def lets(wanted: Collection[str], value: str) -> bool:
    """Tell whether a filter lets a value through; an empty one lets all."""
    return not wanted or value in wanted


def not_there(name: str, value: str, known: Iterable[str]) -> UsageError:
    """Return the error that the catalogue has no such rule, language … as a filter names."""
    near = suggestion(value, sorted(known))
    if name == "rule":
        near = near or "; `cphub explain` lists them"
    return UsageError(f'the catalogue has no {name} "{value}"{near}')
