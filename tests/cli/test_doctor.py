"""`cphub doctor` refuses what `cphub harvest` refuses, and shows no password."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]
WHOLE = """
contact = "hub@example.org"
[wikis.meta]
api = "https://meta.wikimedia.org/w/api.php"
[[sources]]
name = "some"
wiki = "meta"
kind = "category"
category = "Help"
"""


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        ("https://meta", "ftp://meta", "is not the address of an API"),
        ("https://meta", "https://user:hunter2@meta", "has a user name in it"),
        ("https://meta", "https://user:hun ter2@meta", "has a space"),
        ("https://meta", "http://meta", "is not https"),
        ('"Help"', '" "', "source some: an empty title"),
        ('category"\ncategory = "Help"', 'titles"\nfile = "no.txt"', "source some: cannot read"),
    ],
)
def test_what_harvest_refuses_is_not_called_well(
    cphub: Cphub, tmp_path: Path, right: str, wrong: str, said: str
) -> None:
    assert right in WHOLE
    (tmp_path / "cphub.toml").write_text(WHOLE.replace(right, wrong, 1), encoding="utf-8")
    doctor, harvest = cphub("doctor"), cphub("harvest")
    assert doctor.returncode == 1
    assert said in doctor.stdout
    assert "ok      settings" not in doctor.stdout
    assert harvest.returncode != 0
    for run in (doctor, harvest):
        assert "ter2" not in run.stdout + run.stderr


def test_sound_settings_are_called_well(cphub: Cphub, tmp_path: Path) -> None:
    (tmp_path / "cphub.toml").write_text(WHOLE, encoding="utf-8")
    run = cphub("doctor")
    assert run.returncode == 0
    assert "settings   cphub.toml" in run.stdout


PLACES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (Path.mkdir, "is a folder, not a catalogue"),
    "a link to a folder": (lambda path: path.symlink_to("."), "is a folder, not a catalogue"),
    "a pipe": (os.mkfifo, "is a device or a pipe, not a catalogue"),
    "a loop": (lambda path: path.symlink_to(path.name), "is a link that leads to itself"),
    "a link to no folder": (lambda path: path.symlink_to("no/x.db"), "is not there yet"),
}


@pytest.mark.parametrize("what", PLACES)
def test_what_no_catalogue_can_be_at_is_not_called_well(
    cphub: Cphub, tmp_path: Path, what: str
) -> None:
    (tmp_path / "cphub.toml").write_text(WHOLE, encoding="utf-8")
    make, said = PLACES[what]
    make(tmp_path / "place.db")
    run = cphub("doctor", "--catalog", "place.db")
    assert run.returncode == 1
    assert f"error   catalogue  place.db {said}" in run.stdout
