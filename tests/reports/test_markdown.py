"""Markdown: what a wiki's page says is shown, never done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from cphub.clean import clean
from cphub.model.findings import Evidence
from cphub.model.reports import Report
from cphub.reports._addresses import web_address
from cphub.reports._parts import clip
from cphub.reports.markdown import escape, markdown

BLOCKS = {
    "heading_open",
    "paragraph_open",
    "bullet_list_open",
    "list_item_open",
    "table_open",
    "thead_open",
    "tbody_open",
    "tr_open",
    "th_open",
    "td_open",
    "inline",
}
INLINES = {"text", "text_special", "code_inline", "link_open", "link_close"}


def parse(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def inlines(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield from token.children or ()


def shown(token: Token) -> str:
    return "".join(child.content for child in token.children or ())


def shape(tokens: list[Token]) -> list[str]:
    return [token.type for token in tokens]


def check_shown(text: str, with_text: Callable[[str], Report]) -> None:
    report = with_text(text)
    tokens = parse(markdown(report))
    assert {token.type for token in tokens if not token.type.endswith("_close")} <= BLOCKS
    assert {token.type for token in inlines(tokens)} <= INLINES
    addresses = {web_address(finding.url) for finding in report.findings} - {""}
    assert {
        token.attrGet("href") for token in inlines(tokens) if token.type == "link_open"
    } == addresses
    codes = {token.content for token in inlines(tokens) if token.type == "code_inline"}
    assert clip(clean(text)) in codes
    cells = [shown(cell) for before, cell in pairwise(tokens) if before.type == "td_open"]
    assert cells.count(clean(text)) >= 2
    assert clean(text) in map(shown, tokens)
    # A sound text in the same places gives the same blocks: nothing opened one or closed one.
    like = "x" if web_address(text) == "" else "https://example.org/"
    assert shape(tokens) == shape(parse(markdown(with_text(like))))


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


@pytest.mark.parametrize("text", ["# x", "- x", "+ x", "1. x", "1) x", "> x", "---", "===", "| x"])
def test_a_message_that_looks_like_a_block_stays_a_line(
    text: str, with_text: Callable[[str], Report]
) -> None:
    assert shape(parse(markdown(with_text(text)))) == shape(parse(markdown(with_text("x"))))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x", "", "http:x"])
def test_only_web_addresses_become_links(url: str, report: Report) -> None:
    finding = replace(report.findings[0], url=url)
    tokens = inlines(parse(markdown(replace(report, findings=(finding,), changes=()))))
    assert "link_open" not in {token.type for token in tokens}


def test_long_evidence_is_cut_and_many_are_counted(report: Report) -> None:
    evidence = tuple(Evidence("long " * 200) for _ in range(8))
    finding = replace(report.findings[0], evidence=evidence)
    text = markdown(replace(report, findings=(finding,)))
    assert text.count("Evidence: `long") == 5
    assert "Evidence: 3 more" in text
    assert max(map(len, text.splitlines())) < 330
    assert text.count("long…`") == 5


def test_addresses_in_a_text_are_not_for_github_to_link() -> None:
    assert escape("https://x.example www.x.example a@b.example") == (
        r"https\://x.example www\.x.example a\@b.example"
    )
