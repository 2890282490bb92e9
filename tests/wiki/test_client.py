from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from cphub import __version__
from cphub.errors import (
    BadReply,
    Exit,
    SettingsError,
    Stopped,
    WikiBusy,
)
from cphub.wiki.client import Client, Endpoint, Politeness

Make = Callable[..., Any]
GOOD = {"batchcomplete": True, "query": {"pages": []}}
ASK = {"action": "query", "meta": "siteinfo"}


def test_every_request_says_who_asks_and_what_it_understands(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    wiki = play(GOOD)
    answer = client(wiki).get(endpoint, ASK)
    request = wiki.requests[0]
    assert answer.body == GOOD
    assert request.method == "GET"
    assert request.headers["user-agent"] == (
        f"cphub/{__version__} (https://meta.wikimedia.org/wiki/User:Tester) "
        f"httpx/{httpx.__version__}"
    )
    assert request.headers["accept-encoding"] == "gzip"
    assert wiki.fields() == {
        **ASK,
        "format": "json",
        "formatversion": "2",
        "errorformat": "plaintext",
        "errorlang": "en",
        "maxlag": "5",
    }


@pytest.mark.parametrize("contact", ["", "  ", "cphub", "a@b.example\r\nX-Evil: 1"])
def test_without_a_contact_nothing_is_asked(contact: str) -> None:
    with pytest.raises(SettingsError) as error:
        Client(contact)
    assert error.value.exit == Exit.USAGE
    assert "contact = " in error.value.hint
    assert "cphub.toml" in error.value.hint


def test_a_contact_in_any_script_becomes_a_header(play: Make, endpoint: Endpoint) -> None:
    wiki = play(GOOD)
    contact = "https://meta.wikimedia.org/wiki/User:Åsa_(WMSE)"
    with Client(contact, transport=httpx.MockTransport(wiki)) as client:
        client.get(endpoint, ASK)
    assert "User:%C3%85sa_%28WMSE%29" in wiki.requests[0].headers["user-agent"]


def test_a_long_question_goes_by_post_and_stays_a_read(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    wiki = play(GOOD)
    long = {**ASK, "titles": "|".join(f"ዊኪፔዲያ {n}" for n in range(50))}
    client(wiki).get(endpoint, long)
    assert wiki.requests[0].method == "POST"
    assert wiki.requests[0].headers["promise-non-write-api-action"] == "true"
    assert str(wiki.requests[0].url) == endpoint.api
    assert wiki.fields()["titles"] == long["titles"]


@pytest.mark.parametrize(
    ("headers", "waits"),
    [
        ({"retry-after": "12"}, [12]),
        (
            {
                "date": "Sun, 22 Nov 2020 12:00:00 GMT",
                "retry-after": "Sun, 22 Nov 2020 12:00:40 GMT",
            },
            [40],
        ),
        ({"retry-after": "300"}, [300]),
        ({"retry-after": "0"}, [1]),
        ({"retry-after": "tomorrow"}, [1]),
    ],
)
def test_retry_after_is_obeyed(
    headers: dict[str, str], waits: list[float], client: Make, play: Make, clock: Any
) -> None:
    for status in (429, 503):
        clock.waits.clear()
        wiki = play(httpx.Response(status, text="Slow down", headers=headers), GOOD)
        client(wiki).get(Endpoint("own", "https://wiki.example.org/api.php"), ASK)
        assert clock.waits == waits


def test_lag_waits_as_long_as_the_wiki_says(
    client: Make, play: Make, endpoint: Endpoint, clock: Any
) -> None:
    wiki = play(
        httpx.Response(200, json={"errors": [{"code": "maxlag"}]}, headers={"retry-after": "7"}),
        GOOD,
    )
    client(wiki).get(endpoint, ASK)
    assert clock.waits == [7]


def test_a_wiki_that_asks_for_too_long_a_wait_is_left_with_its_own_words(
    client: Make, play: Make, endpoint: Endpoint, clock: Any
) -> None:
    wiki = play(
        httpx.Response(429, text="You are banned till six.", headers={"retry-after": "3600"})
    )
    with pytest.raises(WikiBusy, match=r"60 min.*You are banned till six\."):
        client(wiki).get(endpoint, ASK)
    assert len(wiki.requests) == 1
    assert not clock.waits


def test_the_waiting_of_a_whole_run_is_bounded(
    client: Make, play: Make, endpoint: Endpoint, clock: Any
) -> None:
    slow = httpx.Response(503, headers={"retry-after": "200"})
    made = client(play(*[slow, GOOD] * 4, slow))
    for _ in range(4):
        made.get(endpoint, ASK)
    with pytest.raises(WikiBusy, match="15 min"):
        made.get(endpoint, ASK)
    assert sum(clock.waits) == 800


def test_too_many_requests_holds_back_every_wikimedia_wiki(
    client: Make, play: Make, endpoint: Endpoint, clock: Any
) -> None:
    made = client(play(httpx.Response(429, headers={"retry-after": "1000"}), GOOD))
    with pytest.raises(WikiBusy):
        made.get(endpoint, ASK)
    made.get(Endpoint("own", "https://wiki.example.org/api.php"), ASK)
    assert not clock.waits
    made.get(Endpoint("sv", "https://sv.wikipedia.org/w/api.php"), ASK)
    assert sum(clock.waits) == pytest.approx(300)


def test_all_wikimedia_wikis_share_one_limit_and_others_have_none(
    client: Make, play: Make, clock: Any
) -> None:
    made = client(play(GOOD), politeness=Politeness(per_minute=60))
    theirs = [
        Endpoint(name, f"https://{name}.wikipedia.org/w/api.php") for name in ("sv", "fr", "ar")
    ]
    for n in range(61):
        made.get(theirs[n % 3], ASK)
    assert clock.time - 1000 >= 60 - 1e-6
    before = clock.time
    for _ in range(200):
        made.get(Endpoint("own", "https://wiki.example.org/api.php"), ASK)
    assert clock.time == before


@pytest.mark.parametrize(("per_minute", "told"), [(6, True), (60, False)])
def test_only_a_long_wait_for_the_limit_is_told_and_with_its_reason(
    per_minute: int, client: Make, play: Make, endpoint: Endpoint, *, told: bool
) -> None:
    waits: list[tuple[str, float, str]] = []
    made = client(
        play(GOOD),
        politeness=Politeness(per_minute=per_minute),
        on_wait=lambda *about: waits.append(about),
    )
    for _ in range(per_minute // 10 + 2):
        made.get(endpoint, ASK)
    limit = "Wikimedia's limit of requests a minute"
    assert [(name, why) for name, _, why in waits] == [("meta", limit)] * len(waits)
    assert bool(waits) is told


def test_at_most_three_requests_are_in_flight(client: Make) -> None:
    flying, most = 0, 0
    lock, full = threading.Lock(), threading.Barrier(3)

    def wiki(_request: httpx.Request) -> httpx.Response:
        nonlocal flying, most
        with lock:
            flying += 1
            most = max(most, flying)
        full.wait(5)
        with lock:
            flying -= 1
        return httpx.Response(200, json=GOOD)

    made = client(wiki)
    own = Endpoint("own", "https://wiki.example.org/api.php")
    with ThreadPoolExecutor(9) as pool:
        list(pool.map(lambda _: made.get(own, ASK), range(9)))
    assert most == 3
    assert made.requests("own") == 9


@pytest.mark.parametrize(("host", "most"), [("meta.wikimedia.org/w", 1), ("wiki.example.org", 3)])
@pytest.mark.parametrize("code", ["ratelimited", "concurrency-limit", ""])
def test_wikimedia_is_asked_less_at_once_after_it_said_too_many(
    host: str, most: int, code: str, client: Make
) -> None:
    refusals = [
        httpx.Response(200, json={"errors": [{"code": code, "text": "Too many."}]})
        if code
        else httpx.Response(429)
    ] * 2
    flying: list[int] = []
    seen, lock, full = [0], threading.Lock(), threading.Event()

    def wiki(_request: httpx.Request) -> httpx.Response:
        with lock:
            if refusals:
                return refusals.pop()
            flying.append(1)
            seen[0] = max(seen[0], len(flying))
            if len(flying) == most:
                full.set()
        full.wait(5)
        time.sleep(0.05)  # in which one too many would come
        with lock:
            flying.pop()
        return httpx.Response(200, json=GOOD)

    made = client(wiki)
    endpoint = Endpoint("meta", f"https://{host}/api.php")
    made.get(endpoint, ASK)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda _: made.get(endpoint, ASK), range(6)))
    assert seen == [most]


def test_stop_ends_a_wait_at_once(client: Make, play: Make, endpoint: Endpoint) -> None:
    stop = threading.Event()
    made = client(play(httpx.Response(503)), stop=stop, on_wait=lambda *_about: stop.set())
    with pytest.raises(Stopped):
        made.get(endpoint, ASK)


def test_nothing_is_sent_after_stop(client: Make, play: Make, endpoint: Endpoint) -> None:
    stop, wiki = threading.Event(), play(GOOD)
    stop.set()
    with pytest.raises(Stopped) as caught:
        client(wiki, stop=stop).get(endpoint, ASK)
    assert not wiki.requests
    assert caught.value.hint == "the same command goes on"


def test_a_write_keeps_everything_in_its_body(client: Make, play: Make, endpoint: Endpoint) -> None:
    wiki = play(GOOD)
    client(wiki).post(endpoint, {"action": "login", "lgpassword": "s3cret"})
    assert str(wiki.requests[0].url) == endpoint.api
    assert wiki.fields()["lgpassword"] == "s3cret"
    assert "promise-non-write-api-action" not in wiki.requests[0].headers


def test_a_cookie_goes_back_to_its_own_wiki_only(client: Make, play: Make) -> None:
    set_cookie = {"set-cookie": "session=1; Domain=wikimedia.org; Path=/; Secure"}
    wiki = play(httpx.Response(200, json=GOOD, headers=set_cookie), GOOD)
    made = client(wiki)
    meta = Endpoint("meta", "https://meta.wikimedia.org/w/api.php")
    for endpoint in (meta, meta, Endpoint("c", "https://commons.wikimedia.org/w/api.php")):
        made.get(endpoint, ASK)
    assert [request.headers.get("cookie") for request in wiki.requests] == [None, "session=1", None]


def test_a_token_goes_to_its_own_wiki_only(
    client: Make, play: Make, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    wiki = play(GOOD)
    with caplog.at_level(logging.DEBUG):
        made = client(wiki)
        made.bear(endpoint, "t0ken")
        made.get(endpoint, ASK)
        made.get(Endpoint("own", "https://wiki.example.org/api.php"), ASK)
    assert [request.headers.get("authorization") for request in wiki.requests] == [
        "Bearer t0ken",
        None,
    ]
    assert not caplog.records
    assert "t0ken" not in repr(made)


def test_no_log_shows_what_is_sent_however_talkative_logging_is(
    client: Make, play: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    loggers = [logging.getLogger(name) for name in ("httpx", "httpcore")]
    for logger in (logging.root, *loggers):
        monkeypatch.setattr(logger, "level", logging.DEBUG)
        logger.setLevel(logging.DEBUG)
    client(play(GOOD))
    assert not any(logger.isEnabledFor(logging.INFO) for logger in loggers)


def test_a_heavy_question_is_made_smaller_after_two_failures(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    limits = iter(["250", "125"])

    def lighten() -> Mapping[str, str] | None:
        return {**ASK, "limit": next(limits)}

    wiki = play(*[httpx.Response(504)] * 3, GOOD)
    client(wiki).get(endpoint, {**ASK, "limit": "500"}, lighten=lighten)
    assert [wiki.fields(at)["limit"] for at in range(4)] == ["500", "500", "250", "125"]


def test_being_told_to_slow_down_makes_no_question_smaller(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    wiki = play(*[httpx.Response(429)] * 3, GOOD)
    client(wiki).get(endpoint, ASK, lighten=lambda: {"action": "smaller"})
    assert wiki.fields()["action"] == "query"


def test_an_answer_that_is_too_big_is_asked_for_once_unless_it_can_be_made_smaller(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    small = Politeness(max_bytes=2**20)
    big = httpx.Response(200, content=b" " * 3 * 2**20)
    wiki = play(big)
    with pytest.raises(BadReply, match="more than 1 MB"):
        client(wiki, politeness=small).get(endpoint, ASK)
    assert len(wiki.requests) == 1
    wiki = play(big, GOOD)
    answer = client(wiki, politeness=small).get(
        endpoint, ASK, lighten=lambda: {**ASK, "smaller": "1"}
    )
    assert answer.body == GOOD
    assert wiki.fields()["smaller"] == "1"
