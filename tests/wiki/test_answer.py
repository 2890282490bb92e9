from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from json import dumps
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cphub.errors import ApiError, Redirected, WikiError
from cphub.network.headers import retry_after
from cphub.wiki.answer import read_answer, words
from cphub.wiki.endpoint import Endpoint
from cphub.wiki.retry import Fault

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
META = Endpoint("meta", "https://meta.wikimedia.org/w/api.php")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0.0),
        (" 12 ", 12.0),
        ("12.5", 12.5),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("nan", None),
        ("inf", None),
        ("1e99", None),
        ("9" * 400, None),
        ("Sun, 99 Nov 2026 12:00:30 GMT", None),
    ],
)
def test_retry_after_is_read_in_seconds_and_as_a_date(value: str, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@given(st.text(max_size=40))
def test_no_retry_after_is_a_surprise(value: str) -> None:
    seconds = retry_after(value, NOW)
    assert seconds is None or seconds >= 0


def test_a_date_is_counted_from_the_servers_clock_not_ours() -> None:
    headers = {
        "date": "Sun, 22 Nov 2020 12:00:00 GMT",
        "retry-after": "Sun, 22 Nov 2020 12:00:20 GMT",
    }
    with pytest.raises(Fault) as fault:
        read_answer(META, 429, headers, b"slow down", NOW)
    assert fault.value.after == 20


def test_words_of_a_page_are_its_text_on_one_line() -> None:
    page = (
        b"<!DOCTYPE html><title>Wikimedia Error</title><style>p{}</style>\n<p>Too many &amp; fast"
    )
    assert words(page) == "Too many & fast"
    assert len(words(b"a " * 999)) == 201


@pytest.mark.parametrize("part", ["<", "<script>", "<title>", "<!--", "</title", "<a "])
def test_a_page_of_nothing_but_beginnings_is_read_in_no_time(part: str) -> None:
    began = process_time()
    words(part.encode() * 60_000)
    assert process_time() - began < 1  # quadratic, it took 3 to 10 seconds


def test_a_character_s_number_may_be_as_long_as_it_likes() -> None:
    with pytest.raises(Fault, match="busy"):
        read_answer(META, 503, {}, b"<p>&#" + b"9" * 5000 + b";</p>", NOW)


def test_what_is_nested_deeper_than_it_can_be_walked_is_no_answer() -> None:
    shallow = b'{"query": ' + b"[" * 90 + b"]" * 90 + b"}"
    assert read_answer(META, 200, {}, shallow, NOW).body
    for depth in (110, 900, 950, 960, 970, 980, 100_000):
        deep = b'{"warnings": [{"code": "x", "text": ' + b"[" * depth + b"]" * depth + b"}]}"
        with pytest.raises(Fault, match="damaged"):
            read_answer(META, 200, {}, deep, NOW)


@pytest.mark.parametrize("old", [False, True])
def test_of_warnings_no_more_is_kept_than_a_person_reads(*, old: bool) -> None:
    texts = ["w" * 5_000_000, *("x" for _ in range(20_000))]
    told: Any = [{"code": f"{n}-" + "c" * 9999, "text": text} for n, text in enumerate(texts)]
    told = {one["code"]: {"warnings": one["text"]} for one in told} if old else told
    kept = read_answer(META, 200, {}, dumps({"warnings": told}).encode(), NOW).warnings
    assert sum(len(code) + len(text) for code, text in kept) < 1_000_000
    assert kept[0].text.startswith("www")


def test_an_old_and_a_new_error_are_the_same_error() -> None:
    old = b'{"error": {"code": "nosuchuser", "info": "No such user"}}'
    new = b'{"errors": [{"code": "nosuchuser", "text": "No such user", "module": "query"}]}'
    for body in (old, new):
        with pytest.raises(ApiError, match=r"^meta: No such user \(nosuchuser\)$") as error:
            read_answer(META, 200, {}, body, NOW)
        assert error.value.code == "nosuchuser"


def test_the_whole_error_is_kept() -> None:
    body = b'{"errors": [{"code": "abusefilter-disallowed", "text": "x", "data": {"a": 1}}]}'
    with pytest.raises(ApiError) as error:
        read_answer(META, 200, {}, body, NOW)
    assert error.value.data == {"code": "abusefilter-disallowed", "text": "x", "data": {"a": 1}}


def test_of_several_errors_one_that_passes_comes_first() -> None:
    body = b'{"errors": [{"code": "other", "text": "x"}, {"code": "maxlag", "text": "y"}]}'
    with pytest.raises(Fault) as fault:
        read_answer(META, 200, {"retry-after": "5"}, body, NOW)
    assert fault.value.after == 5


@pytest.mark.parametrize(
    ("warnings", "expected"),
    [
        ('[{"code": "truncatedresult", "text": "cut", "module": "result"}]', "truncatedresult"),
        ('[{"text": "cut", "module": "result"}]', "result"),
        ('{"result": {"warnings": "cut"}}', "result"),
        ('{"result": {"*": "cut"}}', "result"),
        ('{"result": "cut"}', "result"),
    ],
)
def test_warnings_of_every_shape_are_kept(warnings: str, expected: str) -> None:
    body = f'{{"batchcomplete": true, "warnings": {warnings}}}'.encode()
    assert read_answer(META, 200, {}, body, NOW).warnings == ((expected, "cut"),)


@pytest.mark.parametrize("warnings", ['"odd"', "[1]", "null", "7"])
def test_warnings_of_no_known_shape_do_no_harm(warnings: str) -> None:
    body = f'{{"warnings": {warnings}}}'.encode()
    assert read_answer(META, 200, {}, body, NOW).warnings == ()


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://new.example.org/w/api.php?action=query&x=1", "https://new.example.org/w/api.php"),
        ("/api.php?x", "https://meta.wikimedia.org/api.php"),
        ("https://user:pw@new.example.org/api.php", "https://new.example.org/api.php"),
        ("https://[broken", ""),
        ("", ""),
    ],
)
def test_a_redirect_names_the_new_address_and_where_to_put_it(location: str, target: str) -> None:
    with pytest.raises(Redirected) as error:
        read_answer(META, 301, {"location": location}, b"", NOW)
    assert error.value.location == target
    assert "[wikis.meta]" in error.value.hint
    if target:
        assert f'api = "{target}"' in error.value.hint


@given(
    st.integers(200, 599),
    st.one_of(st.binary(max_size=60), st.from_regex(rb"\{[\"a-z\[\]{}:,0-9]*", fullmatch=True)),
    st.dictionaries(st.sampled_from(["retry-after", "date", "location"]), st.text(max_size=30)),
)
def test_no_answer_is_a_surprise(status: int, body: bytes, headers: dict[str, str]) -> None:
    with suppress(Fault, WikiError):
        read_answer(META, status, headers, body, NOW)


def test_json_nested_without_end_is_damaged_json() -> None:
    with pytest.raises(Fault, match="damaged JSON"):
        read_answer(META, 200, {}, b'{"a":' * 100_000, NOW)
