"""Say what is in the catalogue and how fresh it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cphub.catalogue import open_catalogue
from cphub.catalogue.health import Holding, holdings, severities
from cphub.model.reports import Run

RECENT = 5


@dataclass(frozen=True, slots=True)
class Status:
    """What a catalogue holds.

    `kinds` maps each source to its wiki and kind, `harvests` and `audits` are the last
    runs that ended, newest first, `findings` counts the open ones of the rules that the last
    audit ran, by severity. `unfinished` maps sources whose harvest is not at its end to how
    many pages they have listed.
    """

    size: int
    kinds: Mapping[str, tuple[str, str]]
    holdings: tuple[Holding, ...]
    harvests: tuple[Run, ...]
    audits: tuple[Run, ...]
    findings: Mapping[str, int]
    unfinished: Mapping[str, int]


def status(path: Path) -> Status:
    """Return what the catalogue at `path` holds; its `size` is in bytes.

    Raises:
        CatalogueError: it cannot be read.
    """
    with open_catalogue(path, write=False) as catalogue, catalogue.read():
        audits = catalogue.runs("audit", limit=RECENT)
        return Status(
            size=path.stat().st_size,
            kinds={source.name: (source.wiki, source.kind) for source in catalogue.sources()},
            holdings=tuple(holdings(catalogue)),
            harvests=tuple(catalogue.runs("harvest", limit=RECENT)),
            audits=tuple(audits),
            findings=severities(catalogue, audits[0].rules if audits else ()),
            unfinished=catalogue.unfinished(),
        )
