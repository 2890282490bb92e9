"""Wikitext for a wiki that is known: its links, its templates, and as many pages as it takes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import mwparserfromhell
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.documents import DOCUMENT, filled

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.model.reports import Report
from cphub.reports._wikitext_text import page_link
from cphub.reports.wikitext import pages, remark, wikitext

AT_META: Mapping[str, str] = {"meta": "", "svwiki": "sv"}
HERE = "https://meta.example.org/wiki/X"
NAME = "Hub/row"
SUBPAGE = re.compile(r"\[\[:\{\{FULLPAGENAME\}\}(/\d+)\|Findings: rows (\d+) to (\d+)\]\]")
CALL = re.compile(r"\{\{Hub/row\|.*\}\}")


def many(report: Report, number: int) -> Report:
    finding = report.findings[0]
    found = tuple(replace(finding, page_id=i, title=f"Page {i:05}") for i in range(number))
    return replace(report, findings=found)


@pytest.mark.parametrize(
    ("page", "text", "link"),
    [
        (("meta", "Help:Upload"), "Help:Upload", "[[:Help:Upload|Help&#58;Upload]]"),
        (("meta", "Uploads"), "Uploads", "[[:Uploads]]"),
        (("meta", "Category:Help"), "x", "[[:Category:Help|x]]"),
        (("svwiki", "Hjälp"), "Hjälp", "[[:sv:Hjälp|Hjälp]]"),
        (("svwiki", 'R&D\'s "x" (2)'), "x", '[[:sv:R&amp;D\'s "x" (2)|x]]'),
        (("frwiki", "Aide"), "Aide", f"[{HERE} Aide]"),
        (("frwiki", "Aide"), "", ""),
    ],
)
def test_a_page_is_linked_to_by_the_prefix_that_the_wiki_has(
    page: tuple[str, str], text: str, link: str
) -> None:
    assert page_link(AT_META, page, text, HERE) == link


@pytest.mark.parametrize(
    "title",
    [
        *("/sub", ":Main", "a|b", "a]b", "a[b", "a#b", "a<b", "a%41b", "a~~~b", "a{{b", "a}b"),
        *("__NOTOC__", "a  b", " a", "", ".", "..", "./a", "a/../b", "a/.", "AT&amp;T", "&#91;"),
        *("a//b", "a''b", "a\x00b", "a\u202eb", "a\nb", "a\ufffdb", "ä" * 128),
    ],
)
def test_a_title_that_brackets_would_break_has_its_whole_address(title: str) -> None:
    for wiki in ("meta", "svwiki"):
        assert page_link(AT_META, (wiki, title), "x", HERE) == f"[{HERE} x]"


@pytest.mark.parametrize("title", ["a.b", "...a", "a/b", "a...", "ä" * 127, "50 ; 60", "R&D"])
def test_a_title_that_brackets_do_not_break_is_in_them(title: str) -> None:
    assert page_link(AT_META, ("svwiki", title), "x", HERE).startswith("[[:sv:")


def check_shown(report: Report, text: str) -> None:
    written = wikitext(report, prefixes={text: "", **AT_META})
    code = mwparserfromhell.parse(written)
    names = {str(template.name) for template in code.ifilter_templates()}
    assert all(re.fullmatch("#language:[a-z0-9-]+", name) for name in names)
    for link in code.ifilter_wikilinks():
        assert str(link.title) in {f":{text}".replace("&", "&amp;"), f":sv:{text}"}
        assert page_link({"x": ""}, ("x", text), "x", "").startswith("[[:")
    assert not code.filter_comments()
    assert not code.filter_arguments()
    assert not re.search("~~~|__[A-Z]|''", written)


def test_no_title_does_more_than_be_linked_to(
    snippet: str, with_text: Callable[[str], Report]
) -> None:
    check_shown(with_text(snippet), snippet)


@settings(deadline=None)
@given(data=st.data())
def test_no_title_does_more_than_be_linked_to_in_any_mixture(
    data: st.DataObject, hostile: st.SearchStrategy[str], with_text: Callable[[str], Report]
) -> None:
    text = data.draw(hostile.filter(clean))
    check_shown(with_text(text), text)


def check_calls(text: str, with_text: Callable[[str], Report]) -> None:
    """Make sure that a template is given the text, and nothing else is called."""
    report = with_text(text)
    for subject, rows in ((report, len(report.findings)), (filled(text), None)):
        code = mwparserfromhell.parse(wikitext(subject, row_template=NAME))
        calls = [call for call in code.ifilter_templates() if call.name == NAME]
        assert rows in {None, len(calls)}
        others = {str(one.name) for one in code.ifilter_templates() if one.name != NAME}
        assert all(re.fullmatch("#language:[a-z0-9-]+", name) for name in others)
        assert not code.filter_wikilinks()
        assert not code.filter_arguments()
        tags = {
            str(tag.tag) for call in calls for tag in mwparserfromhell.parse(call).ifilter_tags()
        }
        assert tags <= {"br", "mark", "bdi"}
    calls = mwparserfromhell.parse(wikitext(report, row_template=NAME)).filter_templates()
    (first,) = (one for one in calls if one.name == NAME and str(one.get("page_id").value) == "17")
    for name in ("rule", "wiki", "title", "language", "message", "fix"):
        assert first.get(name).value.strip_code(normalize=True).strip() == clean(text)


def test_a_template_is_given_every_text_and_nothing_breaks_out_of_its_call(
    snippet: str, with_text: Callable[[str], Report]
) -> None:
    check_calls(snippet, with_text)


@settings(deadline=None)
@given(data=st.data())
def test_a_template_is_given_any_mixture_and_nothing_breaks_out_of_its_call(
    data: st.DataObject, hostile: st.SearchStrategy[str], with_text: Callable[[str], Report]
) -> None:
    check_calls(data.draw(hostile.filter(clean)), with_text)


def test_a_row_is_one_call_with_the_names_of_the_json_form(report: Report) -> None:
    text = wikitext(report, prefixes=AT_META, row_template=NAME)
    calls = CALL.findall(text)
    assert len(calls) == 3
    assert calls[0].startswith(
        "{{Hub/row|number=1|rows=3|rule=marked-outdated|axis=freshness|severity=error|wiki=meta|"
        "title=GLAM/Guide (2014)|language=en|page_id=4|revision=40|"
    )
    assert "|page=[[:GLAM/Guide (2014)]]|" in calls[0]
    assert "|url=https://meta.example.org/wiki/GLAM/Guide_%282014%29|" in calls[0]
    assert "|first_seen=2026-11-13|" in calls[0]
    assert calls[0].endswith("|review=Review&#58; expired (Åsa, 2026&#45;11&#45;02)}}")
    assert "|number=3|rows=3|" in calls[2]
    assert "Evidence !!" not in text


def test_a_document_s_row_is_a_call_with_the_names_of_its_columns() -> None:
    calls = CALL.findall(wikitext(DOCUMENT, prefixes=AT_META, row_template=NAME))
    assert calls[0] == (
        "{{Hub/row|number=1|rows=2|sheet=pages|title=[[:Help:Upload|Help&#58;Upload]]|language=en"
        "|views=1200|state=complete|page_id=7}}"
    )


@pytest.mark.parametrize(
    "name",
    ["a|b", "a}}", "{{a", "[[a]]", "a#b", "subst:a", " safesubst: a", "a=b", "", "a\nb"],
)
def test_what_is_no_template_s_name_is_refused(name: str, report: Report) -> None:
    if not name:
        assert wikitext(report, row_template=name) == wikitext(report)
        return
    with pytest.raises(UsageError, match="no template is called"):
        wikitext(report, row_template=name)


def test_what_has_room_on_a_page_is_one(report: Report) -> None:
    whole = wikitext(report)
    assert pages(report) == (("", whole),)
    assert pages(report, max_bytes=len(whole.encode())) == (("", whole),)
    assert len(pages(report, max_bytes=len(whole.encode()) - 1)) > 1


@pytest.mark.parametrize("row_template", ["", NAME])
@pytest.mark.parametrize("limit", [14_000, 50_000])
def test_what_has_none_goes_to_subpages_whole_and_in_order(
    limit: int, row_template: str, report: Report
) -> None:
    long = many(report, 400)
    share = limit * 4 if row_template else limit
    first, *others = pages(long, prefixes=AT_META, row_template=row_template, max_bytes=share)
    assert first[0] == ""
    assert [suffix for suffix, _ in others] == [f"/{n}" for n in range(1, len(others) + 1)]
    assert all(len(text.encode()) <= limit for _, text in (first, *others))
    links = re.findall(
        r"\[\[:\{\{FULLPAGENAME\}\}(/\d+)\|Findings: rows (\d+) to (\d+)\]\]", first[1]
    )
    assert [suffix for suffix, _, _ in links] == [suffix for suffix, _ in others]
    found = []
    for (_, text), (_, low, high) in zip(others, links, strict=True):
        assert text.startswith("== Learning material ==\n\n=== Findings ===\n")
        titles = re.findall(
            r"\[\[:sv:(Page \d{5})\|" if not row_template else r"\|title=(Page \d+)", text
        )
        assert len(titles) == int(high) - int(low) + 1
        if row_template:
            assert f"|number={len(titles)}|rows={len(titles)}|" in text
        else:
            assert text.count("{|") == text.count("\n|}") == 1
        found += titles
    assert found == [f"Page {i:05}" for i in range(400)]
    for heading in ("What changed", "What could not be checked", "Findings"):
        assert f"=== {heading} ===" in first[1]
    assert "! Wiki !!" in first[1], "the summary stays where people look first"


def test_each_table_of_a_document_stays_or_moves_as_it_has_room() -> None:
    (sheet, *rest) = DOCUMENT.sheets
    long = replace(DOCUMENT, sheets=(replace(sheet, rows=sheet.rows * 100), *rest))
    first, *others = pages(long, max_bytes=6_000)
    assert len(others) > 2
    assert "How to <mark>upload</mark>" in first[1]
    assert all("=== Pages ===" in text for _, text in others)
    assert "|Pages: rows 1 to" in first[1]


def test_a_page_too_small_for_a_row_is_refused(report: Report) -> None:
    with pytest.raises(UsageError, match="too small"):
        pages(report, max_bytes=900)


def test_the_remark_goes_by_the_limit_of_the_wiki(report: Report) -> None:
    assert remark(report, prefixes=AT_META) == ""
    assert "at most; write it to a file" in remark(report, prefixes=AT_META, max_bytes=1_000)
