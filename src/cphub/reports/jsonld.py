"""The map of the material as linked data for everybody: schema.org's and LRMI's words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cphub.model.addresses import link_address
from cphub.model.documents import Document
from cphub.model.linked import LinkedEdition, LinkedResource
from cphub.model.lrmi import LANGUAGE
from cphub.model.reports import Report
from cphub.model.reviews import Verdict
from cphub.model.wikibase import ITEM, WIKIDATA
from cphub.registry import plugin
from cphub.reports import _fields, _linked
from cphub.reports._json_text import json_text
from cphub.reports._tags import language_tag

# Inline, so that nobody has to fetch it: all names are schema.org's, these are addresses of
# other things, that is a moment.
CONTEXT = {
    "@vocab": "https://schema.org/",
    "url": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    "dateModified": {"@type": "DateTime"},
}

# schema.org's own example terms for the status of a work; it has none for the other verdicts.
_STATUS = {Verdict.INCOMPLETE: "Incomplete", Verdict.EXPIRED: "Obsolete"}

# What an edition is of its resource: by whether it is known for a translation.
_RELATION = {
    True: ("workTranslation", "translationOfWork"),
    False: ("workExample", "exampleOfWork"),
}


def remark(report: Report | Document) -> str:
    """Return how many of the machine's proposals were left out."""
    return _linked.proposals_left_out(_linked.linked(report, "jsonld").linked)


@plugin(speaks="never", suffix=".jsonld", binary=False, remark=remark, only=_linked.OVERVIEW)
def jsonld(report: Report | Document) -> str:
    """Write the map of the material as JSON-LD: each resource a schema.org LearningResource.

    For catalogues of learning material and for search engines, with LRMI's properties. A
    resource is known by its source edition's address; its translations stand with it. What
    people said of a resource is there, what cphub only proposes is not, and what is not known
    is left out. Nothing must be fetched to read it, and it can stand in the `<script>` of a
    web page as it is. Only for `cphub report overview`.
    """
    resources = _linked.linked(report, "jsonld").linked
    graph = ",\n".join(json_text(_resource(one)).replace("<", "\\u003c") for one in resources)
    body = f"\n{graph}\n" if graph else ""
    return f'{{"@context": {json_text(CONTEXT)},\n"@graph": [{body}]}}\n'


def _resource(one: LinkedResource) -> dict[str, Any]:
    """Return a resource: its source edition, and with it what the others are of it.

    Where it is not known which one is the source, it is a work without an address of its
    own of which the editions are examples.
    """
    source = one.source
    items = {item for each in one.editions if (item := _item(each))}
    shared = len(items) == 1  # all pages of one item: it is the resource's
    node: dict[str, Any] = {"@type": "LearningResource"}
    if source:
        node |= _edition(source)
    else:
        tags = {language_tag(each.language) for each in one.editions}
        node |= {"name": one.editions[0].title, LANGUAGE: sorted(tags - {""})}
    if shared:
        node["sameAs"] = items.pop()
    node |= _said(one)
    for each in one.editions:
        if each is source:
            continue
        other = {"@type": "LearningResource", **_edition(each)}
        if shared:
            other.pop("sameAs", None)
        whole, part = _RELATION[bool(source) and each.translated]
        if "@id" in node:
            other[part] = {"@id": node["@id"]}
        node.setdefault(whole, []).append(other)
    return {name: value for name, value in node.items() if value}


def _edition(one: LinkedEdition) -> dict[str, Any]:
    address = link_address(one.url)
    known = {
        "@id": address,
        "name": one.title,
        "url": address,
        "sameAs": _item(one),
        LANGUAGE: language_tag(one.language),
        "dateModified": _fields.moment(one.modified),
    }
    return {name: value for name, value in known.items() if value}


def _said(one: LinkedResource) -> Iterator[tuple[str, Any]]:
    """Yield what people said: LRMI's properties, and the status where schema.org has one."""
    for name, value in one.lrmi.items():
        if name == "audience":  # by its general name as well as by LRMI's
            yield name, [{**each, "audienceType": each["educationalRole"]} for each in value]
        else:
            yield name, value
    if one.verdict in _STATUS:
        yield "creativeWorkStatus", _STATUS[one.verdict]


def _item(one: LinkedEdition) -> str:
    """Return the address of a page's item in Wikidata, "" if none is known."""
    if one.repository != WIKIDATA or not ITEM.fullmatch(one.item):
        return ""
    return f"http://{WIKIDATA}/entity/{one.item}"
