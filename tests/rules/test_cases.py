"""Run every case of every rule: text → facts → rule → faults.

A case file has the rule's name and holds `[[case]]` tables. What a case does not say is
that of a sound page on a wiki like Meta. Without `[[case.faults]]` the rule must be silent.
Longer prose stands once in a file's `[texts]`; `<<name>>` in a case's text stands for it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import cphub.rules
from cphub.data import load_vocabulary
from cphub.data.vocabulary import Vocabulary
from cphub.model.facts import Facts
from cphub.model.findings import Context, Fault, Relations, Severity, Similar, Subject, Unchecked
from cphub.model.links import LinkState, LinkStatus
from cphub.model.pages import Category, Namespace, Page, State, Wiki
from cphub.model.resources import Edition, Resource, Tie, Translation, TranslationState
from cphub.registry import Plugin, discover
from cphub.wikitext.comparison import compare
from cphub.wikitext.reader import read
from cphub.wikitext.words import Words

CASES = Path(__file__).parent / "cases"
TODAY = date(2026, 11, 22)
RULES = discover(cphub.rules)
UNKNOWN = "unknown"
NAMES = {
    "ar": "العربية", "bs": "bosanski", "da": "dansk", "de": "Deutsch", "en": "English",
    "es": "español", "eu": "euskara", "fi": "suomi", "fr": "français", "gl": "galego",
    "hi": "हिन्दी", "hr": "hrvatski", "id": "Bahasa Indonesia", "it": "italiano", "ja": "日本語",
    "ms": "Bahasa Melayu", "nb": "norsk bokmål", "nl": "Nederlands", "nn": "norsk nynorsk",
    "no": "norsk", "pl": "polski", "pt": "português", "pt-br": "português do Brasil",
    "ru": "русский", "sr": "српски / srpski", "sv": "svenska", "th": "ไทย",
    "uk": "українська", "zh": "中文",
}  # fmt: skip
SPACES = {
    0: "", 1: "Talk", 2: "User", 3: "User talk", 4: "Project", 6: "File", 8: "MediaWiki",
    10: "Template", 12: "Help", 14: "Category", 828: "Module",
}  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """A fault: its severity, and words that its message, fix and evidence must have.

    `pieces` is how many pieces of evidence there are.
    """

    severity: Severity
    message: list[str]
    evidence: list[str] = field(default_factory=list)
    fix: list[str] = field(default_factory=list)
    section: str = ""
    key: str | None = None
    pieces: int | None = None


@dataclass(frozen=True)
class Case:
    """A page and what the rule must say of it; days are `YYYY-MM-DD` or "unknown".

    Of an edition made by hand `source` is the text of its source, and `source_before` what
    that said when the edition was made. `unchecked` are words of why the rule cannot tell.
    """

    name: str
    text: str = ""
    title: str = "Sharing pictures"
    namespace: int = 0
    language: str = "en"
    state: State = State.CURRENT
    content_model: str = "wikitext"
    edited: date = date(2026, 9, 1)
    parent: int = 69
    edited_by_person: date | str | None = None
    edited_in_substance: date | str | None = None
    first_seen: date = date(2026, 10, 1)
    state_since: date = date(2026, 10, 1)
    categories: list[str] = field(default_factory=lambda: ["Category:Lessons"])
    hidden_categories: list[str] = field(default_factory=list)
    langlinks: list[list[str]] = field(default_factory=list)
    page_props: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=lambda: ["lessons"])
    wiki: dict[str, Any] = field(default_factory=dict)
    relations: dict[str, Any] = field(default_factory=dict)
    template_names: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    today: date = TODAY
    source: str = ""
    source_before: str = ""
    unchecked: list[str] = field(default_factory=list)
    faults: list[dict[str, Any]] = field(default_factory=list)


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary()


def _load(rule: str) -> list[Case]:
    path = CASES / f"{rule.replace('-', '_')}.toml"
    if not path.exists():
        return []
    known = {f.name for f in fields(Case)}
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    cases = []
    for table in content["case"]:
        assert not table.keys() - known, f"{path.name}: {table['name']}: {table.keys() - known}"
        texts = {key: table.get(key, "") for key in ("text", "source", "source_before")}
        for name, prose in content.get("texts", {}).items():
            for key, text in texts.items():
                texts[key] = text.replace(f"<<{name}>>", prose.strip())
        cases.append(Case(**{**table, **texts}))
    return cases


def _wiki(overrides: Mapping[str, Any]) -> Wiki:
    plain: dict[str, Any] = {
        "name": "meta",
        "api": "https://meta.example.org/w/api.php",
        "wikiid": "metawiki",
        "sitename": "Meta",
        "language": "en",
        "server": "https://meta.example.org",
        "article_path": "/wiki/$1",
        "generator": "MediaWiki 1.39.17",
        "namespaces": tuple(
            Namespace(number, name, name, content=number == 0) for number, name in SPACES.items()
        ),
        "languages": NAMES,
        "interwiki": {"w": "https://en.wikipedia.example.org/wiki/$1"},
        "magic_words": {"redirect": ("#REDIRECT",)},
    }
    if "namespaces" in overrides:
        overrides = {**overrides, "namespaces": [Namespace(**n) for n in overrides["namespaces"]]}
    return Wiki(**{**plain, **overrides})


def _moment(day: date | str | None, otherwise: date) -> datetime | None:
    if day == UNKNOWN:
        return None
    chosen = day if isinstance(day, date) else otherwise
    return datetime.combine(chosen, time(12), UTC)


def _page(case: Case) -> Page:
    newest = datetime.combine(case.edited, time(12), UTC)
    categories = [Category(title) for title in case.categories]
    categories += [Category(title, hidden=True) for title in case.hidden_categories]
    by_person = _moment(case.edited_by_person, case.edited)
    return Page(
        wiki="meta",
        page_id=7,
        namespace=case.namespace,
        title=case.title,
        language=case.language,
        state=State(case.state),
        state_since=datetime.combine(case.state_since, time(12), UTC),
        revision=70,
        parent=case.parent,
        timestamp=newest,
        user="Somebody",
        minor=False,
        length=len(case.text.encode()),
        content_model=case.content_model,
        edited_by_person=by_person,
        edited_in_substance=_moment(
            case.edited_in_substance, by_person.date() if by_person else case.edited
        ),
        first_seen=datetime.combine(case.first_seen, time(12), UTC),
        categories=tuple(categories),
        langlinks=tuple((code, title) for code, title in case.langlinks),
        page_props=case.page_props,
        sources=tuple(case.sources),
    )


def _edition(table: Mapping[str, Any], *, is_source: bool = False) -> Edition:
    return Edition(
        wiki=table.get("wiki", "meta"),
        page_id=table.get("page_id", 7),
        title=table.get("title", "Sharing pictures"),
        language=table["language"],
        url="",
        state=State.CURRENT,
        revision=70,
        timestamp=datetime(2026, 9, 1, 12, tzinfo=UTC),
        edited_by_person=datetime(2026, 9, 1, 12, tzinfo=UTC),
        is_source=is_source,
        tie=Tie.TRANSLATION,
    )


def _translation(table: Mapping[str, Any]) -> Translation:
    """Return a translation; with a `title` the catalogue has its page."""
    values = {key: value for key, value in table.items() if key != "title"}
    return Translation(
        **{
            "reason": "because",
            **values,
            "state": TranslationState(table["state"]),
            "edition": _edition(table) if "title" in table else None,
        }
    )


def _link(table: Mapping[str, Any]) -> LinkStatus:
    """Return what is known of a link; `address` is its common form where that is another."""
    return LinkStatus(
        table.get("address", table["url"]),
        LinkState(table["status"]),
        table.get("reason", "404 Not Found"),
        datetime(2026, 11, 20, 12, tzinfo=UTC),
        table.get("location", ""),
        datetime(2026, 11, 1, 12, tzinfo=UTC),
    )


def _relations(case: Case, wiki: Wiki) -> Relations:
    table = dict(case.relations)
    if editions := table.pop("resource", None):
        table["resource"] = Resource(
            1, tuple(_edition(one, is_source=not at) for at, one in enumerate(editions))
        )
    if "translations" in table:
        table["translations"] = [_translation(one) for one in table["translations"]]
    if "translation" in table:
        table["translation"] = _translation(table["translation"])
    if "links" in table:
        table["links"] = {one["url"]: _link(one) for one in table["links"]}
    if case.source:
        words = Words.of(wiki)
        table["source_facts"] = read(case.source, words, "en", _vocabulary())
        if case.source_before:
            table["source_changes"] = compare(
                case.source_before, case.source, words, "en", _vocabulary()
            )
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
    values["similar"] = tuple(
        Similar(**{"wiki": "meta", "language": "en", "url": "", **similar})
        for similar in table.get("similar", ())
    )
    return Relations(**values)


def _faults(rule: Plugin, case: Case, today: date) -> list[Fault]:
    return [one for one in _said(rule, case, today) if isinstance(one, Fault)]


def _said(rule: Plugin, case: Case, today: date) -> list[Fault | Unchecked]:
    wiki = _wiki(case.wiki)
    facts: Facts = read(case.text, Words.of(wiki), case.language, _vocabulary())
    subject = Subject(_page(case), facts, wiki, _relations(case, wiki), case.template_names)
    if State(case.state) not in rule.attributes.get("states", (State.CURRENT,)):
        return []
    context = Context(today, _vocabulary(), languages=("sv", "fr"))
    return list(rule.function(subject, context, **case.settings))


EVERY = [(rule, case) for rule in RULES for case in _load(rule)]
IDS = [f"{rule}: {case.name}" for rule, case in EVERY]


@pytest.mark.parametrize(("rule", "case"), EVERY, ids=IDS)
def test_rule_says_what_its_case_expects(rule: str, case: Case) -> None:
    faults = _faults(RULES[rule], case, case.today)
    expected = [
        Expected(**{**table, "severity": Severity(table["severity"])}) for table in case.faults
    ]
    assert len(faults) == len(expected), faults
    for fault, wanted in zip(faults, expected, strict=True):
        assert fault.severity is wanted.severity, fault
        assert all(words in fault.message for words in wanted.message), fault.message
        assert all(words in fault.fix for words in wanted.fix), fault.fix
        shown = " | ".join(evidence.text for evidence in fault.evidence)
        assert all(words in shown for words in wanted.evidence), shown
        if wanted.section:
            assert wanted.section in {evidence.section for evidence in fault.evidence}
        if wanted.pieces is not None:
            assert len(fault.evidence) == wanted.pieces
        if wanted.key is not None:
            assert fault.key == wanted.key


@pytest.mark.parametrize(("rule", "case"), EVERY, ids=IDS)
def test_rule_says_what_it_cannot_tell(rule: str, case: Case) -> None:
    said = _said(RULES[rule], case, case.today)
    unchecked = [one.why for one in said if isinstance(one, Unchecked)]
    assert len(unchecked) == len(case.unchecked), unchecked
    assert all(words in why for words, why in zip(case.unchecked, unchecked, strict=True))


@pytest.mark.parametrize(("rule", "case"), EVERY, ids=IDS)
def test_a_fault_stays_the_same_tomorrow(rule: str, case: Case) -> None:
    faults = _faults(RULES[rule], case, case.today)
    tomorrow = _faults(RULES[rule], case, case.today + timedelta(days=1))
    assert [fault for fault in tomorrow if fault in faults] == faults


@pytest.mark.parametrize(("rule", "case"), EVERY, ids=IDS)
def test_a_fault_can_be_read_and_told_from_the_others(rule: str, case: Case) -> None:
    faults = _faults(RULES[rule], case, case.today)
    assert len({fault.key for fault in faults}) == len(faults)
    for fault in faults:
        assert fault.message.endswith(".")
        assert fault.fix.endswith(".")
        assert "\n" not in fault.message + fault.fix


@pytest.mark.parametrize("rule", RULES)
def test_cases_show_the_fault_and_the_tempting_sound_page(rule: str) -> None:
    cases = _load(rule)
    assert any(case.faults for case in cases), f"no case of {rule} has a fault"
    assert any(not case.faults for case in cases), f"no case of {rule} is sound"
    used = {name for case in cases for name in case.settings}
    assert used == set(RULES[rule].settings), "each setting has a case that sets it"


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_silent_on_a_page_of_which_nothing_is_known(rule: str) -> None:
    wordless = Case("nothing known", edited=TODAY, content_model="json", sources=[])
    assert _faults(RULES[rule], wordless, TODAY) == []


def test_every_case_file_belongs_to_a_rule() -> None:
    assert {path.stem.replace("_", "-") for path in CASES.glob("*.toml")} == set(RULES)
