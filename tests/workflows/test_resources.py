"""Resources: what ties editions, numbers that stay, and a person's word that outlasts harvests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.workflows.fake_wiki import FakeWiki, error, family

from cphub.catalogue import Catalogue, open_catalogue
from cphub.data.subjects import load_subjects
from cphub.errors import Exit, UsageError
from cphub.model.resources import Resource, Sitelink, Tie
from cphub.model.reviews import Said
from cphub.settings import PolitenessSettings, Settings, SourceSettings, WikiSettings
from cphub.wiki.client import Client, Endpoint
from cphub.wiki.wikidata import WIKIDATA, sitelinks
from cphub.workflows._origins import repositories
from cphub.workflows._resources import tie, tie_if_stale
from cphub.workflows.describe import Typed, describe
from cphub.workflows.harvest import harvest
from cphub.workflows.harvest_result import HarvestResult
from cphub.workflows.resource import find_resource, link, name_source, unlink
from cphub.workflows.resource_documents import show_resource
from cphub.workflows.review import say
from cphub.workflows.wikis import Reach

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HELD = ("Category:Hub",)
NAMES = {"en": "English", "sv": "svenska", "fr": "français", "ar": "العربية"}


class Wikis:
    """Wikis in memory that know one another by their languages, and harvests of all of them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "catalog.db"
        self.day = 0
        self.repository = ""
        self.wikis = {name: FakeWiki(name) for name in ("meta", "en", "sv", "fr")}
        links = {name: f"https://{name}.example.org/wiki/$1" for name in self.wikis}
        for name, wiki in self.wikis.items():
            wiki.language = "en" if name == "meta" else name
            wiki.languages, wiki.interwiki = dict(NAMES), links
            wiki.edit("Category:Hub", categories=())

    def page(self, wiki: str, title: str, *links: str, language: str = "", item: str = "") -> None:
        """Write a page; `links` are interlanguage links, `sv:Title`."""
        page = self.wikis[wiki].edit(title, f"Text of {title}.", categories=HELD)
        page.langlinks = tuple((p, t) for p, _, t in (link_.partition(":") for link_ in links))
        page.language = language
        page.props = {"wikibase_item": item} if item else {}

    def harvest(self, *, full: bool = True) -> HarvestResult:
        """Harvest all wikis, a day after the last time."""
        self.day += 1
        settings = Settings(
            contact="anna@example.org",
            catalog=self.path,
            wikis={
                name: WikiSettings(name, wiki.api, repository=self.repository)
                for name, wiki in self.wikis.items()
            },
            sources=tuple(
                SourceSettings(name, name, "category", {"category": "Hub"})
                for name in self.wikis
                if name != self.repository
            ),
            politeness=PolitenessSettings(attempts=1),
        )
        return harvest(
            settings,
            full=full,
            reach=Reach(transport=family(*self.wikis.values())),
            clock=lambda: NOW + timedelta(days=self.day),
        )

    def open(self) -> Catalogue:
        return open_catalogue(self.path, write=True)


@pytest.fixture
def wikis(tmp_path: Path) -> Wikis:
    return Wikis(tmp_path)


def names(resource: Resource | None) -> list[str]:
    assert resource is not None
    return [f"{edition.wiki}:{edition.title}" for edition in resource.editions]


def groups(catalogue: Catalogue) -> set[frozenset[str]]:
    return {frozenset(names(resource)) for resource in catalogue.resources()}


def of(catalogue: Catalogue, name: str) -> Resource:
    resource, _page = find_resource(catalogue, name)
    return resource


def ids(catalogue: Catalogue) -> dict[str, int]:
    return {
        f"{edition.wiki}:{edition.title}": resource.id
        for resource in catalogue.resources(gone=True)
        for edition in resource.editions
    }


def family_of_three(wikis: Wikis) -> None:
    wikis.page("en", "Guide", "sv:Guide", "fr:Guide")
    wikis.page("sv", "Guide", "en:Guide", "fr:Guide")
    wikis.page("fr", "Guide", "en:Guide", "sv:Guide")


