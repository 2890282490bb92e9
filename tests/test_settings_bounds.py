"""What later would fail is said when settings are read, so that `doctor` knows of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cphub.errors import UsageError
from cphub.settings import Settings, read_settings
from cphub.settings.shape import ReviewSettings
from cphub.workflows.review import said_of


def problems(tmp_path: Path, text: str) -> list[str]:
    path = tmp_path / "cphub.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path, environ={})[1]


def test_a_language_that_reports_do_not_speak_is_wrong(tmp_path: Path) -> None:
    assert problems(tmp_path, '[report]\nlanguage = "xx"') == [
        'report.language must be one of en, fr, sv, not "xx"'
    ]


@pytest.mark.parametrize("language", ["", "sv", "fr-CA", "se"])
def test_a_language_that_reports_speak_or_come_near_is_right(tmp_path: Path, language: str) -> None:
    assert not problems(tmp_path, f'[report]\nlanguage = "{language}"')


@pytest.mark.parametrize("time", ["banana", "-5y", "0d", "9999y", "2027-02-30", "1"])
def test_a_time_that_no_verdict_can_hold_is_wrong(tmp_path: Path, time: str) -> None:
    assert problems(tmp_path, f'[review]\nreview_by = "{time}"') == [
        f'review.review_by must be a time such as "6m" or "2y", or "never", not "{time}"'
    ]


@pytest.mark.parametrize("time", ["", "never", "10d", "2 w", "6m", "2y", "2027-05-22"])
def test_a_time_that_a_verdict_can_hold_is_right(tmp_path: Path, time: str) -> None:
    assert not problems(tmp_path, f'[review]\nreview_by = "{time}"')


def test_a_day_of_the_settings_that_has_passed_is_said_to_be_of_the_settings() -> None:
    settings = Settings(review=ReviewSettings(review_by="2026-01-01"))
    with pytest.raises(UsageError, match=r"review_by under \[review\] in cphub.toml: 2026-01-01"):
        said_of(settings, date(2026, 11, 22), verdict="good")
