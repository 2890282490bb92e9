"""Every way in which servers answer is told right, and no server is pressed."""

from __future__ import annotations

import itertools
import shutil
import socket
import threading
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.linkcheck import family as ways
from tests.linkcheck.family import Family, Way, at_home, leads, self_signed, shows, status

from cphub.errors import Stopped, WikiUnreachable
from cphub.linkcheck.linkcheck import Limits, check_links
from cphub.model.links import Seen, Sight

AGENT = "cphub/1.0 (https://meta.wikimedia.org/wiki/User:Anna) httpx/0.28.1"
QUICK = Limits(pause=0.01, deadline=1.0, hosts=20, longest_wait=3.0)
CAP = QUICK.page_bytes + 8 * 2**20  # what a socket may hold that nobody reads

OK, MOVED, DOUBTFUL, GONE, UNKNOWN = Sight
PDF = status(200, b"%PDF", "application/pdf")
SOUND = shows("How to share pictures")

KINDS: dict[str, tuple[str, Way, Sight, str]] = {
    # name of the host: path, how it answers, what is seen, words of the reason
    "sound": ("/page", SOUND, OK, "200"),
    "file": ("/paper.pdf", PDF, OK, "200"),
    "nothing": ("/page", status(204), OK, "204"),
    "about404": ("/HTTP_404", shows("HTTP 404 - Wikipedia", h1="HTTP 404"), OK, ""),
    "howto404": ("/fix", shows("How to fix page not found errors in MediaWiki"), OK, ""),
    "lost": ("/page", status(404), GONE, "404"),
    "removed": ("/page", status(410), GONE, "410"),
    "secret": ("/page", status(401), UNKNOWN, "401"),
    "forbidden": ("/page", status(403), UNKNOWN, "403"),
    "pay": ("/page", status(402), UNKNOWN, "402"),
    "teapot": ("/page", status(418), UNKNOWN, "418"),
    "law": ("/page", status(451), UNKNOWN, "451"),
    "odd": ("/page", status(999), UNKNOWN, "999"),
    "bad": ("/page", status(400), UNKNOWN, "400"),
    "broken": ("/page", status(500), UNKNOWN, "500"),
    "gateway": ("/page", status(502), UNKNOWN, "502"),
    "down": ("/page", status(503), UNKNOWN, "503"),
    "limited": ("/page", status(429), UNKNOWN, "429"),
    "later": ("/page", status(429, Retry_After="86400"), UNKNOWN, "429"),
    "patient": ("/page", ways.once(status(503, Retry_After="1"), SOUND), OK, "200"),
    "nohead": ("/page", ways.head_says(405, SOUND), OK, "200"),
    "headlies404": ("/page", ways.head_says(404, SOUND), OK, "200"),
    "headlies200": ("/page", ways.head_says(200, status(404)), GONE, "404"),
    "headlies500": ("/page", ways.head_says(500, PDF), OK, "200"),
    "headhangs": ("/page", ways.head_hangs(SOUND), OK, "200"),
    "silent": ("/page", ways.silent, UNKNOWN, "no answer in time"),
    "drips": ("/page", ways.drips, UNKNOWN, "no answer in time"),
    "resets": ("/page", ways.breaks, UNKNOWN, "cannot be reached"),
    "ssh": ("/page", ways.no_http, UNKNOWN, "hangs up"),
    "endless": ("/page", ways.endless, OK, "200"),
    "huge": ("/paper.pdf", ways.huge, OK, "200"),
    "bomb": ("/page", ways.bomb, OK, "200"),
    "brotli": ("/page", ways.brotli, OK, "200"),
    "circle": ("/a", ways.circle, UNKNOWN, "circle"),
    "deep": ("/x", ways.deeper, UNKNOWN, "more than"),
    "nolocation": ("/page", status(302), UNKNOWN, "no address"),
    "tomail": ("/page", leads(301, "mailto:a@example.org"), UNKNOWN, "breaks HTTP"),
    "loopback": ("/page", leads(302, "http://127.0.0.1:22222/"), UNKNOWN, "private network"),
    "metadata": ("/page", leads(301, "http://169.254.169.254/latest"), UNKNOWN, "private network"),
    "userinfo": ("/page", leads(302, "http://u:p@sound.example.org/"), UNKNOWN, "no address"),
    "mailport": (
        "/page",
        leads(302, "http://sound.example.org:25/"),
        UNKNOWN,
        "not the web's (25)",
    ),
    "home": ("/old/page", leads(301, "/"), DOUBTFUL, "start page"),
    "homesv": ("/old/page", leads(302, "/sv/"), DOUBTFUL, "start page"),
    "to404": ("/old/page", leads(302, "/page-not-found"), DOUBTFUL, "not found"),
    "login": ("/page", leads(302, "/login?next=/page"), UNKNOWN, "login"),
    "soften": ("/page", shows("404 - Page not found | Example"), DOUBTFUL, "Page not found"),
    "softsv": ("/page", shows("Exempel", h1="Sidan hittades inte"), DOUBTFUL, "Sidan"),
    "softfr": ("/page", shows("Erreur 404 : Page introuvable"), DOUBTFUL, "introuvable"),
    "softde": ("/page", ways.packed, DOUBTFUL, "Seite"),
    "softes": ("/page", shows("Página no encontrada | Ejemplo"), DOUBTFUL, "encontrada"),
    "parked": ("/page", shows("parked.example: this domain is for sale!"), DOUBTFUL, "nobody"),
    "nowhere": ("/page", SOUND, GONE, "no such host"),
    "unsure": ("/page", SOUND, UNKNOWN, "cannot be reached"),
    "movedon": ("/old", leads(301, "/new"), MOVED, "for good"),
    "passing": ("/old", leads(302, "/new"), OK, "200"),
    "movedtolost": ("/old", leads(301, "/lost"), GONE, "404"),
    "cookies": ("/page", ways.sets_cookie, OK, "200"),
}
AFTER = {
    ("movedon", "/new"): SOUND,
    ("passing", "/new"): SOUND,
    ("home", "/"): SOUND,
    ("homesv", "/sv/"): SOUND,
    ("to404", "/page-not-found"): SOUND,
    ("login", "/login?next=/page"): SOUND,
    ("cookies", "/after"): SOUND,
    ("movedtolost", "/lost"): status(404),
}


