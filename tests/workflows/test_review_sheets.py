"""Reviews leave as a sheet and come back as they were, or as somebody filled them in."""

from __future__ import annotations

import csv
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.security.corpus import CORPUS
from tests.workflows.hub import Hub
from tests.workflows.offline import read_here

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.model.reviews import Said, Standing, Verdict
from cphub.reports.csv import csv as write_csv
from cphub.workflows._sheet import read_sheet
from cphub.workflows.export_reviews import export_reviews
from cphub.workflows.import_reviews import SheetResult, import_reviews
from cphub.workflows.review import say, undo

TEXTS = st.text(max_size=30) | st.sampled_from(sorted(CORPUS.values()))
Rows = list[dict[str, str]]


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    hub = Hub(tmp_path)
    for title in ("Guide", "Other", "Third"):
        hub.edit(title, f"{title}!")
    hub.renew()
    return hub


def judge(hub: Hub, name: str, verdict: str | None, **said: str) -> None:
    with hub.open() as catalogue:
        say(catalogue, name, Said(verdict, **said), "Anna", clock=hub.clock)


def exported(hub: Hub) -> Rows:
    with hub.open() as catalogue:
        text = write_csv(export_reviews(catalogue, hub.settings, hub.today))
    return list(csv.DictReader(StringIO(text, newline="")))


def sheet(rows: Rows, *, separator: str = ",", columns: list[str] | None = None) -> bytes:
    out = StringIO(newline="")
    names = columns or list(rows[0])
    writer = csv.DictWriter(out, names, delimiter=separator, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def take(hub: Hub, data: bytes, **options: Any) -> SheetResult:
    with hub.open() as catalogue:
        return import_reviews(catalogue, hub.settings, data, "Vera", clock=hub.clock, **options)


def standing(hub: Hub, name: str) -> Standing:
    with hub.open() as catalogue:
        ((resource, _page),) = catalogue.find_resources(name)
        return catalogue.standing(resource.id)


def row_of(rows: Rows, title: str) -> dict[str, str]:
    return next(row for row in rows if row["title"] == title)


def words(hub: Hub) -> int:
    with hub.open() as catalogue:
        return len(catalogue.reviews())


def test_a_sheet_that_nobody_filled_in_changes_nothing(hub: Hub) -> None:
    judge(hub, "Guide", "good", note="=1+1", owner="'Börje", review_by="")
    judge(hub, "Other", "expired", review_by="2027-05-22")
    result = take(hub, sheet(exported(hub)))
    assert (result.changed, result.conflicts, result.bad, result.unchanged) == ([], [], [], 3)
    assert words(hub) == 2


def test_what_was_filled_in_is_saved_whatever_the_spreadsheet_did_to_the_form(hub: Hub) -> None:
    rows = exported(hub)
    row_of(rows, "Guide").update(verdict=" Good ", review_by="22.05.2027", note="a; b")
    row_of(rows, "Other").update(verdict="irrelevant", review_by="05/22/2028", reviewer="Bo")
    row_of(rows, "Third").update(verdict="expired", review_by="05/06/2028", owner="-")
    names = ["owner", "Review by", "VERDICT", "page_id", "basis", "wiki", "note", "reviewer"]
    folded = [{n: row[n.lower().replace(" ", "_")] for n in names} for row in rows]
    result = take(hub, b"sep=;\r\n" + sheet(folded, separator=";").removeprefix(b"\xef\xbb\xbf"))
    assert (result.bad, len(result.changed)) == ([], 3)
    guide, other, third = (standing(hub, title) for title in ("Guide", "Other", "Third"))
    assert (guide.verdict, guide.note, guide.reviewer) == (Verdict.GOOD, "a; b", "Vera")
    assert guide.review_by == date(2027, 5, 22)
    assert (other.reviewer, other.review_by) == ("Bo", date(2028, 5, 22))
    assert (third.review_by, third.owner) == (date(2028, 5, 6), "-")


def test_a_verdict_without_a_day_holds_a_year(hub: Hub) -> None:
    rows = exported(hub)
    row_of(rows, "Guide")["verdict"] = "good"
    take(hub, sheet(rows))
    assert standing(hub, "Guide").review_by == hub.today.replace(year=2027)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"verdict": "goood"}, 'did you mean "good"'),
        ({"review_by": "2028-05-22"}, "review_by without a verdict"),
        ({"verdict": "good", "review_by": "05/06/2028"}, "can be two days"),
        ({"verdict": "good", "review_by": "someday"}, "is no day"),
        ({"verdict": "good", "review_by": "2020-01-01"}, "is not after today, 2026-11-23 by UTC"),
        ({"verdict": "good", "note": "x" * 20_000}, "the note has 20,000 characters"),
        ({"page_id": "99", "verdict": "good"}, "has no page 99"),
        ({"page_id": "one", "verdict": "good"}, "no number"),
        ({"wiki": "none", "verdict": "good"}, "of a wiki “none”"),
        ({"page_id": "1", "wiki": "meta", "verdict": "good", "basis": "none"}, "line "),
        ({"reviewer": "Bo", "basis": "wrecked"}, "basis is “wrecked”: leave that cell"),
        ({"basis": "1E+05"}, "basis is “1E+05”"),
    ],
)
def test_bad_rows_are_named_with_their_lines_and_nothing_is_saved(
    hub: Hub, change: dict[str, str], why: str
) -> None:
    rows = exported(hub)
    row_of(rows, "Guide")["verdict"] = "good"
    row_of(rows, "Guide")["note"] = "two\nlines"
    row_of(rows, "Third").update(change)
    rows.sort(key=lambda row: row["title"])
    result = take(hub, sheet(rows))
    assert [line.number for line in result.bad] == [5]
    assert why in result.bad[0].what
    assert words(hub) == 0


