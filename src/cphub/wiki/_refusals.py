"""What a person can do about an edit that a wiki refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cphub.errors import ApiError
from cphub.wiki.answer import words

_ADMIN = "ask an administrator of the wiki, or publish to another page"
_GRANTS = (
    "the bot password or token needs the grants to edit existing pages and to create, edit and "
    "move pages; the account may need more rights"
)
_LINKS = "narrow the report so that these links are not in it"
_AGAIN = "somebody edits the page right now; run the same command again"
_GONE = "it was deleted meanwhile: ask why before you publish there again"

_HINTS = {
    "protectedpage": _ADMIN,
    "cascadeprotected": "it stands in a page that is protected with all that is in it; " + _ADMIN,
    "protectedtitle": "nobody may make a page of that name; " + _ADMIN,
    "protectednamespace": _ADMIN,
    "titleblacklist": "the wiki takes no page of that name; publish to another page",
    "blocked": "the account or this network is blocked; its talk page or block log says why",
    "autoblocked": "this network is blocked; ask an administrator of the wiki",
    "globalblocking": "this network is blocked on all wikis; ask a steward",
    "permissiondenied": _GRANTS,
    "cantcreate": _GRANTS,
    "noedit": _GRANTS,
    "nocreate": _GRANTS,
    "writeapidenied": _GRANTS,
    "assertbotfailed": "the account was to be a bot and is none any more; " + _GRANTS,
    "contenttoobig": "narrow the report by wiki, language, axis or severity",
    "missingtitle": _GONE,
    "nosuchpageid": _GONE,
    "pagedeleted": _GONE,
    "editconflict": _AGAIN,
    "articleexists": _AGAIN,
    "tpt-target-page": "Translate writes that page; publish to the page that it is made of",
    "badtoken": "the wiki lost the session; run the same command again",
}


def hint_of(error: ApiError) -> str:
    """Return what to do about a refusal, "" where that is not known."""
    data = _details(error.data)
    if "abusefilter" in error.code:
        described = data.get("abusefilter")
        name = str(described.get("description", "")) if isinstance(described, dict) else ""
        named = f' "{_short(name)}"' if name else ""
        return (
            f"the wiki's filter{named} stops it; cphub confirms no warning: ask those who keep the "
            "wiki's filters to let the account through"
        )
    if error.code.startswith("spam"):
        found = data.get("spamblacklist")
        matches = found.get("matches") if isinstance(found, dict) else None
        hosts = ", ".join(map(_short, map(str, matches))) if isinstance(matches, list) else ""
        return f"the wiki takes no links to {hosts}; {_LINKS}" if hosts else _LINKS
    if error.code in _HINTS:
        return _HINTS[error.code]
    return next((hint for code, hint in _HINTS.items() if error.code.startswith(code)), "")


def captcha(name: str, title: str, said: Mapping[str, Any]) -> ApiError:
    """Return the error for an edit that ended in `Failure`: a captcha, or a hook's veto."""
    if "captcha" in said:
        return ApiError(
            f"{name} asks for a captcha before it takes the edit of {title} (captcha)",
            "use an account that is asked for none: an autoconfirmed one, or a bot's",
            code="captcha",
            data=dict(said),
        )
    why = next((str(said[key]) for key in ("info", "warning", "code") if said.get(key)), "")
    told = _short(why) or "no reason given"
    return ApiError(
        f"{name} did not take the edit of {title}: {told} (failure)",
        _ADMIN,
        code="failure",
        data=dict(said),
    )


def _details(data: object) -> Mapping[str, Any]:
    """Return the particulars of an error, of either shape that the API has."""
    if not isinstance(data, dict):
        return {}
    inner = data.get("data")
    return inner if isinstance(inner, dict) else data


def _short(text: str) -> str:
    return words(text.encode("utf-8", "replace"))
