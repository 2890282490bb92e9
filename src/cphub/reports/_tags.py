"""Languages as the world outside the wikis writes them."""

from __future__ import annotations

import re

# MediaWiki's LanguageCode: codes that it has given up, and codes of its own that BCP 47 does
# not have (`DEPRECATED_LANGUAGE_CODE_MAPPING`, `NON_STANDARD_LANGUAGE_CODE_MAPPING`).
_GIVEN_UP = {
    "als": "gsw", "bat-smg": "sgs", "be-x-old": "be-tarask", "fiu-vro": "vro", "roa-rup": "rup",
    "zh-classical": "lzh", "zh-min-nan": "nan", "zh-yue": "yue",
}  # fmt: skip
_OWN = {
    "cbk-zam": "cbk", "de-formal": "de-x-formal", "eml": "egl", "en-rtl": "en-x-rtl",
    "es-formal": "es-x-formal", "hu-formal": "hu-x-formal", "map-bms": "jv-x-bms",
    "mo": "ro-Cyrl-MD", "nrm": "nrf", "nl-informal": "nl-x-informal", "roa-tara": "nap-x-tara",
    "simple": "en-simple", "sr-ec": "sr-Cyrl", "sr-el": "sr-Latn", "zh-cn": "zh-Hans-CN",
    "zh-sg": "zh-Hans-SG", "zh-my": "zh-Hans-MY", "zh-tw": "zh-Hant-TW", "zh-hk": "zh-Hant-HK",
    "zh-mo": "zh-Hant-MO",
}  # fmt: skip
# What Wikibase has labels in where the wiki's code is none of its.
_LABELS = {"simple": "en", "no": "nb"}

_TAG = re.compile(
    "[a-z]{2,3}(-[a-z]{3})?(-[A-Z][a-z]{3})?(-(?:[A-Z]{2}|[0-9]{3}))?"
    "(-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-x(-[a-z0-9]{1,8})+)?"
)
_REGION, _SCRIPT = 2, 4  # letters of such a part
_LABEL = re.compile("[a-z]{2,}(-[a-z]+)*")


def language_tag(code: str) -> str:
    """Return a wiki's language code as BCP 47 has it, "" for one that it cannot have.

    >>> language_tag("als"), language_tag("simple"), language_tag("zh-tw")
    ('gsw', 'en-simple', 'zh-Hant-TW')
    """
    lower = code.lower()
    parts = _OWN.get(lower, _GIVEN_UP.get(lower, lower)).split("-")
    tag = "-".join(_cased(part, parts[at - 1] if at else None) for at, part in enumerate(parts))
    return tag if _TAG.fullmatch(tag) else ""


def label_code(code: str) -> str:
    """Return the code of the language that a Wikibase has a text in, "" where it has none.

    QuickStatements reads codes of letters and hyphens only.
    """
    lower = code.lower()
    known = _LABELS.get(lower, _GIVEN_UP.get(lower, lower))
    return known if _LABEL.fullmatch(known) else ""


def _cased(part: str, before: str | None) -> str:
    """Return a part of a tag as it is usually written: `Latn`, `TW`, else in small letters."""
    if before is None or before == "x":
        return part.lower()
    if len(part) == _REGION:
        return part.upper()
    return part.title() if len(part) == _SCRIPT and part.isalpha() else part.lower()
