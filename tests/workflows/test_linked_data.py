"""What linked data tells of a catalogue, and how a Wikibase says what it has already."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph
from tests.workflows.fake_wiki import FakeWiki
from tests.workflows.hub import HELD, Hub
from tests.workflows.offline import read_here
from tests.workflows.test_overview import describe, judge

from cphub.errors import UsageError
from cphub.model.linked import LinkedDocument, LinkedResource
from cphub.model.reviews import Said, Verdict
from cphub.model.subjects import Origin, Property
from cphub.model.wikibase import KnownItems, Wikibase, comparable
from cphub.workflows._filters import Filters
from cphub.workflows.known_items import known_items
from cphub.workflows.linked_data import linked_document
from cphub.workflows.overview import overview
from cphub.workflows.overview_document import document_of

GUIDE = Path(__file__).parents[2] / "docs" / "linked-data.md"
URL = "https://meta.example.org/wiki/Guide"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A guide with an Arabic translation, and a page alone."""
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    hub = Hub(tmp_path, FakeWiki())
    hub.edit("Guide", "It shouts! For beginners, who are new to this.")
    hub.wiki.languages = {"en": "English", "ar": "العربية"}
    hub.wiki.edit("Guide/ar", "دليل", categories=HELD).language = "ar"
    hub.edit("Alone", "It does not shout.")
    hub.renew()
    return hub


def linked(hub: Hub) -> LinkedDocument:
    with hub.open() as catalogue:
        found = overview(catalogue, hub.settings, Filters(), hub.today)
        return linked_document(catalogue, hub.settings, found, document_of(found))


def guide(hub: Hub) -> LinkedResource:
    (one,) = (one for one in linked(hub).linked if one.editions[0].title == "Guide")
    return one


def test_a_resource_is_told_of_with_its_editions(hub: Hub) -> None:
    one = guide(hub)
    assert [(each.title, each.language, each.url) for each in one.editions] == [
        ("Guide", "en", URL),
        ("Guide/ar", "ar", f"{URL}/ar"),
    ]
    assert [each.is_source for each in one.editions] == [True, False]
    assert [each.translated for each in one.editions] == [False, True]
    assert linked(hub).titles  # it is the map's document as well


def test_only_people_s_words_are_told_and_proposals_are_counted(hub: Hub) -> None:
    before = guide(hub)
    with hub.open() as catalogue:
        held = catalogue.subjects(before.number)
    assert held
    assert all(one.origin is Origin.MACHINE for one in held)
    assert (before.subjects, before.lrmi, before.proposed) == ((), {}, len(held))
    describe(hub, "Guide", (Property.LEVEL, "expert"), (Property.TIME_REQUIRED, "PT30M"))
    after = guide(hub)
    assert after.lrmi == {"educationalLevel": "expert", "timeRequired": "PT30M"}
    assert {one.value for one in after.subjects} == {"expert", "PT30M"}


def test_what_is_no_time_is_not_told(hub: Hub) -> None:
    describe(hub, "Guide", (Property.TIME_REQUIRED, "soon"), (Property.TOPIC, " "))
    assert guide(hub).subjects == ()


def test_a_verdict_is_told_as_long_as_it_holds(hub: Hub) -> None:
    judge(hub, "Guide", Said(Verdict.EXPIRED, review_by="2026-11-25"))
    assert guide(hub).verdict is Verdict.EXPIRED
    assert guide(hub).reviewed
    hub.day += 9
    assert (guide(hub).verdict, guide(hub).reviewed) == (None, None)


def test_a_page_s_item_is_known_with_the_wikibase_that_has_it(hub: Hub) -> None:
    hub.wiki.edit("Guide", "It shouts!", categories=HELD).props = {"wikibase_item": "Q42"}
    hub.renew()
    assert {(one.item, one.repository) for one in guide(hub).editions} == {("Q42", ""), ("", "")}
    with hub.open() as catalogue:
        catalogue.save_repositories({"meta": "wikidata"})
    assert guide(hub).editions[0].repository == "www.wikidata.org"
    with hub.open() as catalogue:
        catalogue.save_repositories({"meta": "meta"})
    assert guide(hub).editions[0].repository == "meta.example.org"


def test_a_file_that_is_not_there_matters_only_where_it_is_read(hub: Hub) -> None:
    wikibase = Wikibase(known=hub.path.parent / "none.csv")
    settings = replace(hub.settings, wikibase=wikibase)
    with hub.open() as catalogue:
        found = overview(catalogue, settings, Filters(), hub.today)
        document = document_of(found)
        assert linked_document(catalogue, settings, found, document, wikibase=False).linked
        with pytest.raises(UsageError, match="cannot read"):
            linked_document(catalogue, settings, found, document)


