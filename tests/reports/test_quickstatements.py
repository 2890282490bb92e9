"""The map as QuickStatements, read back by a strict reader of one's own."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.linked import (
    ALONE,
    FRENCH,
    GUIDE,
    META,
    SOURCE,
    SWEDISH,
    WIKIBASE,
    about,
    described,
    document,
    filled,
)
from tests.reports.quick_reader import Command, Read, read

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.model.linked import LinkedDocument, LinkedResource
from cphub.model.reports import Report
from cphub.model.subjects import Property
from cphub.model.wikibase import WIKIDATA, KnownItems, Wikibase, comparable
from cphub.reports.quickstatements import quickstatements, remark


def commands(given: LinkedDocument) -> list[Command]:
    return read(quickstatements(given))


def told(given: LinkedDocument) -> dict[str, list[Read]]:
    """Return the values that are told, by label or property."""
    found: dict[str, list[Read]] = {}
    for one in commands(given):
        found.setdefault(one.property, []).append(one.value)
    return found


def test_a_new_item_has_all_that_is_known_and_mapped() -> None:
    assert told(document(GUIDE)) == {
        "Len": [("text", "Guide")],
        "Lfr": [("text", "Le guide")],
        "P1": [("item", "Q1")],
        "P2": [("text", SOURCE.url), ("text", SWEDISH.url), ("text", FRENCH.url)],
        "P3": [("monolingual", "en", "Guide"), ("monolingual", "fr", "Le guide")],
        "P4": [("item", "Q10"), ("item", "Q11"), ("item", "Q12")],
        "P5": [("item", "Q20")],
        "P6": [("item", "Q30")],
        "P7": [("item", "Q40")],
        "P8": [("item", "Q50")],
        "P9": [("amount", "90", "Q70")],
        "P10": [("item", "Q60")],
    }


def test_commands_are_exactly_these() -> None:
    assert quickstatements(document(ALONE)) == (
        "CREATE\n"
        'LAST\tLgsw\t"Alone"\n'
        "LAST\tP1\tQ1\n"
        f'LAST\tP2\t"{META}Alone"\tP4\tQ13\n'
        f'LAST\tP4\tQ13\tS13\t"{META}Alone"\n'
        f'LAST\tP3\tgsw:"Alone"\tS13\t"{META}Alone"\n'
    )


def test_qualifiers_and_sources_stand_with_their_statement() -> None:
    by_value = {(one.property, one.value): one for one in commands(document(GUIDE))}
    assert by_value["P2", ("text", SWEDISH.url)].qualifiers == [("P4", ("item", "Q11"))]
    assert by_value["P4", ("item", "Q11")].sources == [("S13", ("text", SWEDISH.url))]
    assert by_value["P10", ("item", "Q60")].qualifiers == [("P11", ("day", "2026-11-21"))]
    # What a person of the hub said stands on no page.
    assert by_value["P5", ("item", "Q20")].sources == []


def test_each_new_item_is_told_of_by_itself() -> None:
    found = commands(document(GUIDE, ALONE))
    assert {one.item for one in found} == {"new 1", "new 2"}
    assert ("text", f"{META}Alone") in [one.value for one in found if one.item == "new 2"]


def test_a_known_item_gets_what_it_lacks_and_keeps_its_labels() -> None:
    there = {("P1", "Q1"), ("P2", SOURCE.url), ("P3", "en:Guide"), ("P9", "90"), ("P5", "Q99")}
    known = KnownItems({SWEDISH.url: frozenset({"Q7"})}, {"Q7": frozenset(there)})
    found = commands(document(GUIDE, known=known))
    assert {one.item for one in found} == {"Q7"}
    values = {(one.property, one.value) for one in found}
    assert not any(one.property.startswith("L") for one in found)
    assert ("P1", ("item", "Q1")) not in values
    assert ("P2", ("text", SOURCE.url)) not in values
    assert ("P2", ("text", SWEDISH.url)) in values
    assert ("P3", ("monolingual", "fr", "Le guide")) in values
    assert ("P5", ("item", "Q20")) in values
    assert "P9" not in {one.property for one in found}
    said = remark(document(GUIDE, known=known))
    assert said.startswith("11 statements on 1 known item.")
    assert "4 statements left out that it has already." in said


def test_what_is_all_there_needs_no_command() -> None:
    entity = "https://metabase.example.org/entity/"
    there = [
        *(("P1", f"{entity}Q1"), ("P2", "HTTPS://Meta.example.org/wiki/%47uide")),
        *(("P2", SWEDISH.url), ("P2", FRENCH.url), ("P3", "en:Guide"), ("P3", "fr:Le  guide ")),
        *(("P4", f"{entity}Q10"), ("P4", "Q11"), ("P4", "Q12"), ("P5", f"{entity}Q20")),
        *(("P6", "Q30"), ("P7", "Q40"), ("P8", "Q50"), ("P9", "+90"), ("P10", f"{entity}Q60")),
    ]
    statements = frozenset((name, comparable(value)) for name, value in there)
    known = KnownItems({FRENCH.url: frozenset({"Q7"})}, {"Q7": statements})
    assert quickstatements(document(GUIDE, known=known)) == ""
    assert remark(document(GUIDE, known=known)).startswith("Nothing is new. 15 statements left out")
    assert remark(document(GUIDE)).startswith("1 new item.")


def test_what_nobody_could_find_again_gets_no_item() -> None:
    page = replace(SOURCE, url="javascript:alert(1)")
    given = document(LinkedResource(1, (page,)))
    assert quickstatements(given) == ""
    assert "1 resource left out without an address." in remark(given)


def test_an_item_of_the_same_wikibase_is_the_page_s_own() -> None:
    page = replace(SOURCE, item="Q5", repository="metabase.example.org")
    assert {one.item for one in commands(document(LinkedResource(1, (page,))))} == {"Q5"}
    page = replace(SOURCE, item="Q5", repository=WIKIDATA)
    found = told(document(LinkedResource(1, (page,))))
    assert found["P12"] == [("text", "Q5")]
    wikidata = replace(WIKIBASE, url="https://www.wikidata.org/")
    found_there = commands(document(LinkedResource(1, (page,)), wikibase=wikidata))
    assert {one.item for one in found_there} == {"Q5"}
    assert "P12" not in {one.property for one in found_there}


@pytest.mark.parametrize(
    "items",
    [
        {SOURCE.url: frozenset({"Q7", "Q8"})},
        {SOURCE.url: frozenset({"Q7"}), SWEDISH.url: frozenset({"Q8"})},
        {SOURCE.url: frozenset({"Q7"}), f"{META}Alone": frozenset({"Q7"})},
    ],
)
def test_where_it_is_not_clear_which_item_it_is_nothing_is_written(
    items: dict[str, frozenset[str]],
) -> None:
    given = document(GUIDE, ALONE, known=KnownItems(items))
    assert SOURCE.url not in quickstatements(given)
    assert "#1 (Q7" in remark(given)


def test_what_is_not_mapped_is_left_out_and_named() -> None:
    few = Wikibase(url=WIKIBASE.url, properties={"url": "P2", "topic": "P6"}, topics={"x": "Q1"})
    given = document(GUIDE, wikibase=few)
    assert told(given).keys() == {"Len", "Lfr", "P2"}
    said = remark(given)
    assert "topics.upload" in said
    assert "properties.language" in said
    assert "languages.en" not in said  # nothing would come of it alone
    assert len(said.partition("Left out for want")[2].partition(":")[2].split(",")) == 10


def test_what_is_not_wanted_is_left_out_in_silence() -> None:
    unwanted = {"reviewed": "", "title": "", "reference_url": ""}
    given = document(
        GUIDE, wikibase=replace(WIKIBASE, properties={**WIKIBASE.properties, **unwanted})
    )
    assert "P3" not in told(given)
    assert "Left out for want" not in remark(given)


def test_a_wikibase_that_is_not_known_may_have_the_items_already() -> None:
    assert "new items may be there already" in remark(document(ALONE))
    sure = replace(WIKIBASE, known=SOURCE.url)  # type: ignore[arg-type]  # any file
    assert "may be there" not in remark(document(ALONE, wikibase=sure))


@pytest.mark.parametrize(
    ("time", "value"),
    [("PT45M", ("amount", "45", "Q70")), ("PT2H", ("amount", "120", "Q70")),
     ("P2D", ("amount", "2", "Q71")), ("P3W", ("amount", "3", "Q72"))],
)  # fmt: skip
def test_times_have_a_unit(time: str, value: Read) -> None:
    one = about(ALONE, described(Property.TIME_REQUIRED, time))
    assert told(document(one))["P9"] == [value]


def test_a_time_of_several_units_is_left_out_and_counted() -> None:
    given = document(about(ALONE, described(Property.TIME_REQUIRED, "P1DT2H")))
    assert "P9" not in told(given)
    assert "1 value left out that no command can hold." in remark(given)


def test_quotes_stay_as_they_are_since_the_tool_knows_no_escape() -> None:
    page = replace(SOURCE, title='The "GLAM" guide')
    assert '\tLen\t"The "GLAM" guide"\n' in quickstatements(document(LinkedResource(1, (page,))))


@pytest.mark.parametrize("title", ["a|b", "", '""x""', "\u200b\ufeff"[1:]])
def test_a_title_that_no_command_can_hold_is_left_out_and_counted(title: str) -> None:
    given = document(LinkedResource(1, (replace(SOURCE, title=title),)))
    assert told(given).keys() == {"P1", "P2", "P4"}
    assert "2 values left out that no command can hold." in remark(given)


@pytest.mark.parametrize(
    "wikibase", [Wikibase(), Wikibase(url=WIKIBASE.url, properties={"title": "P3"})]
)
def test_without_a_wikibase_and_a_property_for_addresses_nothing_can_be_written(
    wikibase: Wikibase,
) -> None:
    with pytest.raises(UsageError, match=r"cphub\.toml"):
        quickstatements(document(GUIDE, wikibase=wikibase))


def test_it_says_which_report_it_is_for(report: Report) -> None:
    for render in (quickstatements, remark):
        with pytest.raises(UsageError) as raised:
            render(report)
        assert raised.value.hint == "cphub report overview --format quickstatements"


def check(text: str) -> None:
    given = filled(text)
    assert isinstance(remark(given), str)
    written = quickstatements(given)
    written.encode()
    wanted = clean(text)
    fair = [one for one in read(written) if one.item == "new 1"]
    values = {one.value for one in fair if one.property in {"Len", "P3"}}
    if (
        wanted
        and "|" not in wanted
        and not (len(wanted) > 3 and wanted[:2] + wanted[-2:] == '""""')
    ):
        assert {("text", wanted), ("monolingual", "en", wanted)} <= values
    else:
        assert values == set()
    for one in read(written):
        assert one.value[-1] in {wanted, *["Q1", "Q10", "Q12"]} or one.value[-1].startswith("http")


def test_no_text_is_lost_or_becomes_a_command(snippet: str) -> None:
    check(snippet)


@settings(deadline=None, max_examples=100)
@given(data=st.data())
def test_nor_any_mixture_of_them(data: st.DataObject, hostile: st.SearchStrategy[str]) -> None:
    check(data.draw(hostile))


def test_the_wikibase_s_known_language_codes_are_used_once() -> None:
    simple = replace(SOURCE, title="Easy guide", language="simple", is_source=False)
    found = told(document(LinkedResource(1, (SOURCE, simple))))
    assert found["Len"] == [("text", "Guide")]