def test_what_was_reviewed_since_the_export_is_a_conflict(hub: Hub) -> None:
    judge(hub, "Guide", "good", review_by="")
    rows = exported(hub)
    judge(hub, "Guide", "expired", review_by="")
    judge(hub, "Other", "expired", review_by="")
    row_of(rows, "Guide")["verdict"] = "incomplete"
    row_of(rows, "Third")["verdict"] = "good"
    result = take(hub, sheet(rows), dry_run=True)
    assert (len(result.conflicts), len(result.changed), result.unchanged) == (1, 1, 1)
    assert words(hub) == 3
    result = take(hub, sheet(rows))
    assert "since then Anna said otherwise (“expired”" in result.conflicts[0].what
    assert [standing(hub, name).verdict for name in ("Guide", "Other", "Third")] == [
        "expired",
        "expired",
        "good",
    ]
    take(hub, sheet(rows), force=True)
    assert standing(hub, "Guide").verdict == "incomplete"
    assert standing(hub, "Other").verdict == "expired"  # nobody filled that in


def test_a_sheet_without_its_basis_overwrites_nothing(hub: Hub) -> None:
    judge(hub, "Guide", "good", review_by="")
    rows = exported(hub)
    for row in rows:
        row["verdict"] = "expired"
    columns = [name for name in rows[0] if name not in {"basis", "review_by"}]
    result = take(hub, sheet(rows, columns=columns))
    assert (len(result.conflicts), len(result.changed)) == (1, 2)
    assert standing(hub, "Guide").verdict == "good"


def test_a_verdict_is_taken_back_with_its_day_and_the_sheet_can_be_taken_again(hub: Hub) -> None:
    judge(hub, "Guide", "good", review_by="")
    rows = exported(hub)
    assert row_of(rows, "Guide")["review_by"]
    row_of(rows, "Guide").update(verdict="none", note="why")
    assert len(take(hub, sheet(rows)).changed) == 1
    assert standing(hub, "Guide").verdict is None
    again = take(hub, sheet(rows))
    assert (again.changed, again.conflicts, again.bad, again.unchanged) == ([], [], [], 3)


def test_who_says_what_holds_already_is_in_no_conflict(hub: Hub) -> None:
    rows = exported(hub)
    row_of(rows, "Guide")["verdict"] = "good"
    judge(hub, "Guide", "good", review_by="", note="mine")
    result = take(hub, sheet(rows))
    assert (result.changed, result.conflicts, result.unchanged) == ([], [], 3)
    row_of(rows, "Guide")["note"] = "theirs"
    (line,) = take(hub, sheet(rows)).conflicts
    assert "said otherwise (note “mine”, " in line.what