def write(folder: Path, text: str) -> Path:
    path = folder / "known.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sheet_of_items_is_read_by_number_or_address(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "url,qid,property,value\n"
        f"{URL},Q1,P5,Q15\n"
        "HTTPS://META.example.org/wiki/Guide,https://w.example.org/entity/Q1,"
        "http://w.example.org/entity/P7,en:Guide\n"
        f"{URL}/ar,Q1,,\n"
        "no address,Q2,P5,Q15\n",
    )
    statements = frozenset({("P5", "Q15"), ("P7", "en:Guide")})
    assert known_items(path) == KnownItems(
        {URL: frozenset({"Q1"}), f"{URL}/ar": frozenset({"Q1"})},
        {"Q1": statements, "Q2": frozenset({("P5", "Q15")})},
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("url,item\n", "the sheet has no column qid"),
        (f"url,qid\n{URL},Q1\n{URL},Q1\tP2\n", "line 3 of the sheet has no qid"),
        (f"url,qid\n{URL},P1\n", "line 2 of the sheet has no qid, but “P1”"),
        (f"url,qid,property,value\n{URL},Q1,Q5,x\n", "line 2 of the sheet has no property"),
        (f"url,qid\n{URL},LAST\n", "has no qid"),
        ("\0", "no CSV"),
        ("", "no column url"),
    ],
)
def test_a_sheet_that_says_something_else_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(UsageError, match=re.escape(said)) as raised:
        known_items(path)
    assert raised.value.message.startswith(f"{path}: ")


def test_a_sheet_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read"):
        known_items(tmp_path / "none.csv")
    with pytest.raises(UsageError, match="cannot read"):
        known_items(tmp_path)


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("Q5", "Q5"),
        ("http://www.wikidata.org/entity/Q5", "Q5"),
        ("https://w.example.org/a/entity/Q5", "Q5"),
        ("2026-11-22T00:00:00Z", "2026-11-22"),
        ("+2026-11-22T00:00:00Z", "2026-11-22"),
        ("2026-11-22T00:00:00+00:00", "2026-11-22"),
        ("+90", "90"),
        ("90.0", "90"),
        ("HTTPS://Example.org/%7ea", "https://example.org/~a"),
        (" a\tb ", "a b"),
        ("en:Guide", "en:Guide"),
    ],
)
def test_values_are_compared_in_one_form(value: str, form: str) -> None:
    assert comparable(value) == form
    assert comparable(form) == form


# A Wikibase as its query service has it: https://www.mediawiki.org/wiki/Wikibase/Indexing/RDF_Dump_Format
WIKIBASE = f"""
PREFIX wikibase: <http://wikiba.se/ontology#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
PREFIX wd: <https://metabase.wikibase.cloud/entity/>
PREFIX wdt: <https://metabase.wikibase.cloud/prop/direct/>
PREFIX p: <https://metabase.wikibase.cloud/prop/>
PREFIX ps: <https://metabase.wikibase.cloud/prop/statement/>
PREFIX s: <https://metabase.wikibase.cloud/entity/statement/>
wd:P7 wikibase:claim p:P7 ; wikibase:statementProperty ps:P7 ; wikibase:directClaim wdt:P7 .
wd:P8 wikibase:claim p:P8 ; wikibase:statementProperty ps:P8 .
wd:P9 wikibase:claim p:P9 ; wikibase:statementProperty ps:P9 .
wd:P14 wikibase:claim p:P14 ; wikibase:statementProperty ps:P14 .
wd:P16 wikibase:claim p:P16 ; wikibase:statementProperty ps:P16 .
wd:Q1 wdt:P7 <{URL}> ; p:P7 s:a ; p:P8 s:b ; p:P9 s:c ; p:P14 s:d ; p:P16 s:e .
s:a ps:P7 <{URL}> .
s:b ps:P8 "Guide, “quoted”"@en .
s:c ps:P9 wd:Q31 .
s:d ps:P14 "+90"^^xsd:decimal .
s:e ps:P16 "2026-11-22T00:00:00Z"^^xsd:dateTime .
wd:Q2 p:P9 s:f .
s:f ps:P9 wd:Q31 .
"""


def test_the_query_of_the_guide_gives_such_a_sheet(tmp_path: Path) -> None:
    guide = GUIDE.read_text("utf-8")
    (query,) = re.findall(r"^```sparql\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    answer = Graph().parse(data=WIKIBASE, format="turtle").query(query)
    path = tmp_path / "metabase.csv"
    with path.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.writer(opened)
        rows.writerow(str(name) for name in answer.vars or ())
        rows.writerows([str(value) for value in row] for row in answer)  # type: ignore[union-attr]  # rows of a SELECT
    assert known_items(path) == KnownItems(
        {URL: frozenset({"Q1"})},
        {
            "Q1": frozenset(
                {
                    ("P7", URL),
                    ("P8", "en:Guide, “quoted”"),
                    ("P9", "Q31"),
                    ("P14", "90"),
                    ("P16", "2026-11-22"),
                }
            )
        },
    )
