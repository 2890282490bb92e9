"""What cphub.toml and the environment may say, and what is answered when they are wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from cphub import rules, sources
from cphub.cli.addresses import wiki_address
from cphub.errors import Exit, SettingsError, UsageError
from cphub.registry import REQUIRED, AtLeast, Between, Plugin, Setting, discover
from cphub.settings import (
    PolitenessSettings,
    ReportSettings,
    Settings,
    SourceSettings,
    WikiSettings,
    check_plugins,
    load_settings,
    read_settings,
)
from cphub.settings.template import config_text
from cphub.settings.values import Wrong, check_language, convert, suggestion

WHOLE = """
contact = "https://meta.wikimedia.org/wiki/User:Example"
languages = ["sv", "fr", "ar"]
catalog = "hub.db"

[wikis.meta]
api = "https://meta.wikimedia.org/w/api.php"

[wikis.local]
api = "http://127.0.0.1:8080/api.php"
allow_insecure = true

[[sources]]
name = "capacity"
wiki = "meta"
kind = "category"
category = "Content Partnerships Hub"
depth = 2

[rules.untouched-page]
max_age_days = 730

[vocabulary.services.oldtool]
names = ["Old Tool"]

[politeness]
per_minute = 60

[report]
title = "Learning material of the hub"
"""
CATEGORY = {
    "category": (str, REQUIRED),
    "depth": (int, 0),
    "namespaces": (tuple[int, ...], ()),
    "file": (Path | None, None),
}
UNTOUCHED = {"max_age_days": (int, 730), "ignore": (tuple[str, ...], ()), "since": (date, None)}

BOUNDS: dict[str, tuple[Between | AtLeast, ...]] = {
    "depth": (AtLeast(0),),
    "namespaces": (AtLeast(0),),
    "max_age_days": (Between(0, 36_500),),
}


def plugin(name: str, settings: dict[str, tuple[Any, Any]]) -> Plugin:
    known = {
        key: Setting(key, wanted, default, BOUNDS.get(key, ()))
        for key, (wanted, default) in settings.items()
    }
    return Plugin(name, print, MappingProxyType(known), MappingProxyType({}))


SOURCES = {"category": plugin("category", CATEGORY), "titles": plugin("titles", {})}
RULES = {"untouched-page": plugin("untouched-page", UNTOUCHED)}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def read(text: str, **environ: str) -> Settings:
    Path("cphub.toml").write_text(text, encoding="utf-8")
    return load_settings(None, environ=environ)


def refusal(text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        check_plugins(read(text), sources=SOURCES, rules=RULES)
    assert caught.value.exit == Exit.USAGE
    return caught.value.message


@pytest.mark.usefixtures("here")
def test_a_whole_file_is_read_key_by_key() -> None:
    assert read(WHOLE) == Settings(
        path=Path("cphub.toml"),
        contact="https://meta.wikimedia.org/wiki/User:Example",
        catalog=Path("hub.db"),
        languages=("sv", "fr", "ar"),
        wikis={
            "meta": WikiSettings("meta", "https://meta.wikimedia.org/w/api.php"),
            "local": WikiSettings("local", "http://127.0.0.1:8080/api.php", allow_insecure=True),
        },
        sources=(
            SourceSettings(
                "capacity",
                "meta",
                "category",
                {"category": "Content Partnerships Hub", "depth": 2},
            ),
        ),
        rules={"untouched-page": {"max_age_days": 730}},
        vocabulary={"services": {"oldtool": {"names": ["Old Tool"]}}},
        politeness=PolitenessSettings(per_minute=60),
        report=ReportSettings("Learning material of the hub"),
    )


@pytest.mark.usefixtures("here")
def test_the_plugins_own_settings_come_out_in_their_types() -> None:
    text = WHOLE.replace("depth = 2", 'namespaces = [0, 12]\nfile = "list.txt"').replace(
        "max_age_days = 730", 'since = 2024-01-31\nignore = ["Archive"]'
    )
    checked = check_plugins(read(text), sources=SOURCES, rules=RULES)
    assert checked.sources[0].options == {
        "category": "Content Partnerships Hub",
        "namespaces": (0, 12),
        "file": Path("list.txt"),
    }
    assert checked.rules == {"untouched-page": {"since": date(2024, 1, 31), "ignore": ("Archive",)}}
    assert check_plugins(checked, sources=SOURCES, rules=RULES) == checked


MISTAKES = [
    ("contact =", "contcat =", 'unknown key "contcat"; did you mean "contact"?'),
    ("[report]", "[reprot]", 'unknown key "reprot"; did you mean "report"?'),
    ("api = ", "apo = ", 'unknown key "apo" in [wikis.meta]; did you mean "api"?'),
    ('wiki = "meta"', 'wiki = "mata"', 'source capacity: unknown wiki "mata"; did you mean "meta"'),
    ('kind = "category"', 'kind = "categories"', 'unknown kind "categories"; did you mean "categ'),
    ('kind = "category"', "", "source capacity: kind is missing"),
    ('name = "capacity"', "", "source 1: name is missing"),
    ('name = "capacity"', 'name = ""', "source 1: name is empty"),
    ("depth = 2", "dept = 2", 'unknown key "dept" in source capacity; did you mean "depth"?'),
    ("depth = 2", 'depth = "two"', 'source capacity: depth must be a whole number, not "two"'),
    ("depth = 2", "depth = true", "depth must be a whole number, not true"),
    (
        "depth = 2",
        "depth = 9223372036854775808",
        "depth must be a whole number within ±9,223,372,036,854,775,807, not 92233720",
    ),
    ('category = "Content', '#"', "source capacity: category is missing"),
    ("[rules.untouched-page]", "[rules.untuched-page]", 'did you mean "untouched-page"?'),
    ("max_age_days", "max_age", 'unknown key "max_age" in rules.untouched-page; did you mean "max'),
    ("= 730", "= 730.5", "rules.untouched-page.max_age_days must be a whole number, not 730.5"),
    ("max_age_days = 730", "ignore = ['a', 3]", "ignore must be a list of texts in quotes, not 3"),
    ("max_age_days = 730", "since = 'May'", 'since must be a date such as 2026-11-22, not "May"'),
    (
        "max_age_days = 730",
        "since = 2024-01-31T10:00:00",
        "since must be a date such as 2026-11-22",
    ),
    ("allow_insecure = true", "allow_insecure = 1", "allow_insecure must be true or false, not 1"),
    ('["sv", "fr", "ar"]', '["svenska"]', 'languages must be language codes such as "sv" or'),
    ('["sv", "fr", "ar"]', '["bad lang"]', 'or "pt-br", not "bad lang"'),
    ("depth = 2", "depth = -1", "source capacity: depth must be 0 or more, not -1"),
    ("depth = 2", "namespaces = [0, -1]", "source capacity: namespaces must be 0 or more, not -1"),
    ("= 730", "= -730", "rules.untouched-page.max_age_days must be from 0 to 36,500, not -730"),
    ("= 730", "= 99999999", "rules.untouched-page.max_age_days must be from 0 to 36,500, not 999"),
    ('["sv", "fr", "ar"]', '"sv"', 'languages must be a list of texts in quotes, not "sv"'),
    ("per_minute = 60", "per_minute = 0", "politeness.per_minute must be more than 0"),
    ("per_minute = 60", "in_flight = 4", "politeness.in_flight must be at most 3"),
    ("per_minute = 60", "budget = inf", "politeness.budget must be a number, not inf"),
    ("[[sources]]", "[sources]", "sources must be written as [[sources]]"),
    ("[report]\n", "[report]\n[report]\n", "is not valid TOML: Cannot declare"),
    ("languages = [", "languages = [[", "is not valid TOML"),
    ('api = "https', 'wiki = "https', 'unknown key "wiki" in [wikis.meta]'),
]


@pytest.mark.parametrize(("right", "wrong", "said"), MISTAKES, ids=[m[1] for m in MISTAKES])
@pytest.mark.usefixtures("here")
def test_a_mistake_is_named_with_its_place_and_the_nearest_known_name(
    right: str, wrong: str, said: str
) -> None:
    assert right in WHOLE
    message = refusal(WHOLE.replace(right, wrong, 1))
    assert message.startswith("cphub.toml")
    assert said in message


@pytest.mark.usefixtures("here")
def test_two_sources_cannot_share_a_name() -> None:
    source = WHOLE[WHOLE.index("[[sources]]") : WHOLE.index("[rules")]
    assert "source capacity: there are two sources of this name" in refusal(WHOLE + source)


@pytest.mark.usefixtures("here")
def test_the_error_counts_what_else_is_wrong_and_all_of_it_can_be_had() -> None:
    text = WHOLE.replace("contact", "contcat").replace("allow_insecure = true", "insecure = 1")
    with pytest.raises(SettingsError) as caught:
        read(text)
    assert "contcat" in caught.value.message
    assert caught.value.hint == "1 more problem in it; `cphub doctor` lists all"
    assert [problem.split(";")[0] for problem in read_settings(None, environ={})[1]] == [
        'unknown key "contcat"',
        'unknown key "insecure" in [wikis.local]',
    ]


@pytest.mark.usefixtures("here")
def test_no_settings_file_says_how_to_write_one() -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, environ={})
    assert caught.value.message == "no cphub.toml here"
    assert caught.value.hint == "write one with `cphub init`"


@pytest.mark.usefixtures("here")
def test_commands_that_only_read_do_without_a_settings_file() -> None:
    settings = load_settings(None, required=False, environ={})
    assert settings == Settings(catalog=Path("catalog.db"))
    environ = {"CPHUB_CATALOG": "other.db"}
    assert load_settings(None, required=False, environ=environ).catalog == Path("other.db")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("environ", [{}, {"CPHUB_CONFIG": "gone.toml"}])
def test_a_settings_file_asked_for_by_name_must_be_there(environ: dict[str, str]) -> None:
    path = None if environ else Path("gone.toml")
    with pytest.raises(SettingsError, match=r"no file gone\.toml"):
        load_settings(path, required=False, environ=environ)
    with pytest.raises(SettingsError, match=r"no cphub\.toml here"):
        load_settings(Path("cphub.toml"), required=False, environ={})


def test_the_environment_overrules_the_file(here: Path) -> None:
    assert read(WHOLE, CPHUB_CATALOG="env.db").catalog == Path("env.db")
    (here / "sub").mkdir()
    (here / "sub" / "hub.toml").write_text(WHOLE, encoding="utf-8")
    assert load_settings(None, environ={"CPHUB_CONFIG": "sub/hub.toml"}).path == Path(
        "sub/hub.toml"
    )


def test_paths_in_the_file_start_from_the_files_folder(here: Path) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "hub.toml").write_text(WHOLE, encoding="utf-8")
    assert load_settings(Path("sub/hub.toml"), environ={}).catalog == Path("sub/hub.db")
    (here / "sub" / "hub.toml").write_text("", encoding="utf-8")
    assert load_settings(Path("sub/hub.toml"), environ={}).catalog == Path("sub/catalog.db")


def test_a_file_saved_by_a_windows_editor_is_read(here: Path) -> None:
    (here / "cphub.toml").write_bytes(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert load_settings(None, environ={}).report.title == "Learning material of the hub"


@pytest.mark.parametrize("content", [b"contact = '\xff'", b"\xff\xfe"])
def test_a_file_that_is_not_utf8_is_refused_in_a_line(here: Path, content: bytes) -> None:
    (here / "cphub.toml").write_bytes(content)
    with pytest.raises(SettingsError, match="is not UTF-8 text"):
        load_settings(None, environ={})


def test_a_folder_in_place_of_the_file_is_refused_in_a_line(here: Path) -> None:
    (here / "cphub.toml").mkdir()
    with pytest.raises(SettingsError, match=r"cannot read cphub\.toml: Is a dir"):
        load_settings(None, environ={})


@pytest.mark.parametrize("value", ["", "\0", 3])
def test_a_path_must_be_one(value: object) -> None:
    with pytest.raises(Wrong, match="must be a path in quotes"):
        convert(value, Path, Path())


def test_standard_input_is_not_looked_for_in_the_files_folder() -> None:
    assert convert("-", Path, Path("sub")) == Path("-")


def test_what_init_writes_is_read_back_whole(here: Path) -> None:
    contact = 'a"b\\c\x7f <x@example.org>'
    text = config_text(contact, wiki_address("meta"), "Category:Hub stuff", ("sv",))
    (here / "cphub.toml").write_text(text, encoding="utf-8")
    settings = load_settings(None, environ={})
    assert settings.contact == contact
    assert settings.languages == ("sv",)
    assert settings.wikis["meta"].api == "https://meta.wikimedia.org/w/api.php"
    assert settings.sources == (
        SourceSettings(
            "hub-stuff", "meta", "category", {"category": "Category:Hub stuff", "depth": 2}
        ),
    )


@pytest.mark.parametrize(
    ("typed", "name", "api"),
    [
        ("Meta", "meta", "https://meta.wikimedia.org/w/api.php"),
        ("sv", "sv", "https://sv.wikipedia.org/w/api.php"),
        ("https://fr.wikibooks.org/wiki/Accueil", "fr", "https://fr.wikibooks.org/w/api.php"),
        ("https://www.mediawiki.org/", "mediawiki", "https://www.mediawiki.org/w/api.php"),
        ("http://127.0.0.1:8080/api.php", "127", "http://127.0.0.1:8080/api.php"),
        ("meta.wikimedia.org", "meta", "https://meta.wikimedia.org/w/api.php"),
        ("fr.wikibooks.org", "fr", "https://fr.wikibooks.org/w/api.php"),
        ("sv.m.wikipedia.org/wiki/Stockholm", "sv", "https://sv.wikipedia.org/w/api.php"),
        ("wiki.example.org/api.php", "wiki", "https://wiki.example.org/api.php"),
    ],
)
def test_a_wiki_may_be_told_as_people_know_it(typed: str, name: str, api: str) -> None:
    wiki = wiki_address(typed)
    assert (wiki.name, wiki.api) == (name, api)
    assert wiki.allow_insecure == ("127" in api)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("http://127.0.0.1:8199/", "does not say where the wiki's API is"),
        ("wiki.example.org", "does not say where the wiki's API is"),
        ("https://me:hunter2@meta.wikimedia.org/", "has a user name in it"),
        ("ftp://meta.wikimedia.org/", "is not the address of an API"),
    ],
)
def test_an_address_that_cannot_be_the_apis_is_refused(typed: str, said: str) -> None:
    with pytest.raises(UsageError, match=said) as caught:
        wiki_address(typed)
    assert "api.php" in caught.value.hint
    assert "hunter2" not in caught.value.message


def test_a_wiki_that_nobody_knows_is_refused_with_what_may_be_said() -> None:
    with pytest.raises(UsageError) as caught:
        wiki_address("my wiki")
    assert caught.value.message == '"my wiki" is no wiki that cphub knows'
    assert "meta" in caught.value.hint


@pytest.mark.parametrize("code", ["sv", "simple", "nds-nl", "zh-classical", "be-x-old", "tok"])
def test_mediawikis_language_codes_are_taken(code: str) -> None:
    check_language(code)


@pytest.mark.parametrize("code", ["", "s", "SV", "svenska", "sv_SE", "sv-", "sv\n"])
def test_what_is_no_language_code_is_refused(code: str) -> None:
    with pytest.raises(Wrong):
        check_language(code)


def test_every_number_that_a_plugin_may_be_set_to_has_bounds() -> None:
    numbers = {int, float, tuple[int, ...]}
    plugins = (plugin for room in (rules, sources) for plugin in discover(room).values())
    settings = [setting for plugin in plugins for setting in plugin.settings.values()]
    assert [s.name for s in settings if s.type in numbers and not s.bounds] == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("emty", '; did you mean "empty-section"?'),
        ("lang", '; did you mean "wrong-language"?'),
        ("short", '; did you mean "short-page"?'),
        ("zzz", ""),
    ],
)
def test_a_rule_is_found_by_one_of_its_words_and_a_long_list_spares_the_reader(
    typed: str, said: str
) -> None:
    assert suggestion(typed, discover(rules)) == said


@pytest.mark.usefixtures("here")
def test_an_unknown_rule_without_a_near_one_says_how_to_list_them() -> None:
    with pytest.raises(SettingsError) as caught:
        check_plugins(read("[rules.zzz]"), sources=discover(sources), rules=discover(rules))
    assert caught.value.message.endswith('unknown rule "zzz"; `cphub explain` lists them')