def test_language_subpages_belong_to_the_page_above_them(wikis: Wikis) -> None:
    for title in ("Guide", "Guide/sv", "Guide/ar", "Guide/en", "Guide/doc", "Guide/sv/Notes"):
        wikis.page("meta", title)
    wikis.harvest()
    with wikis.open() as catalogue:
        resource = of(catalogue, "meta:Guide")
        assert names(resource)[0] == "meta:Guide"
        assert set(names(resource)[1:]) == {"meta:Guide/sv", "meta:Guide/ar", "meta:Guide/en"}
        assert resource.source == resource.editions[0]
        told = {edition.title: edition.language for edition in resource.editions}
        assert told == {"Guide": "en", "Guide/ar": "ar", "Guide/en": "en", "Guide/sv": "sv"}
        assert {edition.tie for edition in resource.editions} == {Tie.TRANSLATION}
        assert names(of(catalogue, "meta:Guide/doc")) == ["meta:Guide/doc"]


def test_translations_of_a_page_that_no_source_holds_are_one_resource_without_a_source(
    wikis: Wikis,
) -> None:
    wikis.wikis["meta"].extensions = ("Translate",)
    wikis.page("meta", "Guide/sv", language="sv")
    wikis.page("meta", "Guide/ar", language="ar")
    wikis.page("meta", "Other/ar", language="ar")
    wikis.harvest()
    with wikis.open() as catalogue:
        both = of(catalogue, "meta:Guide/sv")
        assert names(both) == ["meta:Guide/ar", "meta:Guide/sv"]
        assert both.source is None
        assert of(catalogue, "meta:Other/ar").source is None


def test_interlanguage_links_tie_pages_of_several_wikis(wikis: Wikis) -> None:
    family_of_three(wikis)
    wikis.page("sv", "Ensam", "fr:Not held", "xx:Guide")
    wikis.harvest()
    with wikis.open() as catalogue:
        assert groups(catalogue) == {
            frozenset({"en:Guide", "sv:Guide", "fr:Guide"}),
            frozenset({"sv:Ensam"}),
        }
        assert of(catalogue, "sv:Ensam").source is not None
        reasons = catalogue.tie_reasons(of(catalogue, "sv:Guide").id)
        assert {reason.via for reason in reasons.values()} <= {("en", "Guide"), ("fr", "Guide")}


def test_a_link_to_a_redirect_is_followed_once(wikis: Wikis) -> None:
    wikis.page("en", "Guide")
    redirect = wikis.wikis["en"].edit(
        "Old guide", "#REDIRECT [[Guide]]", categories=HELD, redirect=True
    )
    assert redirect.redirect
    wikis.page("sv", "Guide", "en:Old guide")
    wikis.harvest()
    with wikis.open() as catalogue:
        assert frozenset({"en:Guide", "sv:Guide"}) not in groups(catalogue)
        catalogue.save_titles(1, "en", {"Old guide": "Guide"})
        tie(catalogue, NOW)
        assert frozenset({"en:Guide", "sv:Guide"}) in groups(catalogue)


def test_nothing_is_said_of_a_redirect_but_what_to_type_instead(wikis: Wikis) -> None:
    wikis.page("en", "Guide")
    wikis.page("en", "Other")
    for title, target in (("Old guide", "Guide"), ("Lost", "Not held")):
        wikis.wikis["en"].edit(title, f"#REDIRECT [[{target}]]", categories=HELD, redirect=True)
    wikis.harvest()
    with wikis.open() as catalogue:
        with pytest.raises(UsageError, match=r"is a redirect$"):
            name_source(catalogue, "Old guide")
        catalogue.save_titles(1, "en", {"Old guide": "Guide", "Lost": "Not held"})
        vocabulary = load_subjects()
        saying: dict[str, Callable[[str], object]] = {
            "review": lambda name: say(catalogue, name, Said("good"), "Anna"),
            "describe": lambda name: describe(
                catalogue, vocabulary, name, Typed(level="beginner"), "Anna"
            ),
            "resource link": lambda name: link(catalogue, "Other", name),
            "resource source": lambda name: name_source(catalogue, name),
        }
        for command, says in saying.items():
            with pytest.raises(UsageError, match="is a redirect to “Guide”") as caught:
                says("Old guide")
            assert caught.value.hint == f"Type: cphub {command} en:Guide …"
            with pytest.raises(UsageError, match="is a redirect to “Not held”") as caught:
                says("Lost")
            assert caught.value.hint == "The catalogue does not have that page."
            says("Guide")
        (guide,) = catalogue.find_pages("en:Guide")
        assert [one.page_id for one in catalogue.reviews()] == [guide.page_id]


