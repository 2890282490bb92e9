"""Tables can be read by people, by screen readers and by `cut`."""

from __future__ import annotations

import pytest

from cphub.cli.tables import count, table

ROWS = [("error", "Help:[sv]\x1b[2J\u202eabc :smile: [/x]", 1200), ("note", "短い", 7)]


@pytest.fixture(autouse=True)
def quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "CPHUB_PLAIN", "TERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "60")


def test_cells_are_aligned_cleaned_and_never_read_as_markup() -> None:
    assert table(("severity", "title", "pages"), ROWS, to_terminal=False) == (
        "severity  title                         pages\n"
        "error     Help:[sv][2Jabc :smile: [/x]  1,200\n"
        "note      短い                              7\n"
    )


def test_what_is_no_terminal_gets_a_line_a_row_however_long() -> None:
    text = table(("a", "b"), [("x", "word " * 200)], to_terminal=False)
    assert len(text.splitlines()) == 2


def test_a_terminal_gets_no_line_that_is_wider_and_colour() -> None:
    text = table(("a", "b"), [("error", "word " * 40)], to_terminal=True)
    assert "\x1b[1;31merror" in text
    assert len(text.splitlines()) > 3


@pytest.mark.parametrize(
    ("name", "value"), [("NO_COLOR", "1"), ("CPHUB_PLAIN", "1"), ("TERM", "dumb")]
)
def test_colour_can_be_turned_off(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)
    assert "\x1b" not in table(("a", "b"), [("error", "x")], to_terminal=True)


def test_a_table_without_rows_is_its_header() -> None:
    assert table(("a", "b"), [], to_terminal=False) == "a  b\n"


def test_figures_have_their_word() -> None:
    assert [count(1, "page"), count(1200, "page"), count(2, "entry", "entries")] == [
        "1 page",
        "1,200 pages",
        "2 entries",
    ]


def test_a_long_word_of_the_last_column_is_folded_and_nothing_of_it_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    shown = table(("page", "review"), [("Guide", "n" * 200)], to_terminal=True)
    assert shown.count("n") == 200
    assert max(map(len, shown.splitlines())) <= 80