@pytest.fixture
def family(monkeypatch: pytest.MonkeyPatch) -> Iterator[Family]:
    at_home(monkeypatch)
    with Family() as family:
        yield family


@pytest.fixture(scope="module")
def told() -> Iterator[tuple[dict[str, Seen], Family]]:
    """Check all kinds once."""
    with pytest.MonkeyPatch.context() as monkeypatch, Family() as family:
        at_home(monkeypatch)
        for host, (_path, way, _sight, _words) in KINDS.items():
            family.ways[host, ""] = way
        family.ways.update(AFTER)
        urls = {family.url(host, kind[0]): host for host, kind in KINDS.items()}
        yield {urls[seen.url]: seen for seen in check_links(urls, AGENT, limits=QUICK)}, family


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_answer_is_told_right(told: tuple[dict[str, Seen], Family], kind: str) -> None:
    seen, (_path, _way, sight, words) = told[0][kind], KINDS[kind]
    assert (seen.sight, words in seen.reason) == (sight, True), seen


def test_nothing_beyond_the_cap_is_read(told: tuple[dict[str, Seen], Family]) -> None:
    most = {one.host: one.sent for one in told[1].log if one.host in {"endless", "huge", "bomb"}}
    assert most.keys() == {"endless", "huge", "bomb"}
    assert max(most.values()) < CAP


def test_nothing_of_ours_goes_along(told: tuple[dict[str, Seen], Family]) -> None:
    for one in told[1].log:
        assert one.headers["user-agent"] == AGENT
        assert not {"cookie", "authorization", "referer"} & one.headers.keys()
        assert one.method in {"HEAD", "GET"}


def test_the_new_address_is_told(told: tuple[dict[str, Seen], Family]) -> None:
    seen, family = told
    assert seen["movedon"].location == family.url("movedon", "/new")
    assert not seen["passing"].location


