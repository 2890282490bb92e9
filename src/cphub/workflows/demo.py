"""Show the whole way through, offline: recorded wikis, harvested, audited and reported."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import cphub.reports
from cphub.catalogue import open_catalogue
from cphub.demo import DAY, demo_answers, demo_config
from cphub.errors import UsageError
from cphub.model.progress import Progress, Silent
from cphub.model.reports import Report
from cphub.registry import discover
from cphub.settings import load_settings
from cphub.wiki.replay import Replay
from cphub.workflows.audit import AuditResult, audit
from cphub.workflows.harvest import harvest
from cphub.workflows.harvest_result import HarvestResult
from cphub.workflows.report import build_report
from cphub.workflows.wikis import Reach

CONFIG, CATALOG, REPORT = "cphub.toml", "catalog.db", "report"
TITLE = "Learning material of the demo's wikis"
MARK = demo_config().partition("\n")[0]
"""The first line of the demo's cphub.toml, by which a folder is known as a demo."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo left in its folder, and what came of its harvest and audit."""

    directory: Path
    config: Path
    catalog: Path
    reports: tuple[Path, ...]
    harvest: HarvestResult
    audit: AuditResult
    report: Report


def demo(directory: Path, *, progress: Progress | None = None) -> DemoResult:
    """Harvest the recorded wikis into `directory`, audit them, and write every report.

    It counts from the day of the recording, so that what it shows stays true. A folder that
    holds a demo already is gone over again: its cphub.toml and catalogue are kept.

    Raises:
        UsageError: there is something in `directory` that is no demo.
        OSError: the folder cannot be written.
    """
    progress = progress or Silent()
    config = _prepare(directory)
    settings = replace(load_settings(config), catalog=directory / CATALOG)
    reach = Reach(transport=Replay(demo_answers()))
    harvested = harvest(settings, links=True, progress=progress, reach=reach, clock=lambda: DAY)
    for failure in harvested.failures:
        raise failure.error
    with open_catalogue(settings.catalog, write=True) as catalogue:
        audited = audit(catalogue, settings, today=DAY.date(), progress=progress, clock=lambda: DAY)
        report = build_report(
            catalogue,
            title=settings.report.title or TITLE,
            languages=settings.languages,
        )
    return DemoResult(
        directory, config, settings.catalog, _write(report, directory), harvested, audited, report
    )


def _prepare(directory: Path) -> Path:
    """Make the folder with the demo's cphub.toml in it; return the path of that."""
    config = directory / CONFIG
    if config.is_file() and _is_ours(config):
        return config
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise UsageError(
            f"{directory} is there already, and is no demo",
            "name a folder that is empty or not there yet: cphub demo FOLDER",
        )
    directory.mkdir(parents=True, exist_ok=True)
    config.write_text(demo_config(), encoding="utf-8")
    return config


def _is_ours(config: Path) -> bool:
    mark = MARK.encode()
    with config.open("rb") as file:
        return file.read(len(mark)) == mark


def _write(report: Report, directory: Path) -> tuple[Path, ...]:
    """Write the report in every format that takes one and has a kind of file of its own."""
    written, formats = [], discover(cphub.reports)
    for name, format_ in formats.items():
        # The terminal has the first; others are of other reports alone.
        if name == "table" or "only" in format_.attributes:
            continue
        suffix = format_.attributes["suffix"]
        # `-o report.txt` is the table: what else ends so has the format's name.
        taken = suffix == formats["table"].attributes["suffix"]
        path = directory / f"{name if taken else REPORT}{suffix}"
        rendered = format_.function(report)
        path.write_bytes(rendered if isinstance(rendered, bytes) else rendered.encode("utf-8"))
        written.append(path)
    return tuple(written)
