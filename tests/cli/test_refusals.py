"""What cannot be meant is refused in a line that tells what could be."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.security.hostile import Said, cphub

from cphub.cli.check_links import host_named

BEYOND = ("9223372036854775808", "99999999999999999999", "9" * 5000)


class Hub:
    """A folder with an audited catalogue."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, *arguments: str) -> Said:
        return cphub(self.folder, *arguments)


@pytest.fixture
def hub(audited: Path, tmp_path: Path) -> Hub:
    shutil.copytree(audited, tmp_path, dirs_exist_ok=True)
    return Hub(tmp_path)


@pytest.mark.parametrize("number", BEYOND, ids=["64 bits", "20 digits", "5000 digits"])
@pytest.mark.parametrize(
    "command",
    [
        ("show", "meta:{}"),
        ("show", "#{}"),
        ("resource", "show", "#{}"),
        ("resource", "show", "meta:{}"),
        ("review", "{}"),
        ("review", "meta:{}", "--verdict", "good"),
        ("review", "1", "--dismiss", "empty-section", "--because", "x", "--finding", "{}"),
        ("resource", "link", "meta:{}", "1"),
        ("diff", "--since", "{}"),
        ("find", "x", "--limit", "{}"),
        ("check-links", "--offline", "--older-than", "{}d"),
        ("review", "1", "--verdict", "good", "--review-by", "{}d"),
    ],
    ids=" ".join,
)
def test_a_number_that_no_database_keeps_is_a_number_of_nothing(
    hub: Hub, command: tuple[str, ...], number: str
) -> None:
    said = hub(*(word.format(number) for word in command))
    assert "bug" not in said.err
    assert said.code == 2


@pytest.mark.parametrize("day", ["0001-01-01", "2000-12-31", "2036-11-24", "9999-12-31"])
def test_a_day_that_nobody_can_mean_leaves_no_findings(hub: Hub, day: str) -> None:
    before = hub("report", "--format", "csv").out
    said = hub("audit", "--today", day)
    assert (said.code, said.out) == (2, b"")
    assert f"--today {day} is" in said.err
    assert hub("report", "--format", "csv").out == before


@pytest.mark.parametrize("day", ["2001-01-01", "2036-11-20"])
def test_a_day_within_ten_years_can_be_counted_from(hub: Hub, day: str) -> None:
    assert hub("audit", "--today", day, "--format", "titles").code == 0


@pytest.mark.parametrize(
    ("command", "told"),
    [
        (("status", "-o", ""), "-o needs the name of a file"),
        (("export", "reviews", "--output", " "), "-o needs the name of a file"),
        (("translations", "matrix", "--language", "zz"), 'no language "zz"; known: en, fr, sv'),
        (("check-links", "--offline", "--host", "a b"), "--host: 'a b' is no host"),
        (("check-links", "--offline", "--host", "https://"), "--host: 'https://' is no host"),
        (("services", "test", "file:///etc/passwd"), "is no address and no name"),
        (("services", "test", "javascript:alert(1)"), "is no address and no name"),
        (("report", "--rule", "x"), 'no rule "x"; `cphub explain` lists them'),
        (("publish", "--to", "meta:"), "no page is named"),
        (("publish", "--to", "nix:Map"), 'there is no wiki "nix" in cphub.toml'),
        (("publish", "--undo"), "nothing is published that could be taken back"),
        (("publish", "--to", "meta:Map"), "there is nobody to ask here"),
    ],
)
def test_the_mistake_is_what_is_told(hub: Hub, command: tuple[str, ...], told: str) -> None:
    said = hub(*command)
    assert said.code == 2
    assert told in said.err


@pytest.mark.parametrize(
    ("typed", "host"),
    [
        ("example.org", "example.org"),
        ("EXAMPLE.org.", "example.org"),
        ("https://example.org/a?b", "example.org"),
        ("example.org:443", "example.org"),
        ("ärende.example", "ärende.example"),
        ("[::1]", "::1"),
    ],
)
def test_a_host_may_be_typed_in_an_address(typed: str, host: str) -> None:
    assert host_named(typed) == host


@pytest.mark.parametrize(
    "address", ["https://example.org", "//example.org", "example.org/a", "localhost:8000/a"]
)
def test_an_address_may_lack_its_scheme(hub: Hub, address: str) -> None:
    assert "belongs to no service" in hub("services", "test", address).text
