"""What a Wikibase can be told of a resource, with the numbers that the hub gave."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from cphub.model.addresses import host_of, link_address
from cphub.model.linked import LinkedEdition, LinkedResource
from cphub.model.subjects import Property
from cphub.model.wikibase import ITEM, WIKIDATA, Wikibase
from cphub.reports import _quick
from cphub.reports._quick import Statement, Value
from cphub.reports._tags import label_code

_TABLES = {
    Property.LEVEL: ("level", "levels"),
    Property.TOPIC: ("topic", "topics"),
    Property.AUDIENCE: ("audience", "audiences"),
    Property.KIND: ("kind", "kinds"),
}
_MINUTES = re.compile("PT(?:([0-9]{1,3})H)?(?:([0-9]{1,4})M)?")
_DAYS = re.compile("P([0-9]{1,3})([DW])")
_UNITS = {"D": "day", "W": "week"}


@dataclass
class Teller:
    """Tells of resources one after the other, and counts what it had to leave out.

    `unmapped` are keys of `[wikibase]` that are wanting, with how often each was wanted;
    `unwritable` counts values that no command can hold.
    """

    wikibase: Wikibase
    unmapped: Counter[str] = field(default_factory=Counter)
    unwritable: int = 0

    def labels(self, resource: LinkedResource) -> Iterator[tuple[str, Value]]:
        """Yield what a new item is called, by the code of the language; each code once."""
        told = set()
        for one in resource.editions:
            code = _titled(resource, one)
            if code and code not in told and (value := self._kept(_quick.text(one.title))):
                told.add(code)
                yield code, value

    def statements(self, resource: LinkedResource) -> list[Statement]:
        """Return all that is known of a resource; no statement twice."""
        found: dict[tuple[str, str], Statement] = {}
        for one in self._statements(resource):
            found.setdefault((one.property, one.value.written), one)
        return list(found.values())

    def _statements(self, resource: LinkedResource) -> Iterator[Statement]:
        instance_of = self._property("instance_of")
        if instance_of and (number := self._wanted("instance", self.wikibase.instance or None)):
            yield Statement(instance_of, _quick.item(number))
        for one in resource.editions:
            yield from self._edition(resource, one)
        yield from self._about(resource)
        if resource.verdict and (verdict := self._property("verdict")):
            number = self._number("verdicts", resource.verdict)
            since = self._property("reviewed") if resource.reviewed else ""
            if number:
                said = resource.reviewed
                when = ((since, _quick.day(said)),) if said and since else ()
                yield Statement(verdict, _quick.item(number), when)
        yield from self._wikidata(resource)

    def _edition(self, resource: LinkedResource, one: LinkedEdition) -> Iterator[Statement]:
        address = self._kept(_quick.text(link_address(one.url)))
        speaks = self._property("language") if one.language else ""
        language = self._number("languages", one.language) if speaks else ""
        if address and (url := self._property("url")):
            in_it = ((speaks, _quick.item(language)),) if language else ()
            yield Statement(url, address, in_it)
        source = self._property("reference_url") if address else ""
        reference = ((source, address),) if address and source else ()
        if language:
            yield Statement(speaks, _quick.item(language), (), reference)
        code = _titled(resource, one)
        if code and (title := self._property("title")):
            words = self._kept(_quick.monolingual(code, one.title))
            if words:
                yield Statement(title, words, (), reference)

    def _about(self, resource: LinkedResource) -> Iterator[Statement]:
        for one in resource.subjects:
            if one.property is Property.TIME_REQUIRED:
                yield from self._time(one.value)
                continue
            name, table = _TABLES[one.property]
            if (property_ := self._property(name)) and (number := self._number(table, one.value)):
                yield Statement(property_, _quick.item(number))

    def _time(self, duration: str) -> Iterator[Statement]:
        """Yield how long a resource takes, in minutes, days or weeks."""
        if not (property_ := self._property("time_required")):
            return
        if short := _MINUTES.fullmatch(duration):
            count, unit = int(short[1] or 0) * 60 + int(short[2] or 0), "minute"
        elif long := _DAYS.fullmatch(duration):
            count, unit = int(long[1]), _UNITS[long[2]]
        else:
            self.unwritable += 1
            return
        if number := self._number("units", unit):
            yield Statement(property_, _quick.amount(count, number))

    def _wikidata(self, resource: LinkedResource) -> Iterator[Statement]:
        """Yield the item that Wikidata has, in other Wikibases."""
        items = {
            one.item
            for one in resource.editions
            if one.repository == WIKIDATA and ITEM.fullmatch(one.item)
        }
        if len(items) != 1 or host_of(self.wikibase.url) == WIKIDATA:
            return
        value = _quick.text(items.pop())
        if value and (property_ := self._property("wikidata_item")):
            yield Statement(property_, value)

    def _property(self, name: str) -> str:
        return self._wanted(f"properties.{name}", self.wikibase.properties.get(name))

    def _number(self, table: str, name: str) -> str:
        return self._wanted(f"{table}.{_key(name)}", getattr(self.wikibase, table).get(name))

    def _wanted(self, key: str, number: str | None) -> str:
        """Return a number of the mapping; count what has none. "" is what is not wanted."""
        if number is None:
            self.unmapped[key] += 1
        return number or ""

    def _kept(self, value: Value | None) -> Value | None:
        self.unwritable += value is None
        return value


def _titled(resource: LinkedResource, one: LinkedEdition) -> str:
    """Return the code of the language that an edition's title is in, "" if that is not known.

    A page called `Guide/sv` has the title of the page that it is a translation of.
    """
    if one is not resource.source and one.title.lower().endswith(f"/{one.language.lower()}"):
        return ""
    return label_code(one.language)


def _key(name: str) -> str:
    """Return a name as a key of TOML."""
    return name if re.fullmatch(r"[\w-]+", name, re.ASCII) else f'"{name}"'
