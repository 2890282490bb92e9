"""Disks that fill, statements that fail, files that are damaged, others at the same file."""

from __future__ import annotations

from itertools import islice

import pytest
from tests.faults.lab import Lab
from tests.faults.lived_in import lived_in
from tests.faults.spoilt import spoilt, spoilt_anyhow
from tests.faults.storage import (
    ALIEN,
    at_the_same_time,
    can_mount,
    count_statements,
    cut,
    damage,
    flipped,
    full_disk,
    read_only,
    small_disks,
    sql_faults,
)
from tests.faults.writes import interrupted, of_each

own_disk = pytest.mark.skipif(
    not can_mount(),
    reason="a disk of its own needs root: `mount -t tmpfs`, perhaps under `unshare -rm`",
)
KINDS = ("full", "ioerr", "interrupt", "corrupt", "busy")


@pytest.fixture(scope="module")
def used(lab: Lab) -> bytes:
    """The bytes of a sound catalogue that people have worked with."""
    return lived_in(lab)


def test_a_statement_that_fails_loses_nothing(lab: Lab) -> None:
    last = count_statements(lab)
    numbers = range(1, last, last // 14)
    found = sql_faults(lab, ((n, KINDS[i % len(KINDS)]) for i, n in enumerate(numbers)))
    assert not found.wrong, found
    assert found.trials >= 14


def test_a_file_that_may_not_grow_loses_nothing_and_is_told(lab: Lab) -> None:
    found = small_disks(lab, (4096, 40_000, 150_000, 300_000))
    assert not found.wrong, found
    assert found.notes["ran out of room"] >= 2


@own_disk
def test_a_full_disk_loses_nothing_and_is_told(lab: Lab) -> None:
    found = full_disk(lab, (16, 60, 120))
    assert not found.wrong, found
    assert found.notes["ran out of room"] >= 2


@own_disk
def test_a_read_only_catalogue_is_read_and_not_written(lab: Lab) -> None:
    found = read_only(lab)
    assert not found.wrong, found


def test_two_harvests_and_an_audit_share_a_catalogue(lab: Lab) -> None:
    found = at_the_same_time(lab, 3)
    assert not found.wrong, found
    assert min(found.notes["harvests"], found.notes["audits"]) >= 1


def test_a_flipped_byte_never_ends_in_a_traceback(lab: Lab, used: bytes) -> None:
    found = damage(lab, flipped(used, 40), commands=2)
    assert not found.wrong, found


def test_a_value_that_no_cphub_wrote_is_told(lab: Lab, used: bytes) -> None:
    found = damage(lab, islice(spoilt(used, "currunt"), 0, None, 3), commands=1)
    assert not found.wrong, found
    assert found.notes["detected"] >= 3


def test_rows_that_are_gone_and_values_of_any_kind_never_end_in_a_traceback(
    lab: Lab, used: bytes
) -> None:
    found = damage(lab, spoilt_anyhow(used, 24), commands=1)
    assert not found.wrong, found
    assert found.notes["detected"] >= 3


def test_a_file_cut_short_or_of_another_kind_is_told(lab: Lab, used: bytes) -> None:
    pages = len(used) // 4096
    found = damage(lab, [*cut(used, (1, 2, pages // 2, pages - 1)), *ALIEN], commands=4)
    assert not found.wrong, found


def test_what_a_person_says_is_saved_whole_or_not_at_all(lab: Lab, used: bytes) -> None:
    found = interrupted(lab, used, of_each(("full", "busy", "corrupt"), range(5, 45, 13), 1))
    assert not found.wrong, found
    assert found.notes["failed"] >= found.trials / 2
