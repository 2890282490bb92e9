"""Everything that cphub raises on purpose, with the exit code it ends in.

CphubError                    1  the command failed
├── UsageError                2  what was typed cannot be done
│   └── SettingsError         2  cphub.toml or the environment is wrong
├── WikiError                 1  a wiki did not do what was asked
│   ├── WikiUnreachable       1  no answer: DNS, connection, TLS, time-out
│   ├── WikiBusy              5  the wiki asks to come back later than cphub waits
│   ├── BadReply              1  the answer is not what a MediaWiki API gives
│   ├── ApiError              1  the API answered with an error code
│   │   └── LoginError        1  who we are was not accepted
│   └── Redirected            1  the API address answers from somewhere else
├── CatalogueError            1  the catalogue cannot be read or written
└── Stopped                   5  half-way; the same command goes on

An error's text is one or two lines: what happened, why, what to do.
"""

from __future__ import annotations

from enum import IntEnum
from typing import ClassVar


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    FINDINGS = 4
    STOPPED = 5
    INTERRUPTED = 130


class CphubError(Exception):
    """A failure that a user can read: `message`, and what to do about it in `hint`."""

    exit: ClassVar[Exit] = Exit.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(CphubError):
    """What was typed cannot be done."""

    exit = Exit.USAGE


class SettingsError(UsageError):
    """The configuration or the environment is wrong."""


class WikiError(CphubError):
    """A wiki did not do what was asked."""


class WikiUnreachable(WikiError):
    """No whole answer came: DNS, connection, TLS, truncated, too slow."""


class WikiBusy(WikiError):
    """The wiki asks to come back later than cphub is willing to wait."""

    exit = Exit.STOPPED


class BadReply(WikiError):
    """The answer is not what a MediaWiki API gives."""


class Redirected(WikiError):
    """The API address redirects; `location` is where it points."""

    def __init__(self, message: str, hint: str = "", *, location: str = "") -> None:
        super().__init__(message, hint)
        self.location = location


class ApiError(WikiError):
    """The API answered with an error; `code` is its code, `data` the whole error."""

    def __init__(
        self, message: str, hint: str = "", *, code: str = "", data: object = None
    ) -> None:
        super().__init__(message, hint)
        self.code = code
        self.data = data


class LoginError(ApiError):
    """Who we are was not accepted."""


class CatalogueError(CphubError):
    """The catalogue cannot be read or written."""


class Stopped(CphubError):
    """Ended half-way with everything saved so far; the same command goes on."""

    exit = Exit.STOPPED