def test_two_pages_of_one_wiki_in_one_language_are_left_apart_and_told(wikis: Wikis) -> None:
    wikis.page("en", "Guide", "sv:Guide")
    wikis.page("en", "Manual", "sv:Guide")
    wikis.page("sv", "Guide")
    wikis.page("fr", "Guide", "en:Guide")
    result = wikis.harvest()
    (warning,) = [warning for warning in result.warnings if warning.code == "langlink-tie"]
    assert "en:Guide (en)" in warning.message
    assert "en:Manual (en)" in warning.message
    with wikis.open() as catalogue:
        assert groups(catalogue) == {
            frozenset({"en:Guide", "fr:Guide"}),
            frozenset({"en:Manual"}),
            frozenset({"sv:Guide"}),
        }


def test_links_that_lead_back_outweigh_a_link_that_does_not(wikis: Wikis) -> None:
    family_of_three(wikis)
    wikis.page("en", "Manual", "sv:Guide")
    wikis.harvest()
    with wikis.open() as catalogue:
        assert frozenset({"en:Guide", "sv:Guide", "fr:Guide"}) in groups(catalogue)
        assert frozenset({"en:Manual"}) in groups(catalogue)


def test_tying_again_changes_nothing(wikis: Wikis) -> None:
    family_of_three(wikis)
    wikis.page("meta", "Guide")
    wikis.page("meta", "Guide/sv")
    wikis.harvest()
    with wikis.open() as catalogue:
        before = ids(catalogue), catalogue.edition_rows(), catalogue.resource_rows()
        assert tie(catalogue, NOW).changed == 0
        assert tie_if_stale(catalogue, NOW) is None
        assert (ids(catalogue), catalogue.edition_rows(), catalogue.resource_rows()) == before


def test_a_killed_harvest_leaves_ties_stale(wikis: Wikis) -> None:
    wikis.page("en", "Guide")
    wikis.harvest()
    with wikis.open() as catalogue:
        catalogue.start_run("harvest", NOW)
        assert tie_if_stale(catalogue, NOW) is not None


def test_numbers_stay_over_harvests_moves_and_deletions(wikis: Wikis) -> None:
    family_of_three(wikis)
    wikis.page("meta", "Tour")
    wikis.page("meta", "Tour/sv")
    wikis.harvest()
    with wikis.open() as catalogue:
        before = ids(catalogue)
    wikis.wikis["sv"].move("Guide", "Handbok")
    wikis.wikis["en"].pages[2].langlinks = (("sv", "Handbok"), ("fr", "Guide"))
    wikis.wikis["fr"].delete("Guide")
    wikis.wikis["meta"].delete("Tour")
    wikis.page("meta", "New")
    wikis.harvest()
    with wikis.open() as catalogue:
        after = ids(catalogue)
        assert after["sv:Handbok"] == after["en:Guide"] == before["en:Guide"]
        assert after["meta:Tour/sv"] == after["meta:Tour"] == before["meta:Tour"]
        assert after["meta:New"] not in before.values()
        there = {name for group in groups(catalogue) for name in group}
        assert "meta:Tour" not in there
        assert "fr:Guide" not in there
        tour = of(catalogue, "meta:Tour/sv")
        assert not [edition for edition in tour.editions if edition.is_source]


