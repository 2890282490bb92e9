"""What an import says of rows fits a screen, however many and long they are."""

from __future__ import annotations

import pytest

from cphub.cli.imports import LONGEST, _tell
from cphub.cli.terminal import shortened
from cphub.workflows.import_reviews import Line, SheetResult


def test_ten_bad_rows_are_named_and_the_rest_is_counted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad = [Line(number, "Guide", "verdict is “x”") for number in range(2, 42)]
    _tell(SheetResult(bad=bad), dry_run=False)
    said = capsys.readouterr().err.splitlines()
    assert said[9] == "Not understood, line 11 (Guide): verdict is “x”"
    assert said[10] == "and 30 more."
    assert said[11] == "40 rows could not be understood, so nothing was saved."


def test_what_is_said_of_a_row_is_cut_to_its_ends(capsys: pytest.CaptureFixture[str]) -> None:
    note = f"note has {'x' * 2100}: too long"
    _tell(SheetResult(bad=[Line(2, "T" * 300, note)]), dry_run=False)
    first = capsys.readouterr().err.splitlines()[0]
    assert len(first) < LONGEST * 3 // 2
    assert first.endswith(": too long")


def test_a_review_in_the_table_is_cut_too(capsys: pytest.CaptureFixture[str]) -> None:
    _tell(SheetResult(changed=[Line(2, "Guide", f"note {'x' * 2100}")]), dry_run=True)
    assert max(map(len, capsys.readouterr().out.splitlines())) < LONGEST * 3 // 2


def test_what_is_short_stays_as_it_is() -> None:
    assert shortened("x" * LONGEST, LONGEST) == "x" * LONGEST
    assert len(shortened("x" * 999, LONGEST)) <= LONGEST
