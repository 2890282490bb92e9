"""The cphub.toml that `cphub init` writes: commented, so that it explains itself."""

from __future__ import annotations

import json
import re
from urllib.parse import urlsplit

from cphub.errors import UsageError

SHARED = {
    "commons": "commons.wikimedia.org",
    "incubator": "incubator.wikimedia.org",
    "mediawiki": "www.mediawiki.org",
    "meta": "meta.wikimedia.org",
    "outreach": "outreach.wikimedia.org",
    "species": "species.wikimedia.org",
    "wikidata": "www.wikidata.org",
}
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z]+)*\Z|simple\Z")

TEXT = """\
# The settings of cphub. Every key is described in docs/configuration.md.

# Who runs cphub: an address of yours (user page or e-mail) that goes with every request,
# so that a wiki's operators can reach you. `cphub harvest` refuses to start without it.
contact = {contact}

# The languages that you want material in.
languages = {languages}

# The file that everything is kept in.
catalog = "catalog.db"

# The wikis, each under a short name of your choice.
[wikis.{wiki}]
api = {api}

# The sources: where learning material is listed. Add as many as you like; the kinds are
# category, subpages, search, template, links and titles.
[[sources]]
name = {source}
wiki = "{wiki}"
kind = "category"
category = {category}
depth = 2                  # how many levels of subcategories to follow

# [[sources]]
# name = "handbook"
# wiki = "{wiki}"
# kind = "subpages"
# prefix = "Handbook/"

# A rule's settings; `cphub explain untouched-page` tells what there is to set.
# [rules.untouched-page]
# max_age_days = 730
"""


def config_text(contact: str, wiki: str, category: str, languages: tuple[str, ...]) -> str:
    """Return the text of a cphub.toml for one wiki and one category on it.

    Raises:
        UsageError: `wiki` is neither a wiki's name that cphub knows nor its address.
    """
    name, api = wiki_address(wiki)
    source = re.sub(r"\W+", "-", category.partition(":")[2] or category).strip("-").lower()
    return TEXT.format(
        contact=_quoted(contact),
        languages="[" + ", ".join(_quoted(language) for language in languages) + "]",
        wiki=name,
        api=_quoted(api),
        source=_quoted(source or "category"),
        category=_quoted(category),
    )


def wiki_address(wiki: str) -> tuple[str, str]:
    """Return the short name and the API address of `wiki`.

    It may be `meta` or another wiki that all languages share, a language code (its
    Wikipedia), the address of any page of a Wikimedia wiki, or the address of any
    MediaWiki's `api.php`.

    Raises:
        UsageError: it is none of these.
    """
    wiki = wiki.strip()
    parts = urlsplit(wiki)
    if parts.scheme in {"http", "https"} and parts.hostname:
        labels = parts.hostname.removeprefix("www.").split(".")
        name = re.sub(r"[^a-z0-9-]", "-", labels[0])
        if parts.path.endswith("api.php"):
            return name, wiki
        return name, f"https://{parts.hostname}/w/api.php"
    folded = wiki.casefold()
    if folded in SHARED:
        return folded, f"https://{SHARED[folded]}/w/api.php"
    if LANGUAGE.match(folded):
        return folded, f"https://{folded}.wikipedia.org/w/api.php"
    raise UsageError(
        f'"{wiki}" is no wiki that cphub knows',
        "give its address, a language code for that Wikipedia, or one of " + ", ".join(SHARED),
    )


def _quoted(text: str) -> str:
    """Return `text` as a TOML string: JSON's escapes are TOML's but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
