"""Days as people and spreadsheets write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cphub.workflows._days import day_ago, day_of, month_comes_first, sheet_day

TODAY = date(2026, 11, 30)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-05-22", date(2027, 5, 22)),
        (" 2027-5-2 ", date(2027, 5, 2)),
        ("10d", date(2026, 12, 10)),
        ("2w", date(2026, 12, 14)),
        ("3m", date(2027, 2, 28)),
        ("1y", date(2027, 11, 30)),
        ("6 m", date(2027, 5, 30)),
        ("Never", None),
    ],
)
def test_a_day_is_read(text: str, day: date | None) -> None:
    assert day_of(text, TODAY) == day
    assert sheet_day(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "soon", "3x", "9999y", "2027-02-30", "3000-01-01", "m", "-3m", "1e3d", "٣m"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        day_of(text, TODAY)
    with pytest.raises(ValueError, match=r".*"):
        sheet_day(text, TODAY)


@given(DAYS, st.integers(0, 99), st.sampled_from("dwmy"))
def test_so_long_ago_is_the_way_back(day: date, number: int, unit: str) -> None:
    then = day_ago(f"{number}{unit}", day)
    assert then <= day
    again = day_of(f"{number}{unit}", then)
    # Only where a month is too short do the ways differ, and by its missing days.
    assert again == day or (unit in "my" and again is not None and 0 < (day - again).days <= 3)


@pytest.mark.parametrize("text", ["2026-12-01", "never", "9999y", "", "30", "soon"])
def test_what_is_not_past_is_no_age(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        day_ago(text, TODAY)


@given(DAYS)
def test_every_form_of_spreadsheets_gives_the_day_back(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days
    for text in (
        f"{day:%Y-%m-%d}",
        f"{day:%Y-%m-%d} 00:00:00",
        f"{day:%Y/%m/%d}",
        f"{day:%d.%m.%Y}",
        f"{day:%d-%b-%y}",
        f"{day.day} {day:%B} {day.year}",
        str(serial),
        f"{serial}.0",
    ):
        assert sheet_day(text, TODAY) == day, text
    assert sheet_day(f"{day:%d/%m/%Y}", TODAY, month_first=False) == day
    assert sheet_day(f"{day:%m/%d/%y}", TODAY, month_first=True) == day


def test_a_day_that_could_be_two_is_not_guessed_but_learned_from_the_others() -> None:
    with pytest.raises(ValueError, match="can be two days"):
        sheet_day("05/06/2027", TODAY)
    assert sheet_day("06/06/2027", TODAY) == date(2027, 6, 6)
    assert month_comes_first(["05/06/2027", "", "22/06/2027"]) is False
    assert month_comes_first(["05/06/2027", "06/22/2027"]) is True
    assert month_comes_first(["06/22/2027", "22/06/2027"]) is None
    assert month_comes_first(["22.06.2027", "05/06/2027"]) is None


@given(st.text(max_size=20), st.none() | st.booleans())
def test_no_text_is_an_error_of_another_kind(text: str, month_first: bool | None) -> None:  # noqa: FBT001
    try:
        day = sheet_day(text, TODAY, month_first=month_first)
    except (ValueError, OverflowError):
        return
    assert day is None or TODAY - timedelta(days=400_000) < day
