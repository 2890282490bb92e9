"""Find the names of the templates and files in a text, without reading the rest of it."""

from __future__ import annotations

import re

from cphub.wikitext.words import FILE, Words

_CALL = re.compile(r"\{\{([^{}|<>\[\]\n]{1,200})")
_FILE = re.compile(r"(?:\[\[|^)([^\[\]{}|<>\n:]{1,40}:[^\[\]{}|<>\n]{1,240})", re.MULTILINE)


def template_names(text: str, words: Words) -> set[str]:
    """Return the names of the templates called in `text`, as `Facts.templates` has them.

    Calls in comments and nowiki are among them: the names are only asked about.
    """
    found = set()
    for call in _CALL.findall(text):
        kind, name = words.template(call)
        if kind == "template" and name and ":" not in name:
            found.add(name)
    return found


def file_names(text: str, words: Words) -> set[str]:
    """Return the titles of the files shown in `text`, alone or in galleries."""
    titles = (words.title(one) for one in _FILE.findall(text))
    return {title for number, title in titles if number == FILE}
