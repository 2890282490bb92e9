"""A long command says how far it is: lines in a log, bars on a terminal."""

from __future__ import annotations

import sys

import pytest

from cphub.cli.progress import Bars, Lines, open_progress
from cphub.model.progress import Progress


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_lines_tell_pages_rate_and_time_left_but_not_every_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()
    lines = Lines(clock=clock)
    lines.start("meta", 1000, "fetching")
    for _ in range(10):
        clock.now += 1
        lines.advance("meta", 50)
    assert capsys.readouterr().err.splitlines() == [
        "meta: fetching, 1,000 pages",
        "meta: fetching, 250 of 1,000, 50/s, 15 s left",
        "meta: fetching, 500 of 1,000, 50/s, 10 s left",
    ]


def test_lines_make_no_promise_where_the_total_is_unknown(
    capsys: pytest.CaptureFixture[str],
) -> None:
    clock = Clock()
    lines = Lines(clock=clock)
    lines.start("meta", None, "listing")
    clock.now += 5
    lines.advance("meta", 500)
    assert capsys.readouterr().err.splitlines()[-1] == "meta: listing, 500, 100/s"


@pytest.mark.parametrize("display", [Lines, Bars])
def test_a_wait_is_shown_with_its_reason_unless_it_is_too_short_to_notice(
    display: type[Lines | Bars], capsys: pytest.CaptureFixture[str]
) -> None:
    progress = display()
    progress.wait("meta", 0.3, "pace")
    progress.wait("meta", 12.4, "Too many requests\x1b]0;x\x07")
    assert capsys.readouterr().err == "meta: waiting 12 s (Too many requests]0;x)\n"


def test_nothing_moves_where_standard_error_is_no_terminal_or_plain_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert isinstance(open_progress(), Lines)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("CPHUB_PLAIN", raising=False)
    assert isinstance(open_progress(), Bars)
    monkeypatch.setenv("CPHUB_PLAIN", "1")
    assert isinstance(open_progress(), Lines)


def test_bars_go_through_a_whole_run_and_leave_nothing_behind() -> None:
    progress: Progress
    with Bars() as bars:
        progress = bars
        progress.start("meta", None, "listing [/x]")
        progress.advance("meta", 500)
        progress.start("meta", 500, "fetching")
        progress.advance("meta", 50)
        progress.note("meta: [b]done[/b]")
    assert not bars._bar.live.is_started  # noqa: SLF001  # what would go on moving


def test_what_is_counted_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    lines = Lines(clock=iter([0.0, 6.0]).__next__)
    lines.start("links", 56, "checking", ("address", "addresses"))
    lines.advance("links", 28)
    said = capsys.readouterr().err.splitlines()
    assert said == ["links: checking, 56 addresses", "links: checking, 28 of 56, 5/s, 6 s left"]
