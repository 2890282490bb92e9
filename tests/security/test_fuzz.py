"""No bytes that somebody sends end in an error that nobody catches."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.security.corpus import CORPUS
from tests.security.targets import TARGETS

EXAMPLES = 20_000 if settings.get_current_profile_name() == "long" else 60
CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]  # a busy machine is no fault
HOSTILE = st.sampled_from(list(CORPUS.values()))
KEYS = st.sampled_from(
    [
        *("pages", "query", "pageid", "ns", "title", "revisions", "revid", "parentid", "user"),
        *("timestamp", "size", "slots", "main", "content", "categories", "langlinks", "missing"),
        *("pageprops", "invalid", "special", "redirect", "redirects", "continue", "normalized"),
        *("batchcomplete", "interwiki", "badrevids", "general", "namespaces", "wikiid", "id"),
        *("name", "errors", "error", "warnings", "code", "text", "info", "userinfo", "rights"),
        *("languages", "extensions", "magicwords", "aliases", "allusers", "curtimestamp"),
    ]
)
VALUES = (
    st.none() | st.booleans() | st.integers() | st.floats() | HOSTILE
    | st.sampled_from(["2026-11-22T12:00:00Z", "0001-01-01T00:00:00+23:59", "9" * 30, "\ud800"])
    | st.sampled_from([2**63, -(2**63) - 1, 10**400])
)  # fmt: skip
TREES = st.recursive(
    VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6)
)
PAGE = st.fixed_dictionaries(
    {"pageid": VALUES, "ns": VALUES, "title": VALUES},
    optional={
        "revisions": TREES | st.lists(st.dictionaries(KEYS, TREES, max_size=8), max_size=2),
        "categories": TREES, "langlinks": TREES, "pageprops": TREES, "missing": VALUES,
        "redirect": VALUES, "contentmodel": VALUES, "pagelanguage": VALUES, "length": VALUES,
    },
)  # fmt: skip
JSON = (TREES | st.lists(PAGE, max_size=3)).map(lambda tree: json.dumps(tree).encode())
LINES = st.lists(
    st.text(max_size=60) | HOSTILE
    | st.sampled_from(["{{Outdated|", "}}", "[[", "]]", "<ref>", "== ", " ==", "\n", "12 May 2019",
                       "2019-13-45", "31 февраля 2020",
                       "٣١/٠٢/٢٠٢٠", "令和元年5月", "2099", "{|", "|}"]),
    max_size=12,
).map("".join)  # fmt: skip
TEXT = LINES.map(lambda text: text.encode("utf-8", "surrogatepass"))
TOML = st.lists(
    st.sampled_from(["[wikis.w]", "[[sources]]", "[rules.x]", "[politeness]", "[vocabulary]", "x"])
    | st.tuples(
        st.sampled_from(["api", "name", "wiki", "kind", "contact", "languages", "catalog", "wikis",
                         "sources", "rules", "allow_insecure", "in_flight", "title"]),
        st.sampled_from(["1", "nan", "-inf", "[]", "[[]]", "{}", "true", "'x'", "'../x'", "''",
                         "2026-11-22", "99999999999999999999", '"\\u0000"', "{a={b=1}}"]),
    ).map(" = ".join),
    max_size=8,
).map(lambda lines: "\n".join(lines).encode())  # fmt: skip
CELLS = HOSTILE | st.text(st.sampled_from("0123456789-/. dwmyMaJun'\"=;,")) | st.integers().map(str)
SHEET = st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=6).map(
    lambda rows: ("title,date\n" + "\n".join(rows)).encode("utf-8", "surrogatepass")
)
ROBOTS = st.lists(
    st.sampled_from(["User-agent: *", "User-agent: cphub", "Disallow: /", "Allow: /a*$", "\r"])
    | st.tuples(
        st.sampled_from(["Disallow: ", "Crawl-delay: ", "<title>", "<h1>"]),
        HOSTILE | st.sampled_from(["*" * 40, "1e400", "-1", "nan", "%", "%zz", "/" * 40]),
    ).map("".join),
    max_size=8,
).map(lambda lines: "\n".join(lines).encode("utf-8", "surrogatepass"))
STRATEGIES: Mapping[str, st.SearchStrategy[bytes]] = {
    "answer": st.binary() | JSON.map(lambda body: b"\0\x64" + body),
    "envelope": JSON,
    "site": JSON,
    "retry": st.binary() | st.text(st.sampled_from("0123456789.:, -+GMTMonNov")).map(str.encode),
    "packed": st.binary() | st.binary(max_size=99).map(gzip.compress)
    | st.integers(0, 40).map(lambda cut: gzip.compress(b"0" * 2**17)[:-cut]),
    "config": st.binary() | TOML | TEXT,
    "text": st.binary() | TEXT,
    "cleaned": TEXT | st.binary(),
    "sheet": st.binary() | TEXT | SHEET,
    "robots": st.binary() | TEXT | ROBOTS,
}  # fmt: skip


def test_every_target_is_given_something_to_chew() -> None:
    assert STRATEGIES.keys() == TARGETS.keys()


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_that_comes_in_is_an_error_that_nobody_catches(name: str) -> None:
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=CALM)
    @given(STRATEGIES[name])
    def chew(data: bytes) -> None:
        TARGETS[name](data)

    chew()
