"""From wikitext without braces and links to the words that a reader sees."""

from __future__ import annotations

import re

from cphub.clean import unescaped
from cphub.wikitext.nodes import BASE, NODE, NODES, Node, show

BETWEEN = "\x1e"  # between blocks; the scanner lets none of these two in
CELL = "\x1f"  # between the cells of a table's row
_APART = f"{BETWEEN}{CELL}"  # what no markup goes across
_LABELLED = re.compile(rf"\[([{NODES}])([^\[\]\n{_APART}]{{0,1000}})\]")
# What MediaWiki takes for a tag; anything else between angle brackets is text.
_NAMES = """abbr b bdi bdo big blockquote br caption center cite code col colgroup data dd del dfn
div dl dt em font h1 h2 h3 h4 h5 h6 hr i img ins kbd li link mark meta ol p pre q rb rp
rt rtc ruby s samp small span strike strong sub sup table tbody td th thead time tr tt u
ul var wbr nowiki ref references poem section templatestyles indicator tabber tabs tab
gallery imagemap includeonly math syntaxhighlight source score maplink mapframe phonos
ce chem charinsert inputbox"""
_TAG = re.compile(rf"(?i)</?(?:{'|'.join(_NAMES.split())})\b[^<>{_APART}]*>")
_BREAK = re.compile(
    rf"(?i)</?(?:br|p|div|li|[uod]l|d[td]|t[drh]|h[1-6r]|center|table)\b[^<>{_APART}]*>"
)
_ODD = re.compile(r"''+|__[^\W\d_]{3,40}__|~~~+|\[\[|\]\]|\{\{+|\}\}+")
_VARIANT = re.compile(rf"-\{{(?:[^{{}}|\n{_APART}]{{0,100}}\|)?([^{{}}\n{_APART}]{{0,1000}})\}}-")
_MARKED = re.compile(rf"[\[\]<&{{}}{NODES}]|''|__|~~~|[^\S ]|  |^ | $")
# White space that is not a single space already.
_SPACE = re.compile(rf"[^\S {BETWEEN}{CELL}][^\S{BETWEEN}{CELL}]*| [^\S{BETWEEN}{CELL}]+")


def plain(text: str, nodes: list[Node], *, addresses: bool = False) -> str:
    """Return `text` as plain prose, white space folded to single spaces.

    Labels of external links are kept with their nodes. `BETWEEN` and `CELL` stay. Bare
    addresses are left out, or kept with `addresses`.
    """
    if not _MARKED.search(text):
        return text

    def labelled(match: re.Match[str]) -> str:
        node = nodes[ord(match[1]) - BASE]
        if node.kind != "url":
            return match[0]
        label = match[2].strip()
        node.label = plain(label, nodes)
        return label

    if "[" in text:
        text = _LABELLED.sub(labelled, text)
    if NODE.search(text):
        text = show(text, nodes, addresses=addresses)
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub(" ", text))
    if "-{" in text:
        text = _VARIANT.sub(_variant, text)
    text = _ODD.sub("", text)
    if "&" in text:
        text = unescaped(text)
    return _SPACE.sub(" ", text).strip(" ")


def cut(text: str, most: int) -> str:
    """Return `text` in at most `most` characters, cut between words and with `…` where cut."""
    if len(text) <= most:
        return text
    kept = text[:most]
    whole, space, _ = kept.rpartition(" ")
    if space and len(whole) > most // 2:
        kept = whole
    return kept[: most - 1].rstrip() + "…"


def _variant(match: re.Match[str]) -> str:
    # -{zh-hans:A;zh-hant:B}-: any one form will do; the first is taken.
    first = match[1].partition(";")[0]
    head, colon, rest = first.partition(":")
    return rest if colon and head.isascii() else first
