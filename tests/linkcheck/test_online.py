"""A network that is down, from the start or half-way, makes no link dead; one that is up does."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from tests.linkcheck import family as ways
from tests.linkcheck.family import Family, at_home, shows

from cphub.errors import WikiUnreachable
from cphub.linkcheck.linkcheck import Limits, check_links
from cphub.model.links import Seen, Sight
from cphub.network import deadlines

QUICK = Limits(pause=0.01, deadline=1.0, hosts=1)


@pytest.fixture
def family(monkeypatch: pytest.MonkeyPatch) -> Iterator[Family]:
    at_home(monkeypatch)
    with Family() as family:
        family.ways["sound", ""] = shows("How to share pictures")
        yield family


def nowhere(family: Family, number: int) -> list[str]:
    return [family.url(f"nowhere{n}", "/page") for n in range(number)]


def check(urls: list[str], *anchors: str) -> list[Seen]:
    return list(check_links(urls, "cphub/1.0", limits=QUICK, anchors=anchors))


@pytest.mark.parametrize("number", [1, 4, 12])
def test_names_that_nobody_has_are_gone_where_the_network_is_seen_to_be_up(
    family: Family, number: int
) -> None:
    seen = check(nowhere(family, number), family.url("nowhere"), family.url("sound"))
    assert [one.sight for one in seen] == [Sight.GONE] * number
    assert {one.host for one in family.log} == {"sound"}
    assert len(family.log) <= 1 + number // 5


def test_names_alone_prove_nothing(family: Family) -> None:
    (seen,) = check(nowhere(family, 1), family.url("nowhere"))
    assert (seen.sight, "no other host answered" in seen.reason) == (Sight.UNKNOWN, True)
    with pytest.raises(WikiUnreachable, match="can be reached"):
        check(nowhere(family, 12), family.url("nowhere"))


def test_a_refusal_to_ask_private_addresses_proves_nothing(family: Family) -> None:
    seen = check(["http://127.0.0.1:9999/a", *nowhere(family, 1)])
    assert {one.sight for one in seen} == {Sight.UNKNOWN}


def test_a_network_that_goes_down_half_way_is_noticed(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    up = threading.Event()
    up.set()
    found = deadlines.public_addresses

    def lookup(host: str, port: int) -> list[str]:
        return found(host if up.is_set() else f"nowhere.{host}", port)

    monkeypatch.setattr(deadlines, "public_addresses", lookup)
    hosts = [f"host{number}" for number in range(20)]

    def last(exchange: ways.Exchange) -> None:
        up.clear()
        exchange.answer(200, kind="application/pdf", Connection="close")

    for host in hosts:
        family.ways[host, ""] = shows("How to share pictures")
    family.ways["host7", ""] = last
    saved: list[Seen] = []
    urls = [family.url(host, "/page") for host in hosts]
    with pytest.raises(WikiUnreachable) as caught:
        saved.extend(check_links(urls, "cphub/1.0", limits=QUICK))
    assert "What was checked before is saved" in caught.value.hint
    assert [one.sight for one in saved] == [Sight.OK] * 8


def test_hosts_that_are_gone_do_not_stop_the_others(family: Family) -> None:
    urls = [*nowhere(family, 30), *(family.url("sound", f"/{n}") for n in range(3))]
    seen = check(urls, family.url("sound"))
    assert [one.sight for one in seen].count(Sight.GONE) == 30
    assert [one.sight for one in seen].count(Sight.OK) == 3