def test_of_a_split_the_source_keeps_the_number_and_a_merger_keeps_both_histories(
    wikis: Wikis,
) -> None:
    wikis.page("meta", "Tour")
    wikis.page("meta", "Tour/sv")
    wikis.page("en", "Tour")
    wikis.harvest()
    with wikis.open() as catalogue:
        first, second = ids(catalogue)["en:Tour"], ids(catalogue)["meta:Tour"]
    wikis.page("en", "Tour", "meta:Tour")
    wikis.harvest()
    with wikis.open() as catalogue:
        merged = of(catalogue, "en:Tour")
        assert merged.id == min(first, second)
        assert catalogue.resource(max(first, second)) == merged
        ((other, _when),) = catalogue.merged_away(merged.id)
        assert other == max(first, second)
        assert merged.source is not None
        assert merged.source.title == "Tour"
        assert merged.source.wiki == "meta"
    wikis.page("en", "Tour")
    wikis.harvest()
    with wikis.open() as catalogue:
        after = ids(catalogue)
        assert after["meta:Tour"] == after["meta:Tour/sv"] == min(first, second)
        assert after["en:Tour"] != after["meta:Tour"]
        assert len({new for *_about, new, _tie in catalogue.edition_changes(after["en:Tour"])}) >= 1


def test_a_persons_tie_outlasts_every_harvest(wikis: Wikis) -> None:
    wikis.page("en", "Guide")
    wikis.page("en", "Manual")
    wikis.page("sv", "Handbok")
    wikis.harvest()
    with wikis.open() as catalogue:
        link(catalogue, "en:Guide", "sv:Handbok", clock=lambda: NOW)
        said = link(catalogue, "en:Guide", "en:Manual", clock=lambda: NOW)
        assert set(names(said.resource)) == {"en:Guide", "en:Manual", "sv:Handbok"}
        assert {edition.tie for edition in said.resource.editions} == {Tie.PERSON}
        number = said.resource.id
    wikis.page("sv", "Handbok", "en:Elsewhere")
    wikis.wikis["sv"].move("Handbok", "Guide")
    wikis.harvest()
    with wikis.open() as catalogue:
        assert of(catalogue, "sv:Guide").id == number
        assert len(of(catalogue, "sv:Guide").editions) == 3


def test_what_a_person_untied_stays_apart_whatever_links_say(wikis: Wikis) -> None:
    family_of_three(wikis)
    wikis.harvest()
    with wikis.open() as catalogue:
        said = unlink(catalogue, "fr:Guide", clock=lambda: NOW)
        assert names(said.resource) == ["fr:Guide"]
        assert set(names(of(catalogue, "en:Guide"))) == {"en:Guide", "sv:Guide"}
    wikis.page("meta", "Guide", "fr:Guide", "en:Guide")
    wikis.page("fr", "Guide", "en:Guide", "sv:Guide", "meta:Guide")
    wikis.harvest()
    with wikis.open() as catalogue:
        assert of(catalogue, "fr:Guide").id != of(catalogue, "en:Guide").id
        said = link(catalogue, "fr:Guide", "sv:Guide", clock=lambda: NOW)
        assert {"fr:Guide", "en:Guide", "sv:Guide"} <= set(names(said.resource))


def test_untying_a_page_leaves_the_other_translations_together(wikis: Wikis) -> None:
    for title in ("Guide", "Guide/sv", "Guide/fr", "Guide/ar"):
        wikis.page("meta", title)
    wikis.page("en", "Guide", "meta:Guide")
    wikis.harvest()
    with wikis.open() as catalogue:
        unlink(catalogue, "meta:Guide/sv", clock=lambda: NOW)
        assert groups(catalogue) == {
            frozenset({"meta:Guide", "meta:Guide/fr", "meta:Guide/ar", "en:Guide"}),
            frozenset({"meta:Guide/sv"}),
        }
        unlink(catalogue, "meta:Guide", clock=lambda: NOW)  # its translations go with it
        assert groups(catalogue) == {
            frozenset({"meta:Guide", "meta:Guide/fr", "meta:Guide/ar"}),
            frozenset({"en:Guide"}),
            frozenset({"meta:Guide/sv"}),
        }


def test_a_page_that_a_person_adds_keeps_no_other_edition_out(wikis: Wikis) -> None:
    family_of_three(wikis)
    wikis.page("en", "Notes")
    wikis.harvest()
    with wikis.open() as catalogue:
        said = link(catalogue, "en:Notes", "sv:Guide", clock=lambda: NOW)
        assert set(names(said.resource)) == {"en:Notes", "en:Guide", "sv:Guide", "fr:Guide"}


