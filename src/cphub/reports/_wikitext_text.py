"""Pieces of wikitext that do nothing but show what they are given."""

from __future__ import annotations

import re
from collections.abc import Mapping

from cphub.clean import clean
from cphub.locale.speaker import Speaker
from cphub.reports._addresses import web_address
from cphub.reports._cells import CODE, commands

_MARKUP = str.maketrans({c: f"&#{ord(c)};" for c in "[]{}|~'_#*:;=!-<>&"})
# "ISBN 978…" is a link of its own where magic links are on.
_MAGIC = re.compile(r"(ISBN|RFC|PMID) ", re.IGNORECASE)
# Titles that a link in brackets leads to as they are: MediaWiki's own rules for titles, and
# nothing that it would read otherwise (`%41`, `&amp;`, `~~~~`, `__TOC__`, `/subpage`, `:Main`).
_TITLE = re.compile(
    r"(?![:/])(?!.*(?:__|//|''|&#?\w+;))(?!(?:.*/)?\.{1,2}(?:/|$))[^\x00-\x1f\x7f#<>\[\]{}|%~\ufffd]+"
)
_LONGEST_TITLE = 255  # bytes, in MediaWiki


def escape(text: str) -> str:
    """Return `text` as wikitext that shows it and does nothing else."""
    return quoted(clean(text))


def sentence(text: str) -> str:
    """Return a sentence of cphub's own, its commands as code."""
    return "".join(
        f"<code>{quoted(piece)}</code>" if is_command else quoted(piece)
        for piece, is_command in commands(text)
    )


def quoted(text: str) -> str:
    """Return cleaned text likewise, its white space as it is."""
    return _MAGIC.sub(r"\1&#32;", text.translate(_MARKUP))


def link(text: str, url: str) -> str:
    """Return an external link, or only its text where the address is none to follow."""
    address = web_address(url)
    shown = escape(text)
    return f"[{address} {shown}]" if address and shown else shown


def page_link(prefixes: Mapping[str, str], page: tuple[str, str], text: str, url: str) -> str:
    """Return a link to a page: within or between wikis where that is sure to work.

    Args:
        prefixes: the interwiki prefixes that the wiki the text is for has for other wikis, by
            their short names; "" for itself.
        page: the wiki's short name and the title.
        text: what is shown.
        url: the page's address, which is linked to where there is no prefix for its wiki or
            its title is none that stands in brackets as it is.
    """
    wiki, title = page
    shown = escape(text)
    if wiki not in prefixes or not shown or not _stands_in_brackets(title):
        return link(text, url)
    prefix = f"{prefixes[wiki]}:" if prefixes[wiki] else ""
    target = f":{prefix}{title.replace('&', '&amp;')}"
    return f"[[{target}]]" if target == f":{shown}" else f"[[{target}|{shown}]]"


def _stands_in_brackets(title: str) -> bool:
    return (
        title == clean(title)
        and len(title.encode()) <= _LONGEST_TITLE
        and _TITLE.fullmatch(title) is not None
    )


def language(code: str, said: Speaker) -> str:
    """Return a language's name, which the wiki itself fills in, with its code.

    To readers of English that is its own name, to others the one in their language, which
    Wikimedia's wikis know by the extension cldr; a wiki without it fills in the language's own.
    """
    if not code:
        return said.t("not known")
    if not CODE.fullmatch(code):
        return escape(code)
    name = code if said.is_english else f"{code}|{said.language}"
    return f"{{{{#language:{name}}}}} ({code})"
