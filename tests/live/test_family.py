"""The wikis of the live tests are what the other tests take them for."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
from tests.live.export import Revision, Revisions
from tests.live.family import Family

OLD = datetime(2012, 3, 4, 5, 6, 7, tzinfo=UTC)


def test_imported_pages_keep_their_times_users_categories_and_language_links(
    family: Family,
) -> None:
    text = "Hej [[Kategori:Prov]] [[fr:Essai]]"
    history = (
        Revision("Hej", OLD, "Anna Berg"),
        Revision(text, OLD.replace(year=2013), "Bo", minor=True),
    )
    family.svwiki.import_pages([Revisions("Prov", history)])

    answer = family.svwiki.ask(
        action="query",
        titles="Prov",
        prop="info|revisions|categories|langlinks",
        rvprop="timestamp|user|flags",
        rvlimit="5",
    )

    (page,) = answer["query"]["pages"]
    assert page["pagelanguage"] == "sv"
    assert [(r["user"], r["timestamp"], r["minor"]) for r in page["revisions"]] == [
        ("Bo", "2013-03-04T05:06:07Z", True),
        ("Anna Berg", "2012-03-04T05:06:07Z", False),
    ]
    assert [one["title"] for one in page["categories"]] == ["Kategori:Prov"]
    assert page["langlinks"] == [{"lang": "fr", "title": "Essai"}]


def test_a_translation_subpage_is_in_its_language(family: Family) -> None:
    family.meta.edit("Guide/sv", "En guide")

    answer = family.meta.ask(action="query", titles="Guide/sv", prop="info")

    assert answer["query"]["pages"][0]["pagelanguage"] == "sv"


def test_the_log_holds_what_programs_ask_and_not_what_the_tests_do(family: Family) -> None:
    with family.frwiki.proxy.watch() as log:
        family.frwiki.edit("Essai", "Bonjour")
        httpx.get(family.frwiki.api, params={"action": "query", "meta": "siteinfo"})

    assert [dict(one.params) for one in log] == [{"action": "query", "meta": "siteinfo"}]