def test_what_is_tied_to_a_page_is_untied_with_it(wikis: Wikis) -> None:
    wikis.page("meta", "Guide")
    wikis.page("en", "Guide")
    wikis.page("sv", "Guide")
    wikis.harvest()
    with wikis.open() as catalogue:
        link(catalogue, "meta:Guide", "en:Guide", clock=lambda: NOW)
        link(catalogue, "meta:Guide", "sv:Guide", clock=lambda: NOW)
        unlink(catalogue, "sv:Guide", clock=lambda: NOW)
    wikis.page("fr", "Guide", "meta:Guide")
    wikis.page("sv", "Guide", "fr:Guide")
    wikis.harvest()
    with wikis.open() as catalogue:
        assert frozenset({"meta:Guide", "en:Guide"}) <= frozenset(names(of(catalogue, "en:Guide")))
        assert of(catalogue, "sv:Guide").id != of(catalogue, "en:Guide").id


def test_a_person_can_take_a_tie_back_and_the_number_returns(wikis: Wikis) -> None:
    wikis.page("en", "Guide")
    wikis.page("sv", "Handbok")
    wikis.harvest()
    with wikis.open() as catalogue:
        before = ids(catalogue)
        link(catalogue, "en:Guide", "sv:Handbok", clock=lambda: NOW)
        assert len(set(ids(catalogue).values())) < len(set(before.values()))
        unlink(catalogue, "sv:Handbok", clock=lambda: NOW)
        assert ids(catalogue) == before
        assert len(catalogue.words(ended=True)) == 2
        assert [word.kind for word in catalogue.words()] == ["untied"]


def test_a_person_can_name_the_source(wikis: Wikis) -> None:
    family_of_three(wikis)
    wikis.harvest()
    with wikis.open() as catalogue:
        said = name_source(catalogue, "en:Guide", clock=lambda: NOW)
        data = show_resource(catalogue, "en:Guide").data["resource"]
        reasons = {one["is_source"]: one["reason"] for one in data["editions"]}
        assert reasons[True] == ""
        assert reasons[False]
        assert said.resource.source is not None
        assert said.resource.source.wiki == "en"
    wikis.harvest()
    with wikis.open() as catalogue:
        assert names(of(catalogue, "sv:Guide"))[0] == "en:Guide"


def test_the_edition_that_was_begun_first_is_the_source_of_a_family_made_by_hand(
    wikis: Wikis,
) -> None:
    for name in ("fr", "fr", "sv"):
        wikis.wikis[name].edit("Category:Hub")  # each takes a minute
    family_of_three(wikis)  # so that the English page was the first
    wikis.harvest()
    with wikis.open() as catalogue:
        assert names(of(catalogue, "sv:Guide"))[0] == "en:Guide"
        assert of(catalogue, "sv:Guide").source is not None
    asked = [wiki.count("rvdir") for wiki in wikis.wikis.values()]
    assert sum(asked) == 0  # the first revisions are still the newest
    for name in ("en", "sv", "fr"):
        wikis.page(
            name, "Tour", *(f"{other}:Tour" for other in ("en", "sv", "fr") if other != name)
        )
        wikis.wikis[name].edit("Tour", "Text.", categories=HELD)
    wikis.harvest()
    wikis.harvest()
    assert sum(wiki.count("rvdir") for wiki in wikis.wikis.values()) == 3
    with wikis.open() as catalogue:
        source = of(catalogue, "fr:Tour").source
        assert source is not None
        assert source.wiki == "en"


def test_a_wiki_that_does_not_tell_of_first_revisions_fails_no_harvest(wikis: Wikis) -> None:
    family_of_three(wikis)
    for wiki in wikis.wikis.values():
        if "Guide" in {page.title for page in wiki.pages.values()}:
            wiki.edit("Guide", "More.")
        wiki.before = lambda asked: error("internal_api_error") if "rvdir" in asked else None
    result = wikis.harvest()
    assert result.exit is Exit.DONE
    assert {warning.code for warning in result.warnings} == {"origins"}
    with wikis.open() as catalogue:
        assert of(catalogue, "en:Guide").source is None


