"""The map of the material as commands that bring it into a Wikibase."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.model.addresses import host_of, link_address
from cphub.model.documents import Document
from cphub.model.linked import LinkedDocument, LinkedResource
from cphub.model.reports import Report
from cphub.model.wikibase import ITEM, KnownItems
from cphub.registry import plugin
from cphub.reports import _linked, _quick
from cphub.reports._parts import number
from cphub.reports._quick_resource import Teller

MOST_KEYS = 10
"""Unmapped keys that are named; of the others it is said how many there are."""

_GUIDE = "docs/linked-data.md"


@dataclass
class _Written:
    """The commands, and what is to be said of them."""

    commands: list[str] = field(default_factory=list)
    created: int = 0
    added: int = 0
    extended: int = 0
    there: int = 0
    contested: list[str] = field(default_factory=list)
    nameless: int = 0
    unmapped: Counter[str] = field(default_factory=Counter)
    unwritable: int = 0


def remark(report: Report | Document) -> str:
    """Return what the commands do, and what was left out and why."""
    document = _linked.linked(report, "quickstatements")
    written = _write(document)
    said = [_done(written)]
    if written.there:
        said.append(f"{number(written.there, 'statement')} left out that it has already.")
    if written.created and document.wikibase.known is None:
        said.append(
            "No file says what the Wikibase has (known in [wikibase]), so new items may be there "
            "already."
        )
    if written.unmapped:
        keys = [clean(key) for key, _count in written.unmapped.most_common()]
        more = f" and {len(keys) - MOST_KEYS} more" if len(keys) > MOST_KEYS else ""
        said.append(
            f"Left out for want of a number in [wikibase] of cphub.toml: "
            f"{', '.join(keys[:MOST_KEYS])}{more}."
        )
    if written.contested:
        named = ", ".join(written.contested[:MOST_KEYS])
        said.append(
            f"{number(len(written.contested), 'resource')} left out for which the Wikibase has "
            f"several items, or one item for several of them: {named}."
        )
    if written.nameless:
        said.append(f"{number(written.nameless, 'resource')} left out without an address.")
    if written.unwritable:
        said.append(f"{number(written.unwritable, 'value')} left out that no command can hold.")
    said.append(_linked.proposals_left_out(document.linked))
    return " ".join(filter(None, said))


@plugin(
    speaks="never", suffix=".qs", binary=False, remark=remark, only=_linked.OVERVIEW, wikibase=True
)
def quickstatements(report: Report | Document) -> str:
    """Write the map of the material as QuickStatements: only what a Wikibase has not yet.

    Commands of version 1, parted by tabs, for a Wikibase such as Metabase or Wikidata. A
    resource whose item is known gets the statements that it lacks; one without gets a new
    item. Labels are for new items alone: on others they would replace what stands there.
    What `[wikibase]` in cphub.toml does not map is left out, and said; so is what nobody but
    cphub says. Only for `cphub report overview`.
    """
    document = _linked.linked(report, "quickstatements")
    if not document.wikibase.url:
        raise UsageError("cphub.toml names no Wikibase", f"{_GUIDE} shows its table [wikibase]")
    if not document.wikibase.properties.get("url"):
        raise UsageError(
            "[wikibase.properties] of cphub.toml has no url: the property of a page's address",
            "without it new items could not be known again, and would be made twice",
        )
    return "".join(_write(document).commands)


def _done(written: _Written) -> str:
    made = number(written.created, "new item") if written.created else ""
    known = number(written.extended, "known item")
    added = f"{number(written.added, 'statement')} on {known}" if written.extended else ""
    return f"{', '.join(filter(None, (made, added))) or 'Nothing is new'}."


def _write(document: LinkedDocument) -> _Written:
    resources, known = document.linked, document.known
    teller = Teller(document.wikibase)
    written = _Written(unmapped=teller.unmapped)
    host = host_of(document.wikibase.url)
    items = [_items(one, host, known) for one in resources]
    holders = Counter(item for held in items for item in held)
    for one, held in zip(resources, items, strict=True):
        if len(held) > 1 or any(holders[item] > 1 for item in held):
            written.contested.append(f"#{one.number} ({', '.join(sorted(held))})")
        elif held:
            _extend(written, one, next(iter(held)), teller, known)
        else:
            _create(written, one, teller)
    written.unwritable = teller.unwritable
    return written


def _items(resource: LinkedResource, host: str, known: KnownItems) -> frozenset[str]:
    """Return the items that the Wikibase at `host` has for a resource's pages."""
    found = frozenset(
        one.item for one in resource.editions if one.repository == host and ITEM.fullmatch(one.item)
    )
    if not known.items:
        return found
    return found.union(*(known.items.get(link_address(one.url), ()) for one in resource.editions))


def _extend(
    written: _Written, resource: LinkedResource, item: str, teller: Teller, known: KnownItems
) -> None:
    there = known.statements.get(item, frozenset())
    statements = teller.statements(resource)
    new = [one for one in statements if (one.property, one.value.compared) not in there]
    written.commands += [one.on(item) for one in new]
    written.there += len(statements) - len(new)
    written.added += len(new)
    written.extended += bool(new)


def _create(written: _Written, resource: LinkedResource, teller: Teller) -> None:
    statements = teller.statements(resource)
    url = teller.wikibase.properties.get("url")
    if not any(one.property == url for one in statements):
        written.nameless += 1  # nobody would know the item again
        return
    written.commands.append(_quick.line([_quick.CREATE]))
    for code, value in teller.labels(resource):
        written.commands.append(_quick.line([_quick.LAST, f"L{code}", value.written]))
    written.commands += [one.on(_quick.LAST) for one in statements]
    written.created += 1
