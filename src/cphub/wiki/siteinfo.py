"""What a wiki says of itself: the question, and its answer as a model.Wiki."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from cphub.errors import BadReply
from cphub.model.pages import Namespace, Wiki
from cphub.wiki.endpoint import Endpoint

QUESTION = {
    "action": "query",
    "meta": "siteinfo|userinfo|allmessages",
    "siprop": "general|namespaces|namespacealiases|magicwords|extensions|interwikimap|languages",
    "uiprop": "rights|groups|ratelimits",
    "ammessages": "broken-file-category",
    "list": "allusers",
    "augroup": "bot",
    "aulimit": "max",
    "curtimestamp": "1",
    "uselang": "content",  # messages in the wiki's language, whatever the user's is
}
_CATEGORY = 14
_YEARS = range(1000, 9001)  # those that the catalogue reads again
_LARGEST = 2**63 - 1  # what SQLite keeps
_ARTICLE_SIZE = 2_097_152  # bytes; MediaWiki's default


@contextmanager
def understanding(name: str, what: str) -> Iterator[None]:
    """Turn a surprise in the shape of an answer into BadReply.

    Raises:
        BadReply: the body of the with statement met something that is not there or of
            another type.
    """
    try:
        yield
    except (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError) as error:
        raise BadReply(
            f"{name} answered with {what} that cphub does not understand ({_wrong(error)})",
            "is it a MediaWiki of 1.35 or newer?",
        ) from error


def _wrong(error: Exception) -> str:
    if isinstance(error, KeyError) and error.args:
        return f'"{str(error.args[0])[:80]}" is missing'
    return "a part of it has another form than MediaWiki gives it"


def timestamp(value: str) -> datetime:
    """Return an API timestamp as an aware datetime (UTC).

    Raises:
        ValueError, OverflowError: it is none that a wiki can have.
    """
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError(f"no time zone in {value[:40]!r}")
    moment = moment.astimezone(UTC)
    if moment.year not in _YEARS:
        raise ValueError(f"no time of a wiki: {value[:40]!r}")
    return moment


def number(value: Any) -> int:
    """Return a whole number of the API.

    Raises:
        ValueError, TypeError, OverflowError: it is none, or larger than a database keeps.
    """
    if isinstance(value, bool | float):  # which int() would take for another number
        raise TypeError("no whole number")
    whole = int(value)
    if abs(whole) > _LARGEST:
        raise ValueError(f"a number of {len(str(whole))} digits")
    return whole


def wiki_of(endpoint: Endpoint, query: Mapping[str, Any], bots: tuple[str, ...]) -> Wiki:
    """Return the wiki that the `query` part of an answer to QUESTION tells of.

    Raises:
        BadReply: it is not an answer of MediaWiki.
    """
    with understanding(endpoint.name, "site information"):
        general = query["general"]
        namespaces = _namespaces(query)
        return Wiki(
            name=endpoint.name,
            api=endpoint.api,
            wikiid=str(general["wikiid"]),
            sitename=str(general["sitename"]),
            language=str(general["lang"]),
            server=str(general["server"]),
            article_path=str(general["articlepath"]),
            generator=str(general["generator"]),
            rtl=bool(general.get("rtl")),
            max_article_size=number(general.get("maxarticlesize", _ARTICLE_SIZE)),
            namespaces=namespaces,
            languages={str(e["code"]): str(e["name"]) for e in query.get("languages", ())},
            interwiki={str(e["prefix"]): str(e["url"]) for e in query.get("interwikimap", ())},
            magic_words={
                str(word["name"]): tuple(str(alias) for alias in word["aliases"])
                for word in query.get("magicwords", ())
            },
            extensions=tuple(
                sorted({str(e["name"]) for e in query.get("extensions", ()) if "name" in e})
            ),
            broken_files_category=_broken_files(query, namespaces),
            bots=bots,
        )


def _namespaces(query: Mapping[str, Any]) -> tuple[Namespace, ...]:
    aliases: dict[int, list[str]] = {}
    for entry in query.get("namespacealiases", ()):
        aliases.setdefault(number(entry["id"]), []).append(str(entry["alias"]))
    return tuple(
        Namespace(
            id=number(entry["id"]),
            name=str(entry["name"]),
            canonical=str(entry.get("canonical", "")),
            aliases=tuple(aliases.get(number(entry["id"]), ())),
            content=bool(entry.get("content")),
            case=str(entry.get("case", "first-letter")),
        )
        for entry in query["namespaces"].values()
    )


def _broken_files(query: Mapping[str, Any], namespaces: tuple[Namespace, ...]) -> str:
    """Return the title of the tracking category; "-" is how a wiki switches it off."""
    messages = query.get("allmessages", ())
    text = next((str(m.get("content", "")) for m in messages if not m.get("missing")), "").strip()
    prefix = next((space.name for space in namespaces if space.id == _CATEGORY), "Category")
    return "" if text in {"", "-"} or "{{" in text else f"{prefix}:{text}"
