"""Who cphub is to a wiki: a bot password or an OAuth 2 token, and where they are kept."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cphub.errors import SettingsError
from cphub.settings.files import open_to_read
from cphub.settings.toml import read_toml
from cphub.wiki.endpoint import Endpoint, is_wikimedia

_HOW = 'it holds either token = "…" or user = "Name@bot" and password = "…", and perhaps host = "…"'
_KEYS = {"user", "password", "token", "host"}


@dataclass(frozen=True)
class Credentials:
    """A bot password (`user`, `password`) or an OAuth 2 `token`.

    They are sent to Wikimedia's wikis and to `host`, if one is named, and nowhere else.

    Raises:
        SettingsError: it is neither, or both.
    """

    user: str = ""
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    host: str = ""

    def __post_init__(self) -> None:
        """Check that it is one or the other."""
        if bool(self.token) == bool(self.user or self.password) or (
            not self.token and not (self.user and self.password)
        ):
            raise SettingsError("a login is a token, or a user with a password", _HOW)
        if any(not c.isprintable() or not c.isascii() for c in self.token):
            raise SettingsError("the token has a character in it that no token has", _HOW)

    def check(self, endpoint: Endpoint) -> None:
        """Make sure that `endpoint` is one to which these secrets may be sent.

        Raises:
            SettingsError: it is not.
        """
        if not endpoint.secure:
            raise SettingsError(
                f"{endpoint.name} is not https, so cphub does not log in there: {endpoint.api}",
                "use an https address (http only to 127.0.0.1, [::1] or localhost), or no login",
            )
        if not is_wikimedia(endpoint.host) and endpoint.host != self.host.lower():
            raise SettingsError(
                f"the login was not made for {endpoint.host}, so it is not sent to {endpoint.name}",
                f'if it was, write host = "{endpoint.host}" beside it (CPHUB_HOST)',
            )


def load_credentials(
    path: Path | None = None, environ: Mapping[str, str] | None = None
) -> Credentials | None:
    """Return the login of the token file `path`, else of the environment, else None.

    The file is TOML and readable by its owner alone (`chmod 600`): `token = "…"`, or
    `user = "Name@bot"` and `password = "…"`; `host = "wiki.example.org"` where the wiki is
    not one of Wikimedia's. The environment's names are CPHUB_TOKEN, CPHUB_BOT_USER,
    CPHUB_BOT_PASSWORD and CPHUB_HOST.

    Raises:
        SettingsError: the file cannot be read, is open to others, or does not hold a login.
    """
    if path is not None:
        return Credentials(**_read(path))
    environ = os.environ if environ is None else environ
    names = {
        "token": "CPHUB_TOKEN",
        "user": "CPHUB_BOT_USER",
        "password": "CPHUB_BOT_PASSWORD",  # the variable's name
    }
    found = {key: environ.get(name, "").strip() for key, name in names.items()}
    if not any(found.values()):
        return None
    return Credentials(**found, host=environ.get("CPHUB_HOST", "").strip())


def _read(path: Path) -> dict[str, str]:
    try:
        with open_to_read(path) as file:
            mode = os.fstat(file.fileno()).st_mode
            data = read_toml(file)
    except OSError as error:
        raise SettingsError(f"cannot read the token file {path}: {error.strerror}") from None
    except ValueError:  # whose text may quote the file
        raise SettingsError(f"the token file {path} is not TOML", _HOW) from None
    if set(data) - _KEYS or not all(isinstance(value, str) for value in data.values()):
        raise SettingsError(f"the token file {path} holds something else than a login", _HOW)
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(f"the token file {path} can be read by others", f"chmod 600 {path}")
    return {key: value.strip() for key, value in data.items()}
