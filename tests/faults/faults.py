"""The table of faults: each with how it is played and how a command must end.

`once` are the exit codes allowed where it happens at one request: 0 where cphub gets over
it. `always` are those where it happens at every request of a phase. Where a command fails,
it says so in words that `says` is found in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.faults import plays
from tests.faults.server import Plan, Play
from tests.live.proxy import Asked

DONE, FAILED, STOPPED = 0, 1, 5
CLEAR = (DONE, FAILED)
PHASES = ("siteinfo", "listing", "text", "gone", "histories", "titles")
BUSY = (
    "maxlag",
    "ratelimited",
    "readonly",
    "concurrency-limit",
)
DATABASE = (
    "DBConnectionError",
    "DBQueryError",
    "DBQueryTimeoutError",
    "DBUnexpectedError",
    "ReadOnlyError",
)
NO_WAY = (  # errors that no second attempt helps
    "internal_api_error_MWException",
    "unknown_action",
    "permissiondenied",
    "blocked",
    "assertuserfailed",
    "notloggedin",
    "readapidenied",
    "toomanyvalues",
    "",
)


@dataclass(frozen=True)
class Fault:
    """One fault. `unlight` are the exit codes where the question can't be made smaller.

    `lies`: cphub can't know that the answer is false, so what it stores may be. `phases` are
    those in which it makes sense. `slow`: it takes a deadline to notice.
    """

    name: str
    play: Play
    once: Sequence[int] = (DONE,)
    always: Sequence[int] = (FAILED,)
    says: str = "meta"
    lies: bool = False
    slow: bool = False
    phases: Sequence[str] = PHASES


def phase_of(asked: Asked) -> str:
    """Return which phase of a harvest a request belongs to."""
    params = asked.params
    if "siteinfo" in params.get("meta", ""):
        return "siteinfo"
    if "generator" in params:
        return "listing"
    if "content" in params.get("rvprop", ""):
        return "text"
    if "rvlimit" in params:
        return "histories"
    return "titles" if "titles" in params else "gone"


def at(number: int, fault: Fault) -> Plan:
    """Play `fault` at one request, counted from 1."""
    return lambda _, n: fault.play if n == number else None


def first_of(phase: str, fault: Fault) -> Plan:
    """Play `fault` at the first request of a phase."""
    left = [fault.play]
    return lambda asked, _: left.pop() if left and phase_of(asked) == phase else None


def every(phase: str, fault: Fault) -> Plan:
    """Play `fault` at all requests of a phase."""
    return lambda asked, _: fault.play if phase_of(asked) == phase else None


def _statuses() -> Iterator[Fault]:
    busy = "busy"
    for name, after in {
        "429": "0",
        "429 for a second": "1",
        "429 until a date": "date",
        "429 with garbage": "soon\xff, I promise",
        "429 with a negative wait": "-5",
    }.items():
        yield Fault(name, plays.too_fast(after), always=(STOPPED,), says=busy)
    yield Fault("429 for an hour", plays.too_fast("3600"), (STOPPED,), (STOPPED,), says="60 min")
    yield Fault("429 for ages", plays.too_fast("9" * 12), (STOPPED,), (STOPPED,), says="come back")
    yield Fault("503", plays.status(503), always=(STOPPED,), says=busy)
    for code in (500, 502, 504, 520, 599):
        yield Fault(str(code), plays.status(code), says="failed to answer")
    for code in (400, 401, 403, 404, 410, 413, 414, 418):
        yield Fault(str(code), plays.status(code), (FAILED,), says=str(code))
    for code, to in ((301, "/w/new.php"), (302, "https://evil.example/w/api.php"), (307, "//h/x")):
        yield Fault(f"{code} to {to}", plays.redirect(code, to), (FAILED,), says="has moved")
    yield Fault("308 to nowhere", plays.redirect(308, ""), (FAILED,), says="has moved")
    yield Fault("301 to nonsense", plays.redirect(301, "http://[::1"), (FAILED,), says="moved")
    for code in (204, 206, 299):
        yield Fault(f"{code} without a body", plays.status(code, b""), says="meta")


def _errors() -> Iterator[Fault]:
    for code in BUSY:
        yield Fault(code, plays.api_error(code), always=(STOPPED,), says=code)
        yield Fault(
            f"{code}, old form", plays.api_error(code, old=True), always=(STOPPED,), says=code
        )
    for name in DATABASE:
        code = f"internal_api_error_{name}"
        yield Fault(code, plays.api_error(code), says=code)
    for code in NO_WAY:
        play = plays.api_error(code)
        yield Fault(f"error {code or 'without a code'}", play, (FAILED,), says="meta|training")
    yield Fault("badcontinue", plays.api_error("badcontinue"), CLEAR, says="badcontinue")
    yield Fault("errors that are no errors", plays.changed(errors=[None, 7, "x"]), CLEAR, CLEAR)
    yield Fault("error that is a string", plays.changed(error="oops"), (FAILED,))


def _bodies() -> Iterator[Fault]:
    yield Fault("HTML with 200", plays.status(200, plays.HTML), says="not as a MediaWiki API")
    yield Fault("nothing with 200", plays.status(200, b""), says="damaged JSON")
    yield Fault("cut short, length known", plays.cut_by_length, says="broke off")
    yield Fault("cut short, chunked", plays.cut_in_chunks, says="broke off")
    yield Fault("cut short, until the end", plays.cut_at_end, says="damaged JSON")
    yield Fault("cut short gzip", plays.cut_gzip, says="cut short")
    yield Fault("gzip with a flipped bit", plays.flipped_gzip, says="damaged")
    yield Fault("gzip that is none", plays.gzip_that_is_none, says="damaged")
    yield Fault("gzip twice, said so", plays.double_gzip("gzip, gzip"), says="packed as")
    yield Fault("gzip twice, not said", plays.double_gzip("gzip"), says="API")
    yield Fault("two gzip streams", plays.two_gzips, says="more than one")
    yield Fault("brotli", plays.packed_as("br"), says="packed as br")
    yield Fault("deflate", plays.packed_as("deflate"), says="packed as deflate")
    yield Fault("a bomb", plays.bomb, CLEAR, says="more than 32 MB")
    yield Fault("40 MB", plays.flood, CLEAR, says="more than 32 MB")
    yield Fault("UTF-16", plays.recoded("utf-16"), CLEAR, CLEAR)
    yield Fault("a byte order mark", plays.recoded("utf-8-sig"), CLEAR, CLEAR)
    yield Fault("Latin-1", plays.status(200, b'{"batchcomplete": true, "x": "\xe9"}'))
    for body in ("[]", "null", '"text"', "7", "NaN", "[" * 100_000, '{"a":' * 100_000):
        yield Fault(f"JSON {body[:6]}", plays.status(200, body.encode()), CLEAR, CLEAR)
    long = b'{"batchcomplete": true, "n": ' + b"9" * 5000 + b"}"
    yield Fault("a number of 5,000 digits", plays.status(200, long), CLEAR, CLEAR)


def _wire() -> Iterator[Fault]:
    yield Fault("reset at once", plays.reset, says="broke off|cannot reach")
    yield Fault("reset half-way", plays.reset_half_way, says="broke off")
    yield Fault("closed without a word", plays.closed, says="broke off")
    yield Fault("connection refused", plays.refused, says="cannot reach|broke off")
    yield Fault("no HTTP", plays.no_http, says="broke off")
    yield Fault("a header without an end", plays.endless_header, says="broke off")
    yield Fault("status -1", plays.odd_status, says="broke off")
    yield Fault(
        "100 Continue for ever", plays.continues, says="did not answer|broke off", slow=True
    )
    yield Fault("slow drip of headers", plays.drip_headers, says="in time", slow=True)
    yield Fault("slow drip of the body", plays.drip_body, says="in time", slow=True)
    yield Fault("silence", plays.silence, says="in time", slow=True)


def _lists() -> Iterator[Fault]:
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
    for value in ([], "x", 7, {"gcmcontinue": None}, {"a": {"b": []}}):
        yield Fault(
            f"continue is {value!r}",
            plays.changed(**{"continue": value}),
            CLEAR,
            CLEAR,
            lies=True,
            phases=("listing", "text"),
        )


def _pages() -> Iterator[Fault]:
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
    for key, value in (
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
    ):
        shown = f"{str(value)[:8]!r}" if not isinstance(value, list) else f"{value}"
        yield Fault(
            f"a page's {key} is {shown}",
            plays.first_page(key, value),
            CLEAR,
            CLEAR,
            lies=True,
            phases=pages,
        )
    for key, value in (
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
    ):
        yield Fault(
            f"a revision's {key} is {str(value)[:28]!r}",
            plays.first_revision(key, value),
            CLEAR,
            CLEAR,
            lies=True,
            phases=(*pages, "histories"),
        )


def _all() -> dict[str, Fault]:
    found = [*_statuses(), *_errors(), *_bodies(), *_wire(), *_lists(), *_pages()]
    return {fault.name: fault for fault in found}


FAULTS: Mapping[str, Fault] = _all()

CLASSES: Sequence[Fault] = tuple(
    FAULTS[name]
    for name in (
        *("429", "429 until a date", "429 with garbage", "503", "502", "404"),
        *("302 to https://evil.example/w/api.php", "HTML with 200", "maxlag", "ratelimited"),
        *("concurrency-limit", "readonly", "internal_api_error_DBQueryTimeoutError"),
        *("error permissiondenied", "cut short, length known", "cut short, chunked"),
        *("cut short, until the end", "cut short gzip", "gzip that is none"),
        *("gzip twice, said so", "a bomb", "reset at once", "reset half-way"),
        *("connection refused", "no HTTP", "slow drip of the body"),
        *("a warning that nobody knows", "query is null"),
    )
)
"""One of each class; each is played in each phase."""

FATAL: Sequence[Fault] = tuple(
    FAULTS[name] for name in ("502", "reset half-way", "maxlag", "cut short, until the end")
)
"""Played at request k with a single attempt: the harvest ends there."""

PASSING: Sequence[Fault] = tuple(
    fault
    for fault in FAULTS.values()
    if fault.once == (DONE,)
    and not (fault.lies or fault.slow)
    and fault.phases == PHASES
    and fault.always != (DONE,)
    and fault.name not in {"429 for a second", "429 until a date", "connection refused"}
)
"""What random faults are drawn from: those that pass, and quickly."""


def names_it(fault: Fault, told: str) -> bool:
    """Tell whether a message says what `fault` is to be told as."""
    return bool(re.search(fault.says, told))
