"""The map as JSON-LD, read back by a library of RDF that may not fetch anything."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import RDF, Namespace
from tests.reports.linked import (
    ALONE,
    CHANGED,
    FRENCH,
    GUIDE,
    META,
    SOURCE,
    SWEDISH,
    document,
    filled,
)

from cphub.errors import UsageError
from cphub.model.linked import LinkedResource
from cphub.model.reports import Report
from cphub.model.reviews import Verdict
from cphub.model.wikibase import WIKIDATA
from cphub.reports._tags import label_code, language_tag
from cphub.reports.jsonld import jsonld, remark

# rdflib's parser uses what rdflib itself calls deprecated.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")

SCHEMA = Namespace("https://schema.org/")
SURROGATES = re.compile("[\ud800-\udfff]")
WORK, SV, FR = (URIRef(one.url) for one in (SOURCE, SWEDISH, FRENCH))


@pytest.fixture(autouse=True, scope="module")
def offline() -> Iterator[None]:
    """Let nothing be fetched: a reader needs the file alone."""

    def refuse(*_arguments: object) -> None:
        raise AssertionError("something was fetched")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield


def graph_of(*resources: LinkedResource) -> Graph:
    return Graph().parse(data=jsonld(document(*resources)), format="json-ld")


def texts(graph: Graph, subject: URIRef, name: str) -> set[str]:
    return {str(value) for value in graph.objects(subject, SCHEMA[name])}


def test_a_resource_is_read_back_with_all_that_is_known_of_it() -> None:
    graph = graph_of(GUIDE)
    assert (WORK, RDF.type, SCHEMA.LearningResource) in graph
    assert {
        name: texts(graph, WORK, name)
        for name in (
            *("name", "inLanguage", "educationalLevel", "teaches", "learningResourceType"),
            *("timeRequired", "creativeWorkStatus", "url"),
        )
    } == {
        "name": {"Guide"},
        "inLanguage": {"en"},
        "educationalLevel": {"beginner"},
        "teaches": {"upload"},
        "learningResourceType": {"guide"},
        "timeRequired": {"PT1H30M"},
        "creativeWorkStatus": {"Obsolete"},
        "url": {SOURCE.url},
    }
    (audience,) = graph.objects(WORK, SCHEMA.audience)
    assert (audience, RDF.type, SCHEMA.EducationalAudience) in graph
    for name in ("audienceType", "educationalRole"):
        assert (audience, SCHEMA[name], Literal("glam-staff")) in graph
    moment = Literal("2026-11-20T08:15:00Z", datatype=SCHEMA.DateTime)
    assert (WORK, SCHEMA.dateModified, moment) in graph


def test_only_what_is_known_for_a_translation_is_called_one() -> None:
    graph = graph_of(GUIDE)
    assert set(graph.objects(WORK, SCHEMA.workTranslation)) == {SV}
    assert (SV, SCHEMA.translationOfWork, WORK) in graph
    assert texts(graph, SV, "inLanguage") == {"sv"}
    assert set(graph.objects(WORK, SCHEMA.workExample)) == {FR}
    assert (FR, SCHEMA.exampleOfWork, WORK) in graph
    assert (FR, RDF.type, SCHEMA.LearningResource) in graph


def test_where_the_source_is_not_known_no_edition_is_said_to_be_it() -> None:
    graph = graph_of(LinkedResource(1, (replace(SOURCE, is_source=False), SWEDISH)))
    (work,) = set(graph.subjects(SCHEMA.workExample))
    assert not isinstance(work, URIRef)
    assert set(graph.objects(work, SCHEMA.workExample)) == {WORK, SV}
    assert {str(tag) for tag in graph.objects(work, SCHEMA.inLanguage)} == {"en", "sv"}
    assert not list(graph.subject_objects(SCHEMA.translationOfWork))


def test_what_is_not_known_is_left_out() -> None:
    (node,) = json.loads(jsonld(document(ALONE)))["@graph"]
    assert node.keys() == {"@type", "@id", "name", "url", "inLanguage", "dateModified"}
    (node,) = json.loads(jsonld(document(replace(GUIDE, verdict=Verdict.GOOD))))["@graph"]
    assert "creativeWorkStatus" not in node  # schema.org has no word for it


def test_an_item_that_all_pages_share_is_the_resource_s() -> None:
    pages = [replace(one, item="Q42", repository=WIKIDATA) for one in (SOURCE, SWEDISH)]
    graph = graph_of(LinkedResource(1, tuple(pages)))
    item = URIRef("http://www.wikidata.org/entity/Q42")
    assert set(graph.subject_objects(SCHEMA.sameAs)) == {(WORK, item)}
    own = replace(pages[1], item="Q43")
    graph = graph_of(LinkedResource(1, (pages[0], own)))
    other = URIRef("http://www.wikidata.org/entity/Q43")
    assert set(graph.subject_objects(SCHEMA.sameAs)) == {(WORK, item), (SV, other)}


def test_items_of_other_wikibases_are_not_taken_for_wikidata_s() -> None:
    page = replace(SOURCE, item="Q42", repository="metabase.example.org")
    assert "Q42" not in jsonld(document(LinkedResource(1, (page,))))


@pytest.mark.parametrize(
    ("code", "tag", "label"),
    [
        ("sv", "sv", "sv"),
        ("als", "gsw", "gsw"),
        ("simple", "en-simple", "en"),
        ("no", "no", "nb"),
        ("roa-rup", "rup", "rup"),
        ("be-x-old", "be-tarask", "be-tarask"),
        ("zh-min-nan", "nan", "nan"),
        ("zh-hant", "zh-Hant", "zh-hant"),
        ("pt-br", "pt-BR", "pt-br"),
        ("sr-el", "sr-Latn", "sr-el"),
        ("map-bms", "jv-x-bms", "map-bms"),
        ("es-419", "es-419", ""),
        ("", "", ""),
        ("x y", "", ""),
        ("javascript:", "", ""),
    ],
)
def test_languages_are_written_as_the_world_writes_them(code: str, tag: str, label: str) -> None:
    assert (language_tag(code), label_code(code)) == (tag, label)


def test_proposals_are_left_out_and_that_is_said() -> None:
    assert "2 proposals of cphub left out" in remark(document(GUIDE))
    assert remark(document(ALONE)) == ""


def test_it_says_which_report_it_is_for(report: Report) -> None:
    with pytest.raises(UsageError) as raised:
        jsonld(report)
    assert raised.value.hint == "cphub report overview --format jsonld"


def test_a_map_of_nothing_is_json_ld_as_well() -> None:
    assert len(graph_of()) == 0


def check(text: str) -> None:
    written = jsonld(filled(text))
    assert "<" not in written  # ends no script of a web page, and opens no comment
    written.encode()
    graph = Graph().parse(data=written, format="json-ld")
    known = SURROGATES.sub("\ufffd", text)
    fair = URIRef(f"{META}Fair")
    for name in ("name", "educationalLevel", "teaches", "learningResourceType"):
        assert texts(graph, fair, name) == ({known} if known else set())
    assert len(list(graph.subjects(RDF.type, SCHEMA.LearningResource))) >= 3
    for one in set(graph.subjects()) | set(graph.objects()):
        if isinstance(one, URIRef) and not one.startswith(str(SCHEMA)):
            assert re.fullmatch(r"https?://[^/\s<>\"{}|\\^`]+(/[^\s<>\"{}\\^`]*)", one), one


def test_no_text_is_lost_or_becomes_something_else(snippet: str) -> None:
    check(snippet)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_nor_any_mixture_of_them(data: st.DataObject, hostile: st.SearchStrategy[str]) -> None:
    check(data.draw(hostile))


def test_the_moment_is_that_of_the_text() -> None:
    assert CHANGED.isoformat()[:16] in jsonld(document(ALONE))
