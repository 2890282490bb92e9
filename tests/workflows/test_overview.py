"""The map of the material: every resource, where it belongs, and what is known of it."""

from __future__ import annotations

import re
from csv import DictReader
from pathlib import Path

import pytest
from tests.workflows.fake_wiki import family
from tests.workflows.hub import HELD, Hub
from tests.workflows.offline import read_here

from cphub.errors import UsageError
from cphub.model.documents import Document
from cphub.model.reviews import Said, Verdict
from cphub.model.subjects import Property
from cphub.model.weight import Views
from cphub.reports.csv import csv
from cphub.reports.markdown import markdown
from cphub.reports.table import table
from cphub.reports.wikitext import wikitext
from cphub.workflows._filters import Filters
from cphub.workflows._resources import tie
from cphub.workflows.audit import audit
from cphub.workflows.harvest import harvest
from cphub.workflows.overview import Overview, overview
from cphub.workflows.overview_document import document_of
from cphub.workflows.wikis import Reach

LRMI = (
    *("educationalLevel", "learningResourceType", "audience"),
    *("teaches", "inLanguage", "timeRequired"),
)


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A guide in English and Arabic that shouts, and a page alone."""
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    hub = Hub(tmp_path)
    hub.edit("Guide", "It shouts!")
    hub.wiki.languages = {"en": "English", "ar": "العربية"}
    hub.wiki.edit("Guide/ar", "دليل", categories=HELD).language = "ar"
    hub.edit("Alone", "It does not shout.")
    hub.renew()
    describe(hub, "Guide", (Property.TOPIC, "upload"), (Property.LEVEL, "beginner"))
    return hub


def describe(hub: Hub, title: str, *said: tuple[Property, str]) -> None:
    with hub.open() as catalogue:
        (page,) = catalogue.find_pages(title)
        words = [(what, value, True) for what, value in said]
        catalogue.save_descriptions((page.wiki, page.page_id), words, "Anna", hub.clock())


def judge(hub: Hub, title: str, said: Said) -> None:
    with hub.open() as catalogue:
        (page,) = catalogue.find_pages(title)
        catalogue.save_review((page.wiki, page.page_id), said, "Anna", hub.clock())


def drawn(hub: Hub, filters: Filters | None = None) -> Overview:
    with hub.open() as catalogue:
        return overview(catalogue, hub.settings, filters or Filters(), hub.today)


def titles(document: Document) -> dict[str, list[str]]:
    topics = [sheet for sheet in document.sheets if sheet.name != "axes"]
    return {sheet.heading: [row[0].text for row in sheet.rows] for sheet in topics}


def test_resources_stand_under_their_topics_and_the_others_under_no_topic(hub: Hub) -> None:
    assert titles(document_of(drawn(hub))) == {"upload": ["Guide"], "No topic": ["Alone"]}
    describe(hub, "Guide", (Property.TOPIC, "metadata"))
    assert titles(document_of(drawn(hub))) == {
        "metadata": ["Guide"],
        "upload": ["Guide"],
        "No topic": ["Alone"],
    }


def test_beginners_come_before_experts_and_what_has_no_level_last(hub: Hub) -> None:
    for title, level in (("A deep one", "expert"), ("Middle", "intermediate")):
        hub.edit(title, "A page.")
        hub.renew()
        describe(hub, title, (Property.LEVEL, level), (Property.TOPIC, "upload"))
    hub.edit("About", "A page.")
    hub.renew()
    describe(hub, "About", (Property.TOPIC, "upload"))
    found = titles(document_of(drawn(hub)))["upload"]
    assert found == ["Guide", "Middle", "A deep one", "About"]


def test_a_sheet_for_spreadsheets_has_every_resource_once_with_its_topics(hub: Hub) -> None:
    describe(hub, "Guide", (Property.TOPIC, "metadata"))
    rows = csv(document_of(drawn(hub), whole=True)).splitlines()
    assert len(rows) == 3
    assert rows[0].startswith('"topics","title","level","languages","verdict","freshness",')
    assert any('"metadata, upload","Guide","beginner","en, ar"' in row for row in rows)


def test_exports_carry_all_that_is_known_under_lrmis_names(hub: Hub) -> None:
    said = (
        (Property.KIND, "guide"),
        (Property.AUDIENCE, "museums"),
        (Property.TIME_REQUIRED, "PT30M"),
        (Property.TOPIC, "metadata"),
    )
    describe(hub, "Guide", *said)
    document = document_of(drawn(hub), whole=True)
    (row,) = (one for one in DictReader(csv(document).splitlines()) if one["title"] == "Guide")
    assert {name: row[name] for name in LRMI} == {
        "educationalLevel": "beginner",
        "learningResourceType": "guide",
        "audience": "museums",
        "teaches": "metadata, upload",
        "inLanguage": "ar, en",
        "timeRequired": "PT30M",
    }
    resources = {one["resource"]: one["lrmi"] for one in document.data["resources"]}
    assert resources[int(row["resource"])] == {
        "educationalLevel": "beginner",
        "learningResourceType": ["guide"],
        "audience": [{"@type": "EducationalAudience", "educationalRole": "museums"}],
        "teaches": ["metadata", "upload"],
        "inLanguage": ["ar", "en"],
        "timeRequired": "PT30M",
    }
    # People have these columns already, in words.
    assert not any(name in markdown(document_of(drawn(hub))) for name in LRMI)


def test_the_worst_of_each_axis_stands_side_by_side_and_nothing_is_added_up(hub: Hub) -> None:
    (guide,) = (one for one in drawn(hub).places if one.topics)
    assert guide.worst == {"quality": "warning"}
    text = table(document_of(drawn(hub), short=True))
    assert "F C T L Q R" in text
    assert ". . . . W ." in text


def test_each_language_links_to_its_edition_in_its_own_name_and_direction(hub: Hub) -> None:
    text = wikitext(document_of(drawn(hub)))
    assert '<bdi lang="ar">[https://meta.example.org/wiki/Guide/ar ' in text
    assert "(https://meta.example.org/wiki/Guide/ar)" in markdown(document_of(drawn(hub)))


def test_verdicts_stand_on_the_map_with_what_is_overdue(hub: Hub) -> None:
    judge(hub, "Guide", Said(Verdict.GOOD, review_by="2026-11-23"))
    judge(hub, "Alone", Said(Verdict.EXPIRED))
    found = {one.pages[0][2]: one for one in drawn(hub).places}
    assert found["Guide"].standing.overdue(hub.today)
    text = wikitext(document_of(drawn(hub)))
    assert "good, to be reviewed again" in text
    assert "| expired" in text


def test_a_page_that_changed_after_the_audit_is_said_to_have_changed(hub: Hub) -> None:
    rows = {one.pages[0][2]: one for one in drawn(hub).places}
    assert not rows["Guide"].changed
    audited = hub.today
    hub.edit("Guide", "It does not shout.")
    hub.edit("New", "A new page.")
    hub.day += 1
    harvest(hub.settings, (), reach=Reach(transport=family(hub.wiki)), clock=hub.clock)
    document = document_of(drawn(hub), whole=True)
    last = [column.name for column in document.sheets[0].columns].index("checked")
    told = {row[1].text: row[last].text for row in document.sheets[0].rows}
    assert told == {
        "Alone": f"{audited}",
        "Guide": f"{audited}, changed since",
        "New": "not yet",
    }


def look(hub: Hub) -> None:
    """Audit with the rules that there are."""
    hub.day += 1
    with hub.open() as catalogue:
        audit(catalogue, hub.settings, today=hub.today, clock=hub.clock)


def test_an_axis_whose_rules_had_nothing_to_go_by_was_not_looked_at(hub: Hub) -> None:
    look(hub)
    found = drawn(hub)
    # No link was checked; the hub has no topics, and views are not known.
    assert {one.not_looked_at for one in found.places} == {frozenset({"links", "relevance"})}
    axes = document_of(found).sheets[0]
    told = {row[0].text: [cell.number for cell in row[-2:]] for row in axes.rows}
    assert (told["links"], told["relevance"]) == ([0, 2], [0, 2])
    assert told["freshness"][1] == 0
    short = table(document_of(found, short=True))
    assert re.search(r"[EWn.] [EWn.] [EWn.] \? [EWn.] \?", short)
    assert "? not looked at" in " ".join(short.split())
    rows = DictReader(csv(document_of(found, whole=True)).splitlines())
    assert {(row["links"], row["relevance"]) for row in rows} == {("not looked at",) * 2}
    resources = document_of(found).data["resources"]
    assert {(*one["not_looked_at"],) for one in resources} == {("links", "relevance")}


def test_what_was_fetched_before_the_audit_makes_an_axis_looked_at(hub: Hub) -> None:
    with hub.open() as catalogue:
        run = catalogue.start_run("links", hub.clock())
        catalogue.end_run(run, hub.clock(), "done", {})
        (alone,) = catalogue.find_pages("Alone")
        catalogue.save_views("meta", {alone.page_id: Views(3, 60)}, hub.clock())
    assert all("links" not in one.not_looked_at for one in drawn(hub).places)
    look(hub)
    found = {one.pages[0][2]: one.not_looked_at for one in drawn(hub).places}
    assert found == {"Alone": frozenset(), "Guide": frozenset({"relevance"})}


def test_without_an_audit_and_where_rules_are_left_out_nobody_looked(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    hub.edit("Alone", "It does not shout.")
    harvest(hub.settings, (), reach=Reach(transport=family(hub.wiki)), clock=hub.clock)
    with hub.open() as catalogue:
        tie(catalogue, hub.clock())
    (alone,) = drawn(hub).places
    assert alone.not_looked_at == {*drawn(hub).axes}


def test_a_workbook_has_the_figures_by_axis_and_words_as_headings(hub: Hub) -> None:
    document = document_of(drawn(hub), whole=True)
    assert [sheet.name for sheet in document.sheets] == ["overview", "axes"]
    headings = [column.heading for column in document.sheets[0].columns]
    assert not {*LRMI} & {*headings}
    assert len({*headings}) == len(headings)
    assert csv(document, sheet="axes").startswith('"axis","error","warning"')


def test_filters_choose_resources_and_what_is_said_of_them(hub: Hub) -> None:
    assert titles(document_of(drawn(hub, Filters(language=("ar",))))) == {"upload": ["Guide"]}
    found = drawn(hub, Filters(axis=("links",)))
    assert found.axes == ("links",)
    assert not any(one.worst for one in drawn(hub, Filters(severity=("error",))).places)
    with pytest.raises(UsageError, match='no source "trainin"; did you mean "training"'):
        drawn(hub, Filters(source=("trainin",)))


def test_the_map_fits_80_columns(hub: Hub) -> None:
    hub.edit(f"A {'long ' * 20}title", "A page.")
    hub.edit("دليل الصور/ar", "دليل")
    hub.renew()
    lines = table(document_of(drawn(hub), short=True)).splitlines()
    assert max(len(line.strip("\u2068\u2069")) for line in lines) <= 82


def test_a_catalogue_without_pages_says_how_to_fill_it(tmp_path: Path) -> None:
    hub = Hub(tmp_path)
    with hub.open():
        pass
    assert "`cphub harvest`" in table(document_of(drawn(hub), short=True))


def test_the_map_begins_with_how_many_resources_have_what_at_worst(hub: Hub) -> None:
    hub.edit("New", "A new page.")
    hub.day += 1
    harvest(hub.settings, (), reach=Reach(transport=family(hub.wiki)), clock=hub.clock)
    found = drawn(hub)
    axes = document_of(found).sheets[0]
    told = {row[0].text: [cell.number for cell in row[1:]] for row in axes.rows}
    assert [*told] == [*found.axes]
    worst = [one.worst.get("quality") for one in found.places if not one.unseen]
    assert "warning" in worst
    assert told["quality"] == [
        *map(worst.count, ("error", "warning", "note", None)),
        sum(one.unseen for one in found.places),
    ]
    assert told["quality"][-1] == 1
    assert "axes" not in {sheet.name for sheet in document_of(found, short=True).sheets}