def items_wiki(wiki: FakeWiki, links: dict[str, dict[str, str]]) -> None:
    """Let a wiki answer wbgetentities as Wikibase does: sites and titles by item."""

    def answer(asked: dict[str, str]) -> httpx.Response | None:
        if asked["action"] != "wbgetentities":
            return None
        entities: dict[str, Any] = {}
        for item in asked["ids"].split("|"):
            if item not in links:
                entities[item] = {"id": item, "missing": ""}
                continue
            entities[item] = {
                "type": "item",
                "id": item,
                "sitelinks": {
                    site: {"site": site, "title": title, "badges": [], "url": f"https://x/{title}"}
                    for site, title in links[item].items()
                },
            }
        return httpx.Response(200, content=json.dumps({"entities": entities, "success": 1}))

    wiki.before = answer


def test_wikidata_items_tie_pages_and_are_asked_for_fifty_at_a_time_and_kept(
    wikis: Wikis,
) -> None:
    wikis.wikis["wd"] = FakeWiki("wd")
    wikis.repository = "wd"
    items_wiki(wikis.wikis["wd"], {"Q1": {"fr": "Guide", "de": "Führer"}})
    wikis.page("en", "Guide", item="Q1")
    wikis.page("sv", "Handbok", item="Q1")
    wikis.page("fr", "Guide")
    wikis.page("meta", "Guide", item="Q1000")
    for number in range(60):
        wikis.page("meta", f"Page {number}", item=f"Q{number + 2000}")
    wikis.harvest()
    asked = wikis.wikis["wd"].asked
    assert [len(one["ids"].split("|")) for one in asked] == [50, 12]
    assert all(one["props"] == "sitelinks/urls" for one in asked)
    with wikis.open() as catalogue:
        tied = of(catalogue, "en:Guide")
        assert set(names(tied)) == {"en:Guide", "sv:Handbok", "fr:Guide"}
        assert {edition.tie for edition in tied.editions} == {Tie.WIKIDATA}
    wikis.harvest()
    assert len(asked) == 2


@pytest.mark.parametrize("rubbish", ["x", "Q0", "Q1|Q2", "P1", "Q2147483648", "Q1\x1fQ2", "q1"])
def test_one_wiki_s_item_that_is_none_keeps_no_other_from_being_asked_for(
    wikis: Wikis, rubbish: str
) -> None:
    wikis.wikis["wd"] = FakeWiki("wd")
    wikis.repository = "wd"
    items_wiki(wikis.wikis["wd"], {"Q2147483647": {"fr": "Guide"}})
    answer = wikis.wikis["wd"].before

    def strict(asked: dict[str, str]) -> httpx.Response | None:  # as Wikibase is
        known = asked.get("ids") in {None, "Q2147483647"}
        return answer(asked) if answer and known else error("no-such-entity")

    wikis.wikis["wd"].before = strict
    wikis.page("en", "Guide", item="Q2147483647")
    wikis.page("fr", "Guide")
    wikis.page("meta", "Broken", item=rubbish)
    assert not wikis.harvest().warnings
    with wikis.open() as catalogue:
        assert set(names(of(catalogue, "en:Guide"))) == {"en:Guide", "fr:Guide"}


def test_editions_that_are_said_to_be_and_are_not_held_are_told(wikis: Wikis) -> None:
    wikis.page("en", "Guide", "sv:Guide", "ar:دليل", "fr:Guide", item="Q1")
    wikis.page("sv", "Guide", "en:Guide")
    wikis.harvest()
    with wikis.open() as catalogue:
        number = of(catalogue, "en:Guide").id
        said = {page.language: page.title for page in catalogue.elsewhere()[number]}
        assert said == {"ar": "دليل", "fr": "Guide"}
        catalogue.save_repositories({"en": "wikidata"})
        links = [
            Sitelink("dewiki", "Führer", "https://de.wikipedia.org/wiki/F%C3%BChrer"),
            Sitelink("svwiki", "Guide", "https://sv.wikipedia.org/wiki/Guide"),
            Sitelink("commonswiki", "Guide", "https://commons.wikimedia.org/wiki/Guide"),
            Sitelink("xwiki", "X", "javascript:alert(1)"),
        ]
        catalogue.save_sitelinks("wikidata", {"Q1": links}, NOW)
        told = catalogue.elsewhere()[number]
        assert [page.language for page in told] == ["ar", "de", "fr"]
        assert told[1].tie is Tie.WIKIDATA
        assert "دليل (ar)" in " ".join(show_resource(catalogue, "en:Guide").lead)


