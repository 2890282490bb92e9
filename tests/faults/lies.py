"""Answers that are whole and JSON, but not what MediaWiki says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tests.faults import plays
from tests.faults.fault import CLEAR, DONE, PHASES, Fault


def lists() -> Iterator[Fault]:
    listing = ("listing",)
    yield Fault("a warning that nobody knows", plays.warned, always=(DONE,), phases=PHASES)
    yield Fault("odd warnings", plays.changed(warnings=[1, {"x": 2}]), always=(DONE,))
    yield Fault("size cut, goes on", plays.size_cut, always=CLEAR, phases=listing)
    yield Fault(
        "size cut, says nothing",
        plays.size_cut_silent,
        CLEAR,
        CLEAR,
        lies=True,
        phases=("listing", "text", "gone"),
    )
    for name, play in {
        "continues without end": plays.continues_anew,
        "continues in a circle": plays.continues_alike,
    }.items():
        yield Fault(name, play, CLEAR, says="without end", phases=("listing", "text"))
    yield Fault("batchcomplete missing", plays.no_batchcomplete, always=CLEAR, phases=listing)
    odd: Sequence[Any] = ([], "x", 7, {"gcmcontinue": None}, {"a": {"b": []}})
    for value in odd:
        yield Fault(
            f"continue is {value!r}",
            plays.changed(**{"continue": value}),
            CLEAR,
            CLEAR,
            lies=True,
            phases=("listing", "text"),
        )


def pages_() -> Iterator[Fault]:
    pages = ("listing", "text", "gone")
    shapes: Mapping[str, object] = {
        "query is null": {"query": None},
        "query is a list": {"query": []},
        "pages are an object": {"query": {"pages": {"1": {"pageid": 1}}}},
        "pages are strings": {"query": {"pages": ["x"]}},
        "pages are nothing": {"query": {"pages": None}},
        "a page is empty": {"query": {"pages": [{}]}},
    }
    for name, change in shapes.items():
        assert isinstance(change, dict)
        yield Fault(name, plays.changed(**change), CLEAR, CLEAR, lies=True)
    keys: list[tuple[str, Any]] = [
        ("pageid", "one"),
        ("pageid", -1),
        ("pageid", 10**30),
        ("pageid", None),
        ("pageid", [1]),
        ("ns", "x"),
        ("ns", 10**30),
        ("title", None),
        ("title", 7),
        ("title", "\ud800"),
        ("title", "a\0b"),
        ("title", "\x1b[2J"),
        ("title", ""),
        ("lastrevid", 10**30),
        ("pagelanguage", "\udfff"),
        ("contentmodel", None),
        ("revisions", None),
        ("revisions", []),
        ("revisions", [None]),
        ("revisions", "x"),
        ("missing", True),
        ("invalid", True),
        ("special", True),
        ("redirect", True),
        ("categories", "x"),
        ("categories", [{}]),
        ("langlinks", [1]),
        ("pageprops", []),
    ]
    for key, value in keys:
        shown = f"{str(value)[:8]!r}" if not isinstance(value, list) else f"{value}"
        yield Fault(
            f"a page's {key} is {shown}",
            plays.first_page(key, value),
            CLEAR,
            CLEAR,
            lies=True,
            phases=pages,
        )
    keys = [
        ("revid", 10**30),
        ("revid", None),
        ("revid", "x"),
        ("parentid", 10**30),
        ("size", -1),
        ("size", 10**30),
        ("timestamp", ""),
        ("timestamp", "yesterday"),
        ("timestamp", "0000-00-00T00:00:00Z"),
        ("timestamp", "99999-01-01T00:00:00Z"),
        ("user", "\ud800"),
        ("user", None),
        ("userhidden", True),
        ("texthidden", True),
        ("suppressed", True),
        ("slots", None),
        ("slots", {"main": {}}),
        ("slots", {"main": {"content": 7}}),
        ("slots", {"main": {"content": "\ud800"}}),
        ("slots", {"main": {"texthidden": True}}),
    ]
    for key, value in keys:
        yield Fault(
            f"a revision's {key} is {str(value)[:28]!r}",
            plays.first_revision(key, value),
            CLEAR,
            CLEAR,
            lies=True,
            phases=(*pages, "histories"),
        )
