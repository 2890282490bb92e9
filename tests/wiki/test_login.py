# ruff: noqa: S106  # made-up secrets
from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from cphub.errors import ApiError, LoginError, SettingsError
from cphub.wiki.auth import Credentials
from cphub.wiki.client import Endpoint
from cphub.wiki.query import query
from cphub.wiki.site import connect

Make = Callable[..., Any]
BOT = Credentials(user="Ann@cphub", password="s3cret")
TOKEN = {"query": {"tokens": {"logintoken": "abc+\\"}}}
WELCOME = {"login": {"result": "Success", "lguserid": 7, "lgusername": "Ann"}}
GOOD = {"batchcomplete": True, "query": {"pages": []}}
CSRF = {"query": {"tokens": {"csrftoken": "csrf1+\\"}}}
CSRF2 = {"query": {"tokens": {"csrftoken": "csrf2+\\"}}}


def error(code: str) -> dict[str, Any]:
    return {"errors": [{"code": code, "text": f"about {code}"}]}


@pytest.fixture
def known(hello: dict[str, Any]) -> dict[str, Any]:
    rights = ["read", "apihighlimits"]
    hello["query"]["userinfo"] = {"id": 7, "name": "Ann", "rights": rights}
    return hello


def test_a_bot_password_is_sent_in_the_body_and_asserted_from_then_on(
    client: Make, play: Make, endpoint: Endpoint, known: dict[str, Any]
) -> None:
    wiki = play(TOKEN, WELCOME, known, GOOD)
    site = connect(client(wiki), endpoint, BOT)
    site.get({"action": "query"})
    assert site.user == "Ann"
    assert site.limit == 500
    assert wiki.requests[1].method == "POST"
    assert wiki.fields(1)["lgtoken"] == "abc+\\"
    assert wiki.fields(1)["lgpassword"] == "s3cret"
    assert [wiki.fields(at).get("assertuser") for at in range(4)] == [None, None, "Ann", "Ann"]
    assert all("s3cret" not in str(request.url) for request in wiki.requests)
    assert "s3cret" not in repr(site)


def test_a_token_is_borne_and_its_user_asserted(
    client: Make, play: Make, endpoint: Endpoint, known: dict[str, Any]
) -> None:
    wiki = play(known, GOOD)
    site = connect(client(wiki), endpoint, Credentials(token="t0ken"))
    site.get({"action": "query"})
    assert wiki.fields(0)["assert"] == "user"
    assert wiki.fields(1)["assertuser"] == "Ann"
    assert all(r.headers["authorization"] == "Bearer t0ken" for r in wiki.requests)
    assert "t0ken" not in repr(site)


@pytest.mark.parametrize(
    ("result", "hint"),
    [
        ("Failed", "Name@bot"),
        ("WrongPass", "Name@bot"),
        ("Throttled", "wait"),
        ("Aborted", "BotPasswords"),
        ("NeedToken", "try again"),
    ],
)
def test_a_refused_login_says_why_and_what_to_do(
    client: Make, play: Make, result: str, hint: str
) -> None:
    endpoint = Endpoint("meta", "https://meta.wikimedia.org/w/api.php")
    refusal = {"login": {"result": result, "reason": {"code": "x", "text": "no, s3cret."}}}
    with pytest.raises(LoginError, match=rf"^meta did not let Ann@cphub in: {result} no") as caught:
        connect(client(play(TOKEN, refusal, TOKEN, refusal)), endpoint, BOT)
    assert hint in caught.value.hint
    assert "s3cret" not in caught.value.message


def test_a_login_whose_session_was_lost_is_tried_once_more(
    client: Make, play: Make, endpoint: Endpoint, known: dict[str, Any]
) -> None:
    wiki = play(TOKEN, {"login": {"result": "NeedToken"}}, TOKEN, WELCOME, known)
    assert connect(client(wiki), endpoint, BOT).user == "Ann"


def test_no_secret_leaves_for_a_wiki_it_was_not_made_for(client: Make, play: Make) -> None:
    wiki = play(TOKEN)
    own = Endpoint("own", "https://wiki.example.org/api.php")
    for credentials in (BOT, Credentials(token="t0ken")):
        with pytest.raises(SettingsError, match=r"wiki\.example\.org"):
            connect(client(wiki), own, credentials)
    assert not wiki.requests


@pytest.mark.parametrize(
    "code", ["assertuserfailed", "assertnameduserfailed", "notloggedin", "readapidenied"]
)
def test_a_lost_login_is_renewed_once(
    client: Make, play: Make, known: dict[str, Any], code: str
) -> None:
    endpoint = Endpoint("meta", "https://meta.wikimedia.org/w/api.php")
    wiki = play(TOKEN, WELCOME, known, error(code), TOKEN, WELCOME, GOOD)
    site = connect(client(wiki), endpoint, BOT)
    assert site.get({"action": "query"}).body == GOOD
    wiki = play(TOKEN, WELCOME, known, error(code), TOKEN, WELCOME, error(code))
    site = connect(client(wiki), endpoint, BOT)
    with pytest.raises(LoginError, match="no longer takes our login"):
        site.get({"action": "query"})
    assert len(wiki.requests) == 7


