"""What errors say, word for word, and where the limits of patience lie exactly."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from tests.wiki.answers import body, page

from cphub.errors import ApiError, BadReply, Redirected, WikiBusy, WikiError, WikiUnreachable
from cphub.network.body import Broken, TooBig, read_body
from cphub.wiki.answer import words
from cphub.wiki.client import Endpoint, Politeness
from cphub.wiki.query import query
from cphub.wiki.retry import COME_BACK, spoken

Make = Callable[..., Any]
GOOD = {"batchcomplete": True, "query": {"pages": []}}
ASK = {"action": "query", "meta": "siteinfo"}
WHERE = (
    "the wiki's Special:Version page names its api.php; check api under [wikis.meta] in cphub.toml"
)


def failed(code: str, **entry: str) -> httpx.Response:
    return httpx.Response(200, json={"errors": [{"code": code, **entry}]})


@pytest.mark.parametrize(
    ("answer", "kind", "message", "hint"),
    [
        (
            httpx.Response(503),
            WikiBusy,
            "meta is busy (503 Service Unavailable)",
            COME_BACK,
        ),
        (
            httpx.Response(503, text="X: back at noon:"),
            WikiBusy,
            "meta is busy (503 Service Unavailable): X: back at noon",
            COME_BACK,
        ),
        (
            httpx.Response(502),
            WikiUnreachable,
            "meta failed to answer (502 Bad Gateway)",
            COME_BACK,
        ),
        (
            httpx.Response(403),
            BadReply,
            "meta refused the request (403 Forbidden)",
            f"{WHERE}, and contact",
        ),
        (
            httpx.Response(200, text="  {"),
            BadReply,
            "meta answered with damaged JSON (3 bytes)",
            COME_BACK,
        ),
        (
            httpx.Response(200, text=" \n"),
            BadReply,
            "meta answered with damaged JSON (2 bytes)",
            COME_BACK,
        ),
        (
            httpx.Response(301),
            Redirected,
            "meta has moved from https://meta.wikimedia.org/w/api.php to nowhere (301)",
            WHERE,
        ),
        (failed("nope"), ApiError, "meta: no reason given (nope)", ""),
        (httpx.Response(200, json={"errors": [{"text": "No."}]}), ApiError, "meta: No. ()", ""),
        (failed("maxlag", text="Waiting"), WikiBusy, "meta: Waiting (maxlag)", COME_BACK),
    ],
)
def test_each_failure_says_what_happened_and_what_to_do(  # noqa: PLR0917  # a case's parts
    answer: httpx.Response,
    kind: type[WikiError],
    message: str,
    hint: str,
    client: Make,
    play: Make,
    endpoint: Endpoint,
) -> None:
    with pytest.raises(kind) as caught:
        client(play(answer), politeness=Politeness(attempts=1)).get(endpoint, ASK)
    assert caught.value.message == message
    assert caught.value.hint == hint


@pytest.mark.parametrize("attempts", [1, 2, 3])
def test_a_failure_says_how_often_it_was_tried(
    attempts: int, client: Make, play: Make, endpoint: Endpoint
) -> None:
    with pytest.raises(WikiBusy) as caught:
        client(play(httpx.Response(503)), politeness=Politeness(attempts=attempts)).get(
            endpoint, ASK
        )
    tried = f" ({attempts} attempts)" if attempts > 1 else ""
    assert caught.value.message == f"meta is busy (503 Service Unavailable){tried}"
    assert str(caught.value) == caught.value.message


@pytest.mark.parametrize(
    "fault",
    [
        httpx.Response(503),
        httpx.Response(502),
        httpx.Response(200, text="{"),
        httpx.Response(200, html="<p>Hello"),
        failed("internal_api_error_DBQueryTimeoutError"),
        httpx.ReadTimeout("timed out"),
    ],
)
def test_what_may_come_of_asking_too_much_makes_the_question_smaller(
    fault: Any, client: Make, play: Make, endpoint: Endpoint
) -> None:
    wiki = play(GOOD, fault, fault, GOOD)
    made = client(wiki)
    made.get(endpoint, ASK)
    made.get(endpoint, ASK, lighten=lambda: {"action": "smaller"})
    assert [wiki.fields(at)["action"] for at in (1, 2, 3)] == ["query", "query", "smaller"]


@pytest.mark.parametrize(
    "fault", [httpx.Response(502), failed("internal_api_error_DBQueryError"), failed("readonly")]
)
def test_any_failure_may_ask_for_a_wait(
    fault: httpx.Response, client: Make, play: Make, endpoint: Endpoint, clock: Any
) -> None:
    slow = httpx.Response(
        fault.status_code, content=fault.content, headers={**fault.headers, "retry-after": "17"}
    )
    client(play(slow, GOOD)).get(endpoint, ASK)
    assert clock.waits == [17]


def test_a_budget_may_be_used_up_and_no_more(
    client: Make, play: Make, endpoint: Endpoint, clock: Any
) -> None:
    slow = httpx.Response(503, headers={"retry-after": "30"})
    polite = Politeness(budget=60)
    assert client(play(slow, slow, GOOD), politeness=polite).get(endpoint, ASK).body == GOOD
    with pytest.raises(WikiBusy, match="60 s of waiting is all that one run may spend") as caught:
        client(play(slow, slow, slow, GOOD), politeness=polite).get(endpoint, ASK)
    assert caught.value.hint == COME_BACK
    assert clock.waits == [30] * 4
    late = httpx.Response(503, headers={"retry-after": "301"})
    with pytest.raises(WikiBusy, match="meta asks to come back in 5 min") as caught:
        client(play(late)).get(endpoint, ASK)
    assert caught.value.hint == COME_BACK


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (12, "12 s"),
        (119, "119 s"),
        (120, "2 min"),
        (900, "15 min"),
        (7199, "120 min"),
        (7200, "2 h"),
        (72_000, "20 h"),
    ],
)
def test_lengths_of_time_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert spoken(seconds) == said


def test_a_body_s_first_words_are_whole_up_to_two_hundred() -> None:
    assert words(b"x" * 200) == "x" * 200
    assert words(b"x" * 201) == "x" * 200 + "…"


def test_a_body_may_have_as_many_bytes_as_are_allowed_and_no_more() -> None:
    def read(content: bytes, encoding: str) -> bytes:
        return read_body([content], encoding, max_bytes=1000, tick=lambda: None)

    for encoding, pack in (("", bytes), ("gzip", gzip.compress)):
        assert read(pack(b"x" * 1000), encoding) == b"x" * 1000
        with pytest.raises(TooBig):
            read(pack(b"x" * 1001), encoding)
    assert read(b"", "gzip") == b""
    for content, said in (
        (gzip.compress(b"x") + gzip.compress(b"y"), "followed by more than one gzip stream"),
        (b"plain text, not packed", "damaged in its gzip packing"),
        (gzip.compress(b"x")[:-5], "cut short in its gzip packing"),
    ):
        with pytest.raises(Broken) as caught:
            read(content, "gzip")
        assert str(caught.value) == said


def test_what_parts_of_a_question_tell_beside_pages_is_put_together(site: Make) -> None:
    def answer(request: httpx.Request) -> Any:
        wanted = request.url.params["titles"].split("|")
        if len(wanted) > 1:
            return httpx.Response(504)
        number = "ABCD".index(wanted[0])
        told = body(page(number))
        told["query"]["normalized"] = [{"from": wanted[0].lower(), "to": wanted[0]}]
        return told

    connected, _ = site(answer)
    [batch] = query(connected, {"titles": "A|B|C|D", "prop": "info"})
    assert sorted(each["to"] for each in batch.query["normalized"]) == ["A", "B", "C", "D"]


def test_a_list_without_end_is_quoted(site: Make) -> None:
    connected, _ = site(body(page(1), more={"continue": "x" * 200}, whole=False))
    with pytest.raises(BadReply) as caught:
        list(query(connected, {"list": "allpages"}))
    quoted = str({"continue": "x" * 200})[:120]
    assert caught.value.message == f"meta continues its list without end ({quoted})"
    assert caught.value.hint == "report it to the wiki; a narrower source may go round it"


def test_limits_go_down_to_one_and_other_numbers_stay(site: Make) -> None:
    connected, wiki = site(*[httpx.Response(504)] * 4, body(page(1)))
    params = {"list": "allpages", "aplimit": "3", "apnamespace": "4", "apprefix": "max"}
    list(query(connected, params))
    asked = [wiki.fields(at) for at in range(5)]
    assert [one["aplimit"] for one in asked] == ["3", "3", "1", "1", "1"]
    assert {(one["apnamespace"], one["apprefix"]) for one in asked} == {("4", "max")}