@pytest.mark.skipif(not shutil.which("openssl"), reason="makes the certificate")
def test_a_certificate_that_nobody_signed_is_no_dead_link(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    at_home(monkeypatch)
    with Family(self_signed(tmp_path)) as family:
        (seen,) = check_links([family.url("self", "/page", "https")], AGENT, limits=QUICK)
    assert (seen.sight, "certificate" in seen.reason) == (UNKNOWN, True), seen


def test_https_that_is_none_is_no_dead_link(family: Family) -> None:
    (seen,) = check_links([family.url("sound", "/page", "https")], AGENT, limits=QUICK)
    assert seen.sight is UNKNOWN


def test_addresses_of_this_machine_are_asked_only_if_that_is_allowed(family: Family) -> None:
    family.ways["127.0.0.1", ""] = SOUND
    url = f"http://127.0.0.1:{family.port}/page"
    (seen,) = check_links([url], AGENT, limits=QUICK)
    assert (seen.sight, "private network" in seen.reason) == (UNKNOWN, True)
    assert family.log == []
    allowed = Limits(pause=0.01, deadline=1.0, allow_private=True)
    (seen,) = check_links([url], AGENT, limits=allowed)
    assert seen.sight is OK


def test_a_host_is_asked_one_at_a_time_with_a_pause(family: Family) -> None:
    pause, hosts = 0.15, [f"host{number}" for number in range(6)]
    for host in hosts:
        family.ways[host, ""] = SOUND
    family.ways["shared", ""] = leads(302, family.url("host0", "/shared"))
    urls = [family.url(host, f"/{page}") for host in [*hosts, "shared"] for page in range(4)]
    limits = Limits(pause=pause, deadline=2.0, hosts=4)
    assert {seen.sight for seen in check_links(urls, AGENT, limits=limits)} == {OK}
    by_host = defaultdict(list)
    for one in sorted(family.log, key=lambda one: one.began):
        by_host[one.host].append(one)
    assert len(by_host["host0"]) > len(by_host["host1"])  # redirects count as requests as well
    for requests in by_host.values():
        for one, following in itertools.pairwise(requests):
            assert following.began - one.ended >= pause


def test_no_more_hosts_at_once_than_allowed(family: Family) -> None:
    lock, now, most = threading.Lock(), [0], [0]

    def counts(exchange: ways.Exchange) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        threading.Event().wait(0.05)
        with lock:
            now[0] -= 1
        exchange.answer(200, kind="application/pdf")

    for number in range(12):
        family.ways[f"host{number}", ""] = counts
        family.ways[f"host{number}", "/robots.txt"] = status(404)
    urls = [family.url(f"host{number}", "/page") for number in range(12)]
    limits = Limits(pause=0.0, deadline=2.0, hosts=3)
    assert len(list(check_links(urls, AGENT, limits=limits))) == 12
    assert 1 < most[0] <= 3


def test_robots_txt_is_obeyed(family: Family) -> None:
    rules = b"User-agent: *\nDisallow: /private\n\nUser-agent: cphub\nDisallow: /not-us\n"
    family.ways["rules", "/robots.txt"] = status(200, rules, "text/plain")
    family.ways["rules", ""] = SOUND
    family.ways["failing", "/robots.txt"] = status(500)
    family.ways["failing", ""] = SOUND
    urls = [
        family.url("rules", "/not-us/page"),
        family.url("rules", "/page"),
        family.url("failing", "/page"),
    ]
    seen = {one.url: one for one in check_links(urls, AGENT, limits=QUICK)}
    assert [seen[url].sight for url in urls] == [UNKNOWN, OK, UNKNOWN]
    assert "robots.txt" in seen[urls[0]].reason
    assert [one.path for one in family.log if one.host == "rules"].count("/robots.txt") == 1
    assert {one.path for one in family.asked("rules")} == {"/page"}
    assert family.asked("failing") == []


def test_rules_that_are_called_a_page_are_obeyed(family: Family) -> None:
    rules = b"User-agent: *\nDisallow: /private\n"
    family.ways["called", "/robots.txt"] = status(200, rules, "text/html")
    family.ways["called", ""] = SOUND
    urls = [family.url("called", "/private/page"), family.url("called", "/page")]
    seen = {one.url: one for one in check_links(urls, AGENT, limits=QUICK)}
    assert [seen[url].sight for url in urls] == [UNKNOWN, OK]
    assert {one.path for one in family.asked("called")} == {"/page"}


def test_a_crawl_delay_is_kept(family: Family) -> None:
    rules = b"User-agent: *\nCrawl-delay: 1\n"
    family.ways["slow", "/robots.txt"] = status(200, rules, "text/plain")
    family.ways["slow", ""] = PDF
    urls = [family.url("slow", f"/{page}.pdf") for page in range(2)]
    list(check_links(urls, AGENT, limits=QUICK))
    first, second = family.asked("slow")
    assert second.began - first.ended >= 1.0


def test_who_asks_to_be_left_alone_is(family: Family) -> None:
    waits: list[tuple[str, float]] = []
    family.ways["later", ""] = status(429, Retry_After="86400")
    urls = [family.url("later", f"/{page}") for page in range(5)]
    seen = list(check_links(urls, AGENT, limits=QUICK))
    assert [one.url for one in seen] == urls[:1]  # the others are for another day
    assert len(family.asked("later")) == 1
    family.ways["soon", ""] = ways.once(status(429, Retry_After="1"), SOUND)
    urls = [family.url("soon", f"/{page}") for page in range(3)]
    seen = list(
        check_links(
            urls, AGENT, limits=QUICK, on_wait=lambda host, wait, _why: waits.append((host, wait))
        )
    )
    assert {one.sight for one in seen} == {OK}
    assert waits == [("soon.example.org", 1.0)]
    first, *others = family.asked("soon")
    assert min(one.began for one in others) - first.ended >= 1.0


def test_a_silent_host_is_given_up(family: Family) -> None:
    family.ways["sound", ""] = SOUND
    family.ways["silent", "/robots.txt"] = status(404)
    family.ways["silent", ""] = ways.breaks
    urls = [family.url("silent", f"/{page}") for page in range(30)]
    seen = list(check_links([*urls, family.url("sound")], AGENT, limits=QUICK))
    assert len(seen) == 31
    assert {one.sight for one in seen if "silent" in one.url} == {UNKNOWN}
    assert len(family.asked("silent")) <= 2 * QUICK.failures


def test_a_host_that_is_no_more_is_asked_for_once(family: Family) -> None:
    family.ways["sound", ""] = SOUND
    urls = [family.url("nowhere", f"/{page}") for page in range(9)]
    seen = list(check_links([family.url("sound"), *urls], AGENT, limits=QUICK))
    assert [one.sight for one in seen].count(GONE) == 9


def test_a_network_that_is_down_kills_no_link(family: Family) -> None:
    urls = [family.url(f"nowhere{number}", "/page") for number in range(8)]
    with pytest.raises(WikiUnreachable, match="can be reached"):
        list(check_links(urls, AGENT, limits=QUICK))
    (seen,) = check_links(urls[:1], AGENT, limits=QUICK)
    assert seen.sight is UNKNOWN


def test_a_run_can_be_stopped(family: Family) -> None:
    family.ways["sound", ""] = SOUND
    stop = threading.Event()
    found = check_links(
        [family.url("sound", f"/{page}") for page in range(50)], AGENT, limits=QUICK, stop=stop
    )
    next(found)
    stop.set()
    with pytest.raises(Stopped):
        list(found)
    assert len(family.asked("sound")) < 50


def test_connections_are_closed_at_the_end(family: Family) -> None:
    family.ways["sound", ""] = SOUND
    before = threading.active_count()
    list(check_links([family.url("sound")], AGENT, limits=QUICK))
    assert not [t for t in threading.enumerate() if "_work" in t.name]
    assert threading.active_count() <= before + 2  # the server's own
    assert socket.getdefaulttimeout() is None
