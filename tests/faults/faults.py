"""The table of faults: each with how it is played and how a command must end.

`once` are the exit codes allowed where it happens at one request: 0 where cphub gets over
it. `always` are those where it happens at every request of a phase. Where a command fails,
it says so in words that `says` is found in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tests.faults import plays, wire
from tests.faults.fault import CLEAR, DONE, FAILED, NEEDED, PHASES, STOPPED, Fault
from tests.faults.lies import lists, pages_

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
    yield Fault("301 to nonsense", plays.redirect(301, "http://[::1"), CLEAR, says="location")
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
        yield Fault(
            f"error {code or 'without a code'}",
            play,
            (FAILED,),
            says="meta|training",
            phases=NEEDED,
        )
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
    yield Fault("reset at once", wire.reset, says="broke off|cannot reach")
    yield Fault("reset half-way", wire.reset_half_way, says="broke off")
    yield Fault("closed without a word", wire.closed, says="broke off")
    yield Fault("connection refused", wire.refused, says="cannot reach|broke off")
    yield Fault("no HTTP", wire.no_http, says="broke off")
    yield Fault("a header without an end", wire.endless_header, says="broke off")
    yield Fault("status -1", wire.odd_status, says="broke off")
    yield Fault("100 Continue for ever", wire.continues, says="did not answer|broke off", slow=True)
    yield Fault("slow drip of headers", wire.drip_headers, says="in time", slow=True)
    yield Fault("slow drip of the body", wire.drip_body, says="in time", slow=True)
    yield Fault("silence", wire.silence, says="in time", slow=True)


def _all() -> dict[str, Fault]:
    found = [*_statuses(), *_errors(), *_bodies(), *_wire(), *lists(), *pages_()]
    return {fault.name: fault for fault in found}


FAULTS: Mapping[str, Fault] = _all()

CLASSES: Sequence[Fault] = tuple(
    FAULTS[name]
    for name in (
        *("429", "502", "404", "302 to https://evil.example/w/api.php", "HTML with 200"),
        *("maxlag", "internal_api_error_DBQueryTimeoutError", "error permissiondenied"),
        *("cut short, length known", "cut short, until the end", "cut short gzip"),
        *("gzip twice, said so", "a bomb", "reset half-way", "connection refused", "no HTTP"),
        *("slow drip of the body", "a warning that nobody knows", "query is null"),
    )
)
"""One of each class; each is played in each phase."""

SIBLINGS: Sequence[Fault] = tuple(
    FAULTS[name]
    for name in (
        *("429 until a date", "429 with garbage", "429 for an hour", "503", "ratelimited"),
        *("readonly", "concurrency-limit", "cut short, chunked", "gzip that is none"),
        *("reset at once", "closed without a word", "301 to nonsense"),
    )
)
"""Others of these classes, for one phase."""

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

ENDING: Sequence[Fault] = tuple(
    FAULTS[name]
    for name in (
        *("429", "503", "502", "404", "302 to https://evil.example/w/api.php", "HTML with 200"),
        *("maxlag", "internal_api_error_DBQueryError", "error permissiondenied"),
        *("cut short, length known", "cut short, until the end", "cut short gzip", "a bomb"),
        *("reset at once", "reset half-way", "connection refused"),
    )
)
"""One of each class of those that end a harvest which may try only once."""
