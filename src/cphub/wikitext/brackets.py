"""Tell what stands between two braces or two square brackets."""

from __future__ import annotations

import re

from cphub.wikitext.nodes import NODE, NODES, Node, show
from cphub.wikitext.words import CATEGORY, FILE, MEDIA, SPECIAL, Words

_LABEL = 2000  # characters of a link's label that are kept
_BAD_TITLE = re.compile(f"[\n\\[\\]{{}}<>|{NODES}]")


def call(parts: list[str], depth: int, words: Words) -> Node:
    """Return the node for what stands between two braces, cut at its bars."""
    kind, name = words.template(parts[0])
    if kind == "function":
        return Node(kind, name, parts=parts[1:], label=parts[0].partition(":")[2])
    if not name or NODE.search(name) or _BAD_TITLE.search(name):
        kind = "hidden"
    return Node(kind, name, parts=parts[1:], depth=depth)


def link(  # noqa: PLR0911  # one for each kind of link
    parts: list[str], nodes: list[Node], words: Words
) -> Node:
    """Return the node for what stands between two square brackets, cut at its bars."""
    target = parts[0].strip()
    if not target or _BAD_TITLE.search(target):
        return Node("hidden", shown=seen(parts[-1], nodes))
    plain = target.startswith(":")
    prefix, colon, rest = target.lstrip(": ").partition(":")
    prefix = prefix.strip().lower()
    label = parts[-1] if len(parts) > 1 else target.lstrip(":")
    shown = seen(label, nodes)
    elsewhere = prefix in words.interwiki or prefix in words.languages
    if colon and elsewhere and prefix not in words.namespaces:
        if prefix in words.languages and not plain:
            return Node("language", rest.strip())
        title = " ".join(rest.replace("_", " ").split()).partition("#")[0]
        return Node("interwiki", title, shown, label=prefix)
    number, title = words.title(target)
    if not plain and number == FILE:
        return Node("file", title, parts=parts[1:])
    if not plain and number == CATEGORY:
        return Node("category", title)
    if number == SPECIAL and title.partition(":")[2].lower().startswith("mylanguage/"):
        # Leads to the page itself, in the reader's language where there is one.
        number, title = words.title(title.partition("/")[2])
    if number == MEDIA:
        number, title = words.title(title.partition(":")[2], FILE)
        return Node("media-link", title, shown)
    return Node("link", title, shown)


def seen(label: str, nodes: list[Node]) -> str:
    """Return what a reader sees of a label or default text, cut to a sensible length."""
    return show(label[: 2 * _LABEL], nodes)[:_LABEL]