def test_wikidata_is_asked_only_about_wikimedias_own_wikis(tmp_path: Path) -> None:
    wikis = Wikis(tmp_path)
    wikis.page("en", "Guide", item="Q1")
    wikis.page("sv", "Guide", item="Q1")
    result = wikis.harvest()
    assert not result.warnings
    with wikis.open() as catalogue:
        assert of(catalogue, "en:Guide") != of(catalogue, "sv:Guide")  # whose Q1 is not known
    found = repositories(
        {
            "own": WikiSettings("own", "https://wiki.example.org/w/api.php"),
            "like": WikiSettings("like", "https://wikipedia.org.example.org/w/api.php"),
            "sv": WikiSettings("sv", "https://sv.wikipedia.org/w/api.php"),
        }
    )
    assert found == {"sv": WIKIDATA}


def test_a_login_is_not_sent_to_where_items_are_kept() -> None:
    seen: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200, content=b'{"entities": {}}')

    with Client("anna@example.org", transport=httpx.MockTransport(answer)) as client:
        client.bear(Endpoint("sv", "https://sv.wikipedia.org/w/api.php"), "secret")
        assert sitelinks(client, WIKIDATA, ["Q1"]) == {"Q1": None}
    (request,) = seen
    assert request.url.host == "www.wikidata.org"
    assert "authorization" not in request.headers
    assert "cookie" not in request.headers
    assert b"secret" not in request.content + str(request.url).encode()


@pytest.mark.parametrize(
    "wrong",
    [
        lambda c: link(c, "en:Guide", "en:Guide"),
        lambda c: link(c, "en:Guide", "en:Nothing"),
        lambda c: unlink(c, "en:Guide"),
        lambda c: unlink(c, "en:Guide", "en:Guide"),
        lambda c: find_resource(c, "#99"),
        lambda c: find_resource(c, "9" * 40),
        lambda c: find_resource(c, ""),
    ],
)
def test_what_cannot_be_said_is_refused(wikis: Wikis, wrong: Callable[[Catalogue], object]) -> None:
    wikis.page("en", "Guide")
    wikis.harvest()
    with wikis.open() as catalogue, pytest.raises(UsageError):
        wrong(catalogue)


def test_a_resource_is_found_by_number_and_by_any_of_its_pages(wikis: Wikis) -> None:
    family_of_three(wikis)
    wikis.page("meta", "3")
    wikis.harvest()
    with wikis.open() as catalogue:
        number = ids(catalogue)["sv:Guide"]
        assert of(catalogue, f"#{number}") == of(catalogue, "fr:Guide")
        assert of(catalogue, "3").editions[0].title == "3"
        assert catalogue.resource(10**12) is None


@pytest.mark.parametrize(
    "address",
    [
        "https://sv.example.org/wiki/G%C3%A5_till_fots?",
        "http://SV.example.org/wiki/Gå_till_fots%3F#Sedan",
        "//sv.m.example.org/wiki/Gå till fots%3F",
        "https://sv.example.org/w/index.php?title=G%C3%A5_till_fots%3F&action=history",
    ],
)
def test_a_page_is_found_by_its_address(wikis: Wikis, address: str) -> None:
    wikis.page("sv", "Gå till fots?")
    wikis.page("fr", "Gå till fots?")
    wikis.harvest()
    with wikis.open() as catalogue:
        assert [page.wiki for page in catalogue.find_pages(address)] == ["sv"]
        assert catalogue.find_pages(address.replace("example", "exemple")) == []
        assert catalogue.find_pages("https://[") == []


def hostile() -> Iterator[str]:
    yield from (
        "/sv",
        "//sv",
        "Guide//sv",
        "sv",
        "a" * 250 + "/sv",
        "%41/sv",
        "\u202e/ar",
    )


def test_odd_titles_tie_nothing_that_they_do_not_say(wikis: Wikis) -> None:
    for title in hostile():
        wikis.page("meta", title, *[f"sv:{other}" for other in hostile()])
    wikis.harvest()
    with wikis.open() as catalogue:
        for resource in catalogue.resources():
            assert len(resource.editions) == 1
