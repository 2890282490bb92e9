"""Rules know a fault in many wordings, and leave alone what only sounds like it."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

import cphub.rules
from cphub.data import load_vocabulary
from cphub.data.vocabulary import Vocabulary
from cphub.model.findings import Context, Relations, Subject
from cphub.model.pages import Page, State, Wiki
from cphub.registry import discover
from cphub.wikitext.reader import read
from cphub.wikitext.words import Words

WORDINGS = Path(__file__).parent / "wordings"
RULES = discover(cphub.rules)
EDITED = datetime(2026, 6, 1, tzinfo=UTC)
WIKI = Wiki(
    name="meta",
    api="https://meta.example.org/w/api.php",
    wikiid="metawiki",
    sitename="Meta",
    language="en",
    server="https://meta.example.org",
    article_path="/wiki/$1",
    generator="MediaWiki 1.39.17",
    namespaces=(),
    languages={},
)


@cache
def _vocabulary() -> Vocabulary:
    return load_vocabulary()


def _cases(kind: str) -> list[tuple[str, str, str]]:
    return [
        (file.stem.replace("_", "-"), language, text)
        for file in sorted(WORDINGS.glob("*.toml"))
        for language, texts in tomllib.loads(file.read_text("utf-8")).items()
        for text in texts.get(kind, ())
    ]


def _speaks(rule: str, language: str, text: str) -> bool:
    page = Page(
        wiki="meta",
        page_id=1,
        namespace=0,
        title="X",
        language=language,
        state=State.CURRENT,
        state_since=EDITED,
        revision=1,
        parent=0,
        timestamp=EDITED,
        user="A",
        minor=False,
        length=len(text),
        content_model="wikitext",
        edited_by_person=EDITED,
        edited_in_substance=EDITED,
        first_seen=EDITED,
        categories=(),
        langlinks=(),
        page_props={},
        sources=(),
    )
    facts = read(text, Words.of(WIKI), language, _vocabulary())
    subject = Subject(page, facts, WIKI, Relations(), {})
    context = Context(date(2026, 11, 22), _vocabulary())
    return any(RULES[rule].function(subject, context))


@pytest.mark.parametrize(("rule", "language", "text"), _cases("faulty"))
def test_a_fault_is_known_however_it_is_worded(rule: str, language: str, text: str) -> None:
    assert _speaks(rule, language, text)


@pytest.mark.parametrize(("rule", "language", "text"), _cases("sound"))
def test_what_only_sounds_like_a_fault_is_left_alone(rule: str, language: str, text: str) -> None:
    assert not _speaks(rule, language, text)
