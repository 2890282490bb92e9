"""The cphub.toml that `cphub init` writes: commented, so that it explains itself."""

from __future__ import annotations

import json
import re

from cphub.settings.shape import WikiSettings

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

# What your material is about: words by which a topic is known, by language. docs/subjects.md
# tells more.
# [topics.upload]
# labels = {{ en = "Uploading", sv = "Uppladdning" }}
# categories = ["Category:Uploading"]
# terms.en = ["upload*"]
# terms.sv = ["ladda upp", "uppladdning*"]

# A rule's settings; `cphub explain untouched-page` tells what there is to set.
# [rules.untouched-page]
# max_age_days = 730
"""


def config_text(contact: str, wiki: WikiSettings, category: str, languages: tuple[str, ...]) -> str:
    """Return the text of a cphub.toml for one wiki and one category on it."""
    source = re.sub(r"\W+", "-", category.partition(":")[2] or category).strip("-").lower()
    return TEXT.format(
        contact=_quoted(contact),
        languages="[" + ", ".join(_quoted(language) for language in languages) + "]",
        wiki=wiki.name,
        api=_quoted(wiki.api) + ("\nallow_insecure = true" if wiki.allow_insecure else ""),
        source=_quoted(source or "category"),
        category=_quoted(category),
    )


def _quoted(text: str) -> str:
    """Return `text` as a TOML string: JSON's escapes are TOML's but for DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
