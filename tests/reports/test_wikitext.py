"""Wikitext: the saved report does nothing but show what it was given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cphub.clean import clean
from cphub.model.reports import Count, Report
from cphub.reports._addresses import web_address
from cphub.reports._wikitext_text import escape
from cphub.reports.wikitext import MAX_BYTES, remark, wikitext

TAGS = {"table", "tr", "td", "th", "br", "li"}


def check_shown(text: str, with_text: Callable[[str], Report]) -> None:
    report = with_text(text)
    written = wikitext(report)
    code = mwparserfromhell.parse(written)
    names = {str(template.name) for template in code.ifilter_templates()}
    assert all(re.fullmatch("#language:[a-z0-9-]+", name) for name in names)
    assert code.filter_wikilinks() == []
    assert code.filter_comments() == []
    assert code.filter_arguments() == []
    assert {str(tag.tag) for tag in code.ifilter_tags()} <= TAGS
    addresses = {web_address(finding.url) for finding in report.findings} - {""}
    assert {str(link.url) for link in code.ifilter_external_links()} == addresses
    assert not re.search("~~~|__[A-Z]|''", written)
    cells = [str(tag.contents) for tag in code.ifilter_tags() if tag.tag == "td"]
    assert len(cells) == len(
        mwparserfromhell.parse(wikitext(with_text("x"))).filter_tags(
            matches=lambda tag: tag.tag == "td"
        )
    )
    shown = {mwparserfromhell.parse(cell).strip_code(normalize=True).strip() for cell in cells}
    assert clean(text) in shown


def test_no_text_becomes_markup_and_none_is_lost(
    snippet: str, with_text: Callable[[str], Report]
) -> None:
    check_shown(snippet, with_text)


@settings(deadline=None)
@given(data=st.data())
def test_no_text_becomes_markup_and_none_is_lost_in_any_mixture(
    data: st.DataObject, hostile: st.SearchStrategy[str], with_text: Callable[[str], Report]
) -> None:
    check_shown(data.draw(hostile.filter(clean)), with_text)


@pytest.mark.parametrize(
    "line", ["* x", "# x", ": x", "; x", "== x ==", "----", "{| x", "|- x", "|}"]
)
def test_a_text_that_would_begin_a_block_is_text(line: str) -> None:
    assert mwparserfromhell.parse(escape(line)).filter_tags() == []
    assert escape(line)[0] == "&"


@pytest.mark.parametrize("character", "[]{}|~'_#*:;=!-<>&")
def test_each_character_of_markup_is_written_as_an_entity(character: str) -> None:
    assert escape(f"a{character}b") == f"a&#{ord(character)};b"


def test_magic_links_and_bare_addresses_are_broken_up() -> None:
    assert escape("isbn 978 RFC 2822") == "isbn&#32;978 RFC&#32;2822"
    assert "://" not in escape("https://example.org")
    assert "__" not in escape("a__NOTOC__")


def test_addresses_cannot_sign_or_switch() -> None:
    assert web_address("https://x.example/~~~~__NOTOC__''[{|") == (
        "https://x.example/%7E%7E%7E%7E_%5FNOTOC_%5F%27%27%5B%7B%7C"
    )


def test_a_language_is_named_by_the_wiki_only_if_its_code_is_one(report: Report) -> None:
    rows = tuple(Count(code, 1, 1) for code in ("zh-min-nan", "sr-ec", "}}{{x", "Sv", ""))
    text = wikitext(replace(report, by_language=rows))
    assert "| {{#language:zh-min-nan}} (zh-min-nan) ||" in text
    assert "| {{#language:sr-ec}} (sr-ec) ||" in text
    assert "| &#125;&#125;&#123;&#123;x ||" in text
    assert "| Sv ||" in text
    assert "| not known ||" in text


def test_a_page_bigger_than_a_wiki_takes_is_remarked_on(report: Report) -> None:
    assert remark(report) == ""
    finding = replace(report.findings[0], message="x" * MAX_BYTES)
    assert "narrow the report" in remark(replace(report, findings=(finding,)))