def test_a_day_that_was_left_in_the_sheet_is_no_mistake(hub: Hub) -> None:
    judge(hub, "Guide", "good", review_by="")
    rows = exported(hub)
    with hub.open() as catalogue:
        undo(catalogue, "Guide", clock=hub.clock)
    row_of(rows, "Guide").update(verdict="", note="new")
    result = take(hub, sheet(rows))
    assert (len(result.changed), result.bad) == (1, [])
    assert standing(hub, "Guide").note == "new"


def test_columns_that_are_not_there_or_not_read_are_told(hub: Hub) -> None:
    rows = exported(hub)
    columns = [name for name in rows[0] if name not in {"verdict", "owner"}]
    data = sheet(rows, columns=columns).replace(b"findings", b"Verdikt")
    result = take(hub, data)
    assert (result.lacking, result.unread) == (("verdict", "owner"), ("verdikt",))


def test_what_was_taken_back_since_the_export_stays_so(hub: Hub) -> None:
    judge(hub, "Guide", "good", review_by="")
    rows = exported(hub)
    with hub.open() as catalogue:
        undo(catalogue, "Guide", clock=hub.clock)
    result = take(hub, sheet(rows))
    assert (result.changed, result.conflicts, result.unchanged) == ([], [], 3)


def test_empty_says_nothing_and_none_takes_back(hub: Hub) -> None:
    judge(hub, "Guide", "good", review_by="", note="old", owner="Bo")
    rows = exported(hub)
    row_of(rows, "Guide").update(verdict="", note="", owner="none", review_by="")
    row_of(rows, "Other").update(verdict="none", note="none", owner="None")
    assert len(take(hub, sheet(rows)).changed) == 1
    assert standing(hub, "Guide").owner == ""
    assert standing(hub, "Guide").verdict == "good"
    rows = exported(hub)
    row_of(rows, "Guide")["verdict"] = "none"
    take(hub, sheet(rows))
    assert standing(hub, "Guide").verdict is None


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no column wiki"),
        (b"a,b\n1,2\n", "no column wiki"),
        (b"wiki,page_id\nmeta,1\n", "none of the columns"),
        (b"wiki,page_id,verdict,Verdict\n", "a column twice: verdict"),
        ("wiki,page_id,note\nmeta,1,Ö\n".encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04 an xlsx file", "no CSV"),
        (b'wiki,page_id,note\nmeta,1,"a" b\n', "line 2"),
        (b"\n\nwiki,page_id\n", "names no columns"),
        (
            b"wiki,page_id,note\nmeta,1," + b"x" * 200_000,
            "line 2 of .* a cell of more than",
        ),
    ],
)
def test_what_is_no_such_sheet_is_said(hub: Hub, data: bytes, why: str) -> None:
    with pytest.raises(UsageError, match=why):
        take(hub, data)


def test_utf_16_is_read_too(hub: Hub) -> None:
    rows = exported(hub)
    row_of(rows, "Guide")["verdict"] = "good"
    text = sheet(rows, separator="\t").decode("utf-8-sig")
    assert len(take(hub, text.encode("utf-16")).changed) == 1


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)
@given(note=TEXTS, owner=TEXTS, separator=st.sampled_from(",;\t"))
def test_every_text_comes_back_as_it_was(hub: Hub, note: str, owner: str, separator: str) -> None:
    note, owner = (text.encode("utf-8", "replace").decode() for text in (note, owner))
    judge(hub, "Guide", "incomplete", note=note, owner=owner)
    result = take(hub, sheet(exported(hub), separator=separator))
    assert (result.changed, result.conflicts, result.bad) == ([], [], [])
    rows = exported(hub)
    row_of(rows, "Guide")["verdict"] = "good"
    take(hub, sheet(rows, separator=separator))
    assert clean(standing(hub, "Guide").note) == clean(note)
    assert clean(standing(hub, "Guide").owner) == clean(owner)
    with hub.open() as catalogue:
        undo(catalogue, "Guide", clock=hub.clock)


@given(st.binary(max_size=200) | TEXTS.map(lambda text: text.encode("utf-8", "replace")))
def test_no_file_is_an_error_of_another_kind(data: bytes) -> None:
    try:
        read_sheet(data)
    except UsageError:
        return
