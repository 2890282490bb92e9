"""Log in with a bot password."""

from __future__ import annotations

from typing import Any

from cphub.errors import LoginError
from cphub.wiki.answer import words
from cphub.wiki.auth import Credentials
from cphub.wiki.client import Client
from cphub.wiki.endpoint import Endpoint
from cphub.wiki.siteinfo import understanding

_HINTS = {
    "Failed": "check user and password; a bot password's user has an @: Name@bot",
    "WrongPass": "check user and password; a bot password's user has an @: Name@bot",
    "NotExists": "there is no user of that name on this wiki",
    "Throttled": "too many logins failed of late; wait some minutes",
    "Aborted": "use a bot password (Special:BotPasswords), not the account's own password",
    "NeedToken": "the wiki lost the session between two requests; try again",
    "WrongToken": "the wiki lost the session between two requests; try again",
}
_LOST = {"NeedToken", "WrongToken"}


def log_in(client: Client, endpoint: Endpoint, credentials: Credentials) -> str:
    """Log in, keeping the session in the endpoint's cookie jar; return the user's name.

    Raises:
        LoginError: the wiki refused.
        SettingsError: the secrets are not for this wiki.
    """
    credentials.check(endpoint)
    client.secrets.keep(credentials.password)
    said = _attempt(client, endpoint, credentials)
    if said.get("result") in _LOST:
        said = _attempt(client, endpoint, credentials)
    result = str(said.get("result", "no result"))
    if result == "Success" and said.get("lgusername"):
        return str(said["lgusername"])
    reason = said.get("reason", "")
    if isinstance(reason, dict):
        reason = reason.get("text", "")
    why = f"{words(result.encode())} {words(str(reason).encode())}"
    raise LoginError(
        f"{endpoint.name} did not let {credentials.user} in: {why}".rstrip(),
        _HINTS.get(result, ""),
        code=result,
    )


def _attempt(client: Client, endpoint: Endpoint, credentials: Credentials) -> dict[str, Any]:
    ask = {"action": "query", "meta": "tokens", "type": "login"}
    with understanding(endpoint.name, "a login token"):
        token = str(client.get(endpoint, ask).body["query"]["tokens"]["logintoken"])
    form = {
        "action": "login",
        "lgname": credentials.user,
        "lgpassword": credentials.password,
        "lgtoken": token,
    }
    with understanding(endpoint.name, "a login answer"):
        return dict(client.post(endpoint, form, retry=True).body["login"])
