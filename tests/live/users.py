"""Users of a live wiki who are logged in and do things there."""

from __future__ import annotations

from typing import Any

import httpx

SHARED = {"format": "json", "formatversion": "2"}


class WikiRefused(AssertionError):
    """The test wiki refused what the test set up with."""


class Users:
    """The users of the wiki at `api`, who all have the same password."""

    def __init__(self, api: str, password: str) -> None:
        self._api = api
        self._password = password
        self._sessions: dict[str, tuple[httpx.Client, str]] = {}

    def act(self, action: str, user: str, params: dict[str, str]) -> dict[str, Any]:
        """Do what changes the wiki; return the answer."""
        session, token = self._session(user)
        data = {"action": action, "token": token, **SHARED, **params}
        answer: dict[str, Any] = session.post(self._api, data=data).json()
        if "error" in answer:
            raise WikiRefused(f"{action} {params}: {answer['error']}")
        return answer

    def ask(self, user: str, params: dict[str, str]) -> dict[str, Any]:
        """Ask what changes nothing."""
        session, _ = self._session(user)
        answer: dict[str, Any] = session.get(self._api, params=SHARED | params).json()
        return answer

    def close(self) -> None:
        """End all sessions."""
        for session, _ in self._sessions.values():
            session.close()
        self._sessions.clear()

    def _session(self, user: str) -> tuple[httpx.Client, str]:
        if user not in self._sessions:
            session = httpx.Client(timeout=60)
            self._sessions[user] = (session, "")
            tokens = {"action": "query", "meta": "tokens", **SHARED}
            first = session.get(self._api, params={**tokens, "type": "login"}).json()
            login = {"action": "login", "lgname": user, "lgpassword": self._password, **SHARED}
            login["lgtoken"] = first["query"]["tokens"]["logintoken"]
            done = session.post(self._api, data=login).json()
            if done["login"]["result"] != "Success":
                raise WikiRefused(f"login as {user}: {done}")
            token = session.get(self._api, params=tokens).json()["query"]["tokens"]["csrftoken"]
            self._sessions[user] = (session, token)
        return self._sessions[user]