def test_what_is_refused_after_a_renewed_login_is_told_as_it_is(
    client: Make, play: Make, endpoint: Endpoint, known: dict[str, Any]
) -> None:
    lost, refused = error("assertuserfailed"), error("permissiondenied")
    wiki = play(TOKEN, WELCOME, known, lost, TOKEN, WELCOME, refused)
    site = connect(client(wiki), endpoint, BOT)
    with pytest.raises(ApiError, match="about permissiondenied") as caught:
        site.get({"action": "query"})
    assert type(caught.value) is ApiError


def test_a_token_that_is_no_longer_taken_ends_at_once(
    client: Make, play: Make, endpoint: Endpoint, known: dict[str, Any]
) -> None:
    wiki = play(known, error("assertnameduserfailed"))
    site = connect(client(wiki), endpoint, Credentials(token="t0ken"))
    with pytest.raises(LoginError):
        site.get({"action": "query"})
    assert len(wiki.requests) == 2


def test_a_bad_token_is_refused_in_clear_words(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    body = error("mwoauth-invalid-authorization")
    with pytest.raises(LoginError, match="did not take the login") as caught:
        connect(client(play(body)), endpoint, Credentials(token="t0ken"))
    assert "token file" in caught.value.hint


def test_a_private_wiki_says_that_it_wants_a_login(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    with pytest.raises(ApiError) as caught:
        connect(client(play(error("readapidenied"))), endpoint)
    assert not isinstance(caught.value, LoginError)
    assert "logged in" in caught.value.hint


def test_writing_asks_for_a_token_once_and_renews_a_stale_one_once(
    client: Make, play: Make, endpoint: Endpoint, known: dict[str, Any]
) -> None:
    done = {"edit": {"result": "Success"}}
    wiki = play(TOKEN, WELCOME, known, CSRF, done, done, error("badtoken"), CSRF2, done)
    site = connect(client(wiki), endpoint, BOT)
    for _ in range(3):
        assert site.post({"action": "edit"}).body == done
    tokens = [wiki.fields(at).get("token") for at in range(3, 9)]
    assert tokens == [None, "csrf1+\\", "csrf1+\\", "csrf1+\\", None, "csrf2+\\"]
    assert list(wiki.fields(8))[-1] == "token"


def test_a_token_that_is_bad_twice_is_an_error(
    client: Make, play: Make, endpoint: Endpoint, known: dict[str, Any]
) -> None:
    wiki = play(known, CSRF, error("badtoken"), CSRF2, error("badtoken"))
    site = connect(client(wiki), endpoint)
    with pytest.raises(ApiError, match="badtoken"):
        site.post({"action": "edit"})
    assert len(wiki.requests) == 5


def test_a_redirected_login_takes_no_secret_along(
    client: Make, play: Make, endpoint: Endpoint
) -> None:
    moved = httpx.Response(307, headers={"location": "https://evil.example/api.php"})
    wiki = play(TOKEN, moved)
    with pytest.raises(Exception, match=r"evil\.example"):
        connect(client(wiki), endpoint, BOT)
    assert {request.url.host for request in wiki.requests} == {"meta.wikimedia.org"}


def test_a_smaller_question_is_asked_as_the_same_user(
    client: Make, play: Make, endpoint: Endpoint, known: dict[str, Any]
) -> None:
    down = httpx.Response(504)
    wiki = play(TOKEN, WELCOME, known, down, down, GOOD)
    site = connect(client(wiki), endpoint, BOT)
    list(query(site, {"generator": "allpages", "gaplimit": "max"}))
    assert wiki.fields()["gaplimit"] == "250"
    assert wiki.fields()["assertuser"] == "Ann"


def test_a_login_that_many_threads_lose_at_once_is_renewed_once(
    client: Make, endpoint: Endpoint, known: dict[str, Any]
) -> None:
    logins, together = 0, threading.Barrier(3)

    def wiki(request: httpx.Request) -> httpx.Response:
        nonlocal logins
        form = (request.url.query or request.read()).decode()
        if "type=login" in form:
            return httpx.Response(200, json=TOKEN)
        if "action=login" in form:
            logins += 1
            return httpx.Response(200, json=WELCOME)
        if "siteinfo" in form:
            return httpx.Response(200, json=known)
        if logins == 1:
            together.wait(5)
            return httpx.Response(200, json=error("assertnameduserfailed"))
        return httpx.Response(200, json=GOOD)

    site = connect(client(wiki), endpoint, BOT)
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: site.get({"action": "query"}), range(3)))
    assert [answer.body for answer in answers] == [GOOD] * 3
    assert logins == 2
