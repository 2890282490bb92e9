"""What `[wikibase]` of cphub.toml may say, and what is answered when it is wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from cphub.errors import SettingsError
from cphub.model.wikibase import Wikibase
from cphub.settings import load_settings, read_settings

GUIDE = Path(__file__).parents[1] / "docs" / "linked-data.md"


def load(folder: Path, text: str) -> Wikibase:
    path = folder / "cphub.toml"
    path.write_text(text, encoding="utf-8")
    return load_settings(path, environ={}).wikibase


def test_the_table_of_the_guide_is_read_whole(tmp_path: Path) -> None:
    guide = GUIDE.read_text("utf-8")
    (code,) = re.findall(r"^```toml\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    wikibase = load(tmp_path, code)
    written = tomllib.loads(code)["wikibase"]
    assert wikibase.url == "https://metabase.wikibase.cloud/"
    assert wikibase.known == tmp_path / "metabase.csv"
    assert wikibase.instance == "Q15"
    for name in set(written) - {"url", "known", "instance"}:
        assert getattr(wikibase, name) == written[name]


def test_without_the_table_there_is_no_wikibase(tmp_path: Path) -> None:
    assert load(tmp_path, "") == Wikibase()


def test_what_is_not_wanted_is_empty(tmp_path: Path) -> None:
    text = '[wikibase]\nurl = "https://w.example.org"\nproperties = { level = "" }\n'
    assert load(tmp_path, text).properties == {"level": ""}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('instance = "Q1"', "wikibase.url is missing"),
        ('url = "w.example.org"', 'wikibase.url must be the address of a Wikibase, not "w.ex'),
        ('url = "javascript:alert(1)"', "must be the address of a Wikibase"),
        ("instance = 5", 'wikibase.instance must be a number such as "Q42", not 5'),
        ('instance = "Q1\\tP2"', "wikibase.instance must be a number"),
        ('properties = "P1"', "wikibase.properties must be a table, [wikibase.properties], not"),
        ('properties = { levle = "P1" }', 'unknown key "levle"; did you mean "level"?'),
        (
            'properties = { level = "Q1" }',
            'wikibase.properties.level must be a number such as "P31',
        ),
        ('languages = { "S v" = "Q1" }', "must be language codes"),
        ('levels = { newcomer = "Q1" }', 'unknown key "newcomer"'),
        ('units = { year = "Q1" }', "wikibase.units.year is an unknown key"),
        ('topics = { upload = "P1" }', 'wikibase.topics.upload must be a number such as "Q42"'),
        ('propertys = { level = "P1" }', 'unknown key "propertys" in [wikibase]; did you mean'),
        ('known = "../metabase.csv"', "wikibase.known must be in the folder of the settings file"),
        ("known = 5", "wikibase.known must be a path in quotes"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, said: str) -> None:
    url = "" if text.startswith(("url", 'instance = "Q1"')) else 'url = "https://w.example.org"\n'
    with pytest.raises(SettingsError) as raised:
        load(tmp_path, f"[wikibase]\n{url}{text}\n")
    assert said in raised.value.message


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "cphub.toml"
    path.write_text("[wikibase]\ninstance = 1\nproperties = { url = 1, title = 2 }\n")
    _settings, problems = read_settings(path, environ={})
    assert len(problems) == 4
