"""A wiki that cphub is connected to: what it is, who we are there, what it warned of."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cphub.errors import ApiError, BadReply, LoginError
from cphub.model.pages import Wiki
from cphub.wiki.answer import Answer, Warning_
from cphub.wiki.auth import Credentials
from cphub.wiki.client import Client, Endpoint, Lighten
from cphub.wiki.login import log_in
from cphub.wiki.siteinfo import QUESTION, timestamp, understanding, wiki_of

_LOGGED_OUT = {
    "assertuserfailed",
    "assertbotfailed",
    "assertnameduserfailed",
    "notloggedin",
    "readapidenied",
}
_MANY, _FEW = 500, 50  # titles a request, with and without the right `apihighlimits`
_BOT_ROUNDS = 20  # 500 bots each
_WARNINGS = 200  # different ones that are kept
_FURTHER = Warning_("cphub", "further warnings, each different")


@dataclass
class Site:
    """One wiki for one run. Thread-safe.

    `limit` is how many titles one request may name, `user` who we are ("" if nobody),
    `skew` the server's clock minus ours in seconds. `counted` are the warnings of all
    answers and how often each came.
    """

    client: Client
    endpoint: Endpoint
    wiki: Wiki
    limit: int = _FEW
    user: str = ""
    skew: float = 0.0
    credentials: Credentials | None = field(default=None, repr=False)
    counted: Counter[Warning_] = field(default_factory=Counter)
    _logins: int = 0
    _token: str = field(default="", repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    @property
    def warnings(self) -> list[tuple[str, str]]:
        """The different warnings so far, as (code or module, text)."""
        with self._lock:
            return [(warning.code, warning.text) for warning in self.counted]

    def take_warnings(self) -> Counter[Warning_]:
        """Return the warnings since this was last called, and how often each came."""
        with self._lock:
            taken, self.counted = self.counted, Counter()
        return taken

    def get(self, params: Mapping[str, str], *, lighten: Lighten | None = None) -> Answer:
        """Ask the wiki something, as who we are; a lost login is renewed once.

        Raises:
            WikiError: see `Client.get`.
        """
        return self._note(
            self._as_user(
                lambda who: self.client.get(
                    self.endpoint,
                    {**params, **who},
                    lighten=_with(lighten, who) if lighten else None,
                )
            )
        )

    def post(self, params: Mapping[str, str], *, retry: bool = False) -> Answer:
        """Write to the wiki with a CSRF token; a token gone stale is renewed once.

        Raises:
            WikiError: see `Client.post`.
        """

        def send(who: Mapping[str, str]) -> Answer:
            form = {**params, **who, "token": self.csrf()}  # the token last: all came whole
            return self.client.post(self.endpoint, form, retry=retry)

        try:
            return self._note(self._as_user(send))
        except ApiError as error:
            if error.code != "badtoken":
                raise
            self.csrf(renew=True)
            return self._note(self._as_user(send))

    def csrf(self, *, renew: bool = False) -> str:
        """Return the token that writing needs; it is asked for once."""
        if renew or not self._token:
            answer = self.get({"action": "query", "meta": "tokens", "type": "csrf"})
            with understanding(self.endpoint.name, "a token"):
                self._token = str(answer.body["query"]["tokens"]["csrftoken"])
        return self._token

    def _as_user(self, send: Callable[[Mapping[str, str]], Answer]) -> Answer:
        who = {"assertuser": self.user} if self.user else {}
        logins = self._logins
        try:
            return send(who)
        except ApiError as error:
            if error.code not in _LOGGED_OUT or not self.credentials:
                raise
            self._renew(self.credentials, logins, error)
        try:
            return send(who)
        except ApiError as error:
            if error.code not in _LOGGED_OUT:
                raise
            raise _lost(self.endpoint, error) from None

    def _renew(self, credentials: Credentials, logins: int, error: ApiError) -> None:
        """Log in again, unless another thread did so since we were at `logins`."""
        if credentials.token:
            raise _lost(self.endpoint, error) from None
        with self._lock:
            if self._logins == logins:
                self._token = ""
                log_in(self.client, self.endpoint, credentials)
                self._logins += 1

    def _note(self, answer: Answer) -> Answer:
        with self._lock:
            for warning in answer.warnings:
                room = warning in self.counted or len(self.counted) < _WARNINGS
                self.counted[warning if room else _FURTHER] += 1
        return answer


def connect(client: Client, endpoint: Endpoint, credentials: Credentials | None = None) -> Site:
    """Log in if there are credentials, and ask the wiki what it is: one request if not.

    Raises:
        WikiError: it does not answer, or not as a MediaWiki; LoginError if it refuses us.
        SettingsError: the credentials are not for this wiki.
    """
    who: dict[str, str] = {}
    if credentials is not None:
        if credentials.token:
            credentials.check(endpoint)
            client.bear(endpoint, credentials.token)
            who = {"assert": "user"}
        else:
            who = {"assertuser": log_in(client, endpoint, credentials)}
    try:
        answer = client.get(endpoint, QUESTION | who)
    except ApiError as error:
        raise _refused(endpoint, error, logged_in=bool(who)) from None
    now = datetime.now(UTC)
    if not isinstance(query := answer.body.get("query"), dict) or "general" not in query:
        raise BadReply(
            f"{endpoint.api} answers, but not as a MediaWiki API",
            f"check api under [wikis.{endpoint.name}] in cphub.toml",
        )
    wiki = wiki_of(endpoint, query, _bots(client, endpoint, answer.body, who))
    with understanding(endpoint.name, "what it says of us"):
        me = query["userinfo"]
        rights = me.get("rights", ())
        user = "" if me.get("anon") or not me.get("id") or not who else str(me["name"])
        skew = (timestamp(answer.body["curtimestamp"]) - now).total_seconds()
    site = Site(
        client=client,
        endpoint=endpoint,
        wiki=wiki,
        limit=_MANY if "apihighlimits" in rights else _FEW,
        user=user,
        skew=skew,
        credentials=credentials,
    )
    site._note(answer)  # noqa: SLF001  # its own first answer
    return site


def _bots(
    client: Client, endpoint: Endpoint, body: Mapping[str, Any], who: Mapping[str, str]
) -> tuple[str, ...]:
    """Return the names of the group `bot`; only wikis with over 500 need more requests."""
    names: list[str] = []
    params = {key: QUESTION[key] for key in ("action", "list", "augroup", "aulimit")}
    with understanding(endpoint.name, "its list of bots"):
        for _ in range(_BOT_ROUNDS):
            names += [str(user["name"]) for user in body["query"].get("allusers", ())]
            if "continue" not in body:
                break
            more = {str(key): str(value) for key, value in body["continue"].items()}
            body = client.get(endpoint, {**params, **who, **more}).body
    return tuple(names)


def _with(lighten: Lighten, who: Mapping[str, str]) -> Lighten:
    def smaller() -> Mapping[str, str] | None:
        question = lighten()
        return {**question, **who} if question else None

    return smaller


def _lost(endpoint: Endpoint, error: ApiError) -> LoginError:
    return LoginError(
        f"{endpoint.name} no longer takes our login: {_said(endpoint, error)}",
        "check that the token or bot password still stands, then run the same command again",
        code=error.code,
        data=error.data,
    )


def _refused(endpoint: Endpoint, error: ApiError, *, logged_in: bool) -> ApiError:
    refusals = ("mwoauth-", "rest-", "assert")
    if logged_in and (error.code in _LOGGED_OUT or error.code.startswith(refusals)):
        return LoginError(
            f"{endpoint.name} did not take the login: {_said(endpoint, error)}",
            "make a new token or bot password for cphub and put it into the token file",
            code=error.code,
            data=error.data,
        )
    if error.code == "readapidenied":
        error.hint = "only people who are logged in may read this wiki; give a token file"
    return error


def _said(endpoint: Endpoint, error: ApiError) -> str:
    return error.message.removeprefix(f"{endpoint.name}: ")
