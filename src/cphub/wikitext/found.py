"""Put what the scanner found into the model's words, section by section."""

from __future__ import annotations

from dataclasses import dataclass, field

from cphub.model.facts import ExternalLink, Link, Template
from cphub.wikitext.nodes import NODE, Node, Scan
from cphub.wikitext.plain import plain
from cphub.wikitext.words import FILE, MAIN, Words

VALUE = 200  # characters of a template's parameter that are kept
_RAW = 1000  # characters of it that are read for them
_SENTENCE = 8  # words from which on a parameter is taken for content


@dataclass(slots=True)
class Found:
    """The page's templates, links and media, and how many a section has.

    `words` are those of long parameters of templates on the page itself: what a box shows is
    content, if not prose.
    """

    templates: list[Template] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    external_links: list[ExternalLink] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    references: int = 0
    media_count: list[int] = field(default_factory=list)
    link_count: list[int] = field(default_factory=list)
    words: list[int] = field(default_factory=list)


def gather(scan: Scan, until: list[int], words: Words) -> Found:
    """Gather `scan`'s nodes; `until` tells how many there are up to each section's end."""
    found = Found()
    galleries = iter(scan.galleries)
    start = 0
    for section, end in enumerate(until):
        media, links = len(found.media), len(found.links) + len(found.external_links)
        shown = 0
        for node in scan.nodes[start:end]:
            if node.kind == "media":
                found.media.extend(_gallery(next(galleries), words, node.name))
            else:
                shown += _take(node, section, scan.nodes, found)
        start = max(start, end)
        found.media_count.append(len(found.media) - media)
        found.link_count.append(len(found.links) + len(found.external_links) - links)
        found.words.append(shown)
    return found


def _take(node: Node, section: int, nodes: list[Node], found: Found) -> int:
    kind = node.kind
    if kind == "link":
        if node.name:
            found.links.append(Link(node.name, section))
    elif kind == "template":
        parameters = _parameters(node.parts, nodes)
        found.templates.append(Template(node.name, parameters, section, node.depth))
        if not node.in_reference:
            sizes = [len(part.split()) for part in node.parts if len(part) > 5 * _SENTENCE]
            return sum(size for size in sizes if size >= _SENTENCE)
    elif kind == "url":
        found.external_links.append(
            ExternalLink(
                node.name,
                section,
                node.label,
                in_reference=node.in_reference,
                in_step=node.in_step and not node.in_reference,
            )
        )
    elif kind in {"file", "media-link"}:
        found.media.append(node.name)
    elif kind == "category":
        found.categories.append(node.name)
    elif kind == "interwiki":
        found.links.append(Link(node.name, section, node.label))
    elif kind == "ref" or (kind == "function" and node.name == "#tag" and _is_ref(node)):
        found.references += 1
    return 0


def _is_ref(node: Node) -> bool:
    return node.label.strip().lower() == "ref"


def _parameters(parts: list[str], nodes: list[Node]) -> tuple[tuple[str, str], ...]:
    parameters = []
    number = 0
    for part in parts:
        name, equals, value = part.partition("=")
        if equals:
            name = " ".join(NODE.sub("", name).split())
        else:
            number += 1
            name, value = str(number), part
        value = value.strip()
        if not value.isalnum():
            value = plain(value[:_RAW], nodes, addresses=True)
        parameters.append((name, value[:VALUE]))
    return tuple(parameters)


def _gallery(text: str, words: Words, tag: str) -> list[str]:
    found = []
    # A gallery's lines name files with or without the namespace, an image map's one with it.
    default = FILE if tag == "gallery" else MAIN
    for line in text.split("\n"):
        name = line.partition("|")[0].strip()
        number, title = words.title(name, default) if name else (MAIN, "")
        if number == FILE and "." in title:
            found.append(title)
    return found
