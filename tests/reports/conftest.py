"""A small report, and a way to make others from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import strategies as st

from cphub.model.findings import Axis, Evidence, Finding, Severity
from cphub.model.reports import Change, Count, Report, Run

AUDITED = datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
BEFORE = datetime(2026, 11, 13, 8, 0, tzinfo=UTC)

EMPTY = Finding(
    rule="empty-section",
    axis=Axis.COMPLETENESS,
    severity=Severity.WARNING,
    wiki="meta",
    title="Learning patterns/Uploads/sv",
    language="sv",
    page_id=17,
    revision=170,
    message="The section has a heading and no text.",
    evidence=(Evidence("== Licenser ==", "Licenser"),),
    fix="Write the section or remove its heading.",
    url="https://meta.example.org/wiki/Learning_patterns/Uploads/sv",
    first_seen=AUDITED,
    key="licenser",
)
OUTDATED = replace(
    EMPTY,
    rule="marked-outdated",
    axis=Axis.FRESHNESS,
    severity=Severity.ERROR,
    title="GLAM/Guide (2014)",
    language="en",
    page_id=4,
    revision=40,
    message="Editors marked the page as outdated.",
    evidence=(Evidence("{{Outdated|date=May 2019}}"), Evidence("{{Update}}", "Tools")),
    fix="Bring it up to date, then remove the template.",
    url="https://meta.example.org/wiki/GLAM/Guide_(2014)",
    first_seen=BEFORE,
    key="",
)
SHORT = replace(
    EMPTY,
    rule="short-page",
    severity=Severity.NOTE,
    wiki="svwiki",
    title="دليل",
    language="ar",
    page_id=4,
    revision=41,
    message="The page has 12 words.",
    evidence=(),
    fix="",
    url="https://sv.example.org/wiki/%D8%AF%D9%84%D9%8A%D9%84",
    key="",
)


HOSTILE = (
    *("{{subst:Main Page}}", "{{{1}}}", "{{!}}", "{|", "|}", "|-", "||", "!!", "~~~~", "__NOTOC__"),
    *("[[Category:Evil]]", "[[File:x.png]]", "[[sv:Foo|", "]]", "#REDIRECT [[Foo]]", "-{zh:a}-"),
    *("[https://evil.example x]", "https://evil.example/x.png", "www.evil.example", "ISBN 978"),
    *("<script>alert(1)</script>", "<nowiki>", "<!--", "-->", "</table>", "<translate>", "<b"),
    *("&lt;", "&#91;", "&copy;", "](javascript:alert(1))", "![x](y)", "[^1]", "[ ]", "`", "``"),
    *("\\", "*", "_", "__b__", "~~s~~", "$x$", "@name", "#12", "# h", "1.", "1)", "- ", "+ ", "> "),
    *("---", "===", "***", "\n\n", "\r", "\r\n", "\t", "\v", "\u2028", "\x85", "\xa0", "    "),
    *("|", ";", ":", "''b'''", '"', "'", ",", "=1+1", ";=1+1", "'=1", "+1", "@SUM(A1)"),
    *("\uff1d1", "\u200b=1", "\x00", "\x1b[2J", "\x1b]0;t\x07", "\x9b31m", "\x7fUNIQ", "\u202e"),
    *("\u2066", "\u200f", "\ufeff", "\ufffe", "\ud800", "\U000e0041", "[red]", "[/nope]"),
    *(":smile:", "دليل", "日本語", "e\u0301", "\U0001f469\u200d\U0001f4bb"),
    *("javascript:alert(1)", "http://", "//evil.example", "x" * 90),
)


@pytest.fixture(params=HOSTILE, ids=ascii)
def snippet(request: pytest.FixtureRequest) -> str:
    """Return each hostile text alone: first, inside and last."""
    return f"{request.param}b {request.param}"


@pytest.fixture(scope="session")
def hostile() -> st.SearchStrategy[str]:
    """Return texts as nobody should write them, in any mixture with any others."""
    return st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), max_size=6).map("".join)


@pytest.fixture(scope="session")
def report() -> Report:
    """Return three findings on two wikis, with a summary that fits them."""
    return Report(
        title="Learning material",
        audit=Run(12, "audit", AUDITED, AUDITED, "done", "1.0.0", {"findings": 3}),
        previous=Run(11, "audit", BEFORE, BEFORE, "done", "1.0.0"),
        harvested=datetime(2026, 11, 19, 21, 2, tzinfo=UTC),
        filters=(),
        total=Count("", 40, 25, 1, 1, 1),
        by_wiki=(Count("meta", 30, 20, 1, 1, 0), Count("svwiki", 10, 5, 0, 0, 1)),
        by_language=(Count("sv", 20, 15, 0, 1, 0), Count("ar", 1, 1, 0, 0, 1)),
        by_axis=(Count("completeness", 2, 2, 0, 1, 1), Count("freshness", 1, 1, 1, 0, 0)),
        by_rule=(Count("empty-section", 1, 1, 0, 1, 0), Count("marked-outdated", 1, 1, 1, 0, 0)),
        by_state=(("current", 39), ("redirect", 1)),
        changes=(
            Change("new", EMPTY.rule, EMPTY.wiki, EMPTY.title, EMPTY.url, EMPTY.message),
            Change("gone", "short-page", "meta", "Help", "", "The page has 3 words."),
        ),
        findings=(SHORT, EMPTY, OUTDATED),
        unchecked=(("wrong-language on 2 pages", "Northern Sami is not known to the detector"),),
        wikis={},
        language_names={"sv": "svenska", "ar": "العربية", "en": "English"},
        verdicts={(OUTDATED.wiki, OUTDATED.page_id): "expired (Åsa, 2026-11-02)"},
        quiet=(("dismissed", 2), ("overruled", 5)),
    )


@pytest.fixture(scope="session")
def with_text(report: Report) -> Callable[[str], Report]:
    """Return a function that puts one text wherever a report takes text from outside."""

    def fill(text: str) -> Report:
        fields: dict[str, Any] = dict.fromkeys(
            ("rule", "wiki", "title", "language", "message", "fix", "key"), text
        )
        finding = replace(
            EMPTY,
            **fields,
            evidence=(Evidence(text, text), Evidence(text)),
            url=f"https://meta.example.org/wiki/{text}",
        )
        bad_address = replace(OUTDATED, url=text, title=text)
        return replace(
            report,
            title=text,
            audit=replace(report.audit, version=text, status=text),
            filters=((text, text),),
            by_wiki=(Count(text, 1, 1),),
            by_language=(Count(text, 1, 1),),
            by_state=((text, 1),),
            changes=(Change("new", text, text, text, finding.url, text),),
            findings=(finding, bad_address),
            unchecked=((text, text),),
            language_names={text: text},
            verdicts={(text, finding.page_id): text, (OUTDATED.wiki, OUTDATED.page_id): text},
        )

    return fill
