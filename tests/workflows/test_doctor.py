"""The doctor names what is wrong and what to do; status counts what there is."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from cphub.catalogue import open_catalogue
from cphub.model.progress import Silent
from cphub.settings import Settings, WikiSettings
from cphub.workflows import doctor
from cphub.workflows.doctor import Check, Health
from cphub.workflows.status import status

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def by_name(checks: list[Check]) -> dict[str, Health]:
    return {check.what: check.health for check in checks}


def test_this_machine_can_run_cphub() -> None:
    assert set(by_name(list(doctor.programs())).values()) == {Health.OK}


def test_a_missing_contact_is_an_error_with_the_way_to_set_one() -> None:
    check = doctor.contact(Settings())
    assert check.health is Health.ERROR
    assert "contact =" in check.advice


def test_a_sound_catalogue_is_well(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    open_catalogue(path, write=True).close()
    assert by_name(list(doctor.catalogue(path))) == {"catalogue": Health.OK, "journal": Health.OK}


def test_no_catalogue_yet_is_well_where_one_can_be_made(tmp_path: Path) -> None:
    assert by_name(list(doctor.catalogue(tmp_path / "new.db"))) == {"catalogue": Health.OK}
    assert by_name(list(doctor.catalogue(tmp_path / "no" / "new.db"))) == {
        "catalogue": Health.ERROR
    }


def test_a_damaged_catalogue_is_an_error_with_advice(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    with open_catalogue(path, write=True) as catalogue, catalogue.write():
        for number in range(300):
            catalogue.run(
                "INSERT INTO runs (kind, started, status, version) VALUES (?, ?, 'done', '')",
                ("harvest", f"{number:0200}"),
            )
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    content = bytearray(path.read_bytes())
    content[-8192:-4096] = b"\xff" * 4096
    path.write_bytes(content)
    check = next(iter(doctor.catalogue(path)))
    assert check.health is Health.ERROR
    assert "backup" in check.advice


def test_another_programs_database_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE t (x)")
    database.close()
    assert by_name(list(doctor.catalogue(path))) == {"catalogue": Health.ERROR}


def test_a_wiki_that_cannot_be_asked_does_not_hide_the_others() -> None:
    settings = Settings(
        contact="hub@example.org",
        wikis={
            "a": WikiSettings("a", "http://example.org/w/api.php"),
            "b": WikiSettings("b", "ftp://example.org"),
        },
    )
    checks = list(doctor.wikis(settings, Silent()))
    assert by_name(checks) == {"wiki a": Health.ERROR, "wiki b": Health.ERROR}
    assert "https" in checks[0].found


def test_status_tells_the_last_runs(tmp_path: Path) -> None:
    path = tmp_path / "catalog.db"
    with open_catalogue(path, write=True) as catalogue:
        run = catalogue.start_run("harvest", NOW)
        catalogue.end_run(run, NOW, "partial")
        found = status(catalogue, Settings(), NOW.date())
    assert [(run.kind, run.status) for run in found.harvests] == [("harvest", "partial")]
    assert (found.audits, found.holdings, dict(found.findings)) == ((), (), {})
