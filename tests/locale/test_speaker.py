"""What readers get to see: sentences with their values, numbers and days by locale, fallbacks."""

# ruff: noqa: RUF001  # French has apostrophes

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports.conftest import HOSTILE

from cphub.errors import UsageError
from cphub.locale import figures
from cphub.locale.catalogues import language_for, languages, messages
from cphub.locale.speaker import speaker
from cphub.locale.templates import SLOT, fill, template

CODES = [code for code in languages() if code != "en"]
NBSP = "\N{NO-BREAK SPACE}"
NARROW = "\N{NARROW NO-BREAK SPACE}"
SAMPLES = {
    "": ["Skåne", "{name}", "%s", "{0.__class__}", "\\1", "{{Stub}}", "رفع الملفات"],
    "number": ["7", "1,200", "20,000"],
    "percent": ["0%", "45%", "100%"],
    "day": ["2026-11-22", "2004-02-29"],
    "moment": ["2026-11-22 09:30"],
    "count": ["1 word", "2 words", "1,200 words"],
    "language": ["svenska (sv)", "sv", "eo-x (unheard)"],
    "languages": ["svenska (sv), français (fr) and 3 more", "français (fr)"],
    "list": ['"A", "B" and 3 more', '"A"', "capacity"],
    "phrase": ["no such host", "HTTP 404"],
    "parts": ["3 new, 2 resolved", "x, y"],
}
# Those without a word of their own are only found if one of their values says something.
TEMPLATES = sorted(
    known.text
    for pairs in messages("sv").templates.values()
    for known, _ in pairs
    if re.search(r"[^\W\d_]", "".join(known.literals))
)


@pytest.mark.parametrize(
    ("english", "swedish", "french"),
    [
        (
            "The page has 1 word of text; fewer than 60 are too few to learn from.",
            "Sidan har 1 ord text; färre än 60 är för lite att lära sig av.",
            f"La page a 1 mot de texte{NBSP}; moins de 60, c’est trop peu pour apprendre.",
        ),
        (
            "1,200 words stand with no heading, list, table or picture.",
            f"1{NBSP}200 ord står utan rubrik, lista, tabell eller bild.",
            f"1{NARROW}200 mots se suivent sans titre, liste, tableau ni image.",
        ),
        (
            'The page only leads to "Help:Upload".',
            "Sidan leder bara till ”Help:Upload”.",
            f"La page ne fait que mener à «{NBSP}Help:Upload{NBSP}».",
        ),
        (
            "The page gave itself until 2026-06-30, which has passed.",
            "Sidan gav sig själv tid till den 30 juni 2026, som har passerat.",
            "La page s’était donné jusqu’au 30 juin 2026, qui est passé.",
        ),
        (
            'About 45% of the text stands in "Uploads" too.',
            f"Omkring 45{NBSP}% av texten står även i ”Uploads”.",
            f"Environ 45{NBSP}% du texte se trouve aussi dans «{NBSP}Uploads{NBSP}».",
        ),
        (
            '3 links lead to a page that does not exist: "A", "B" and 1,000 more.',
            f"3 länkar leder till en sida som inte finns: ”A”, ”B” och 1{NBSP}000 till.",
            (
                f"3 liens mènent à une page qui n’existe pas{NBSP}: «{NBSP}A{NBSP}»,"
                f" «{NBSP}B{NBSP}» et 1{NARROW}000 de plus."
            ),
        ),
        (
            "The translation is outdated in part in svenska (sv), suomi (fi).",
            "Översättningen är delvis inaktuell på svenska (sv), finska (fi).",
            "La traduction est en partie obsolète en suédois (sv), finnois (fi).",
        ),
    ],
)
def test_a_sentence_is_said_with_its_values_as_the_language_writes_them(
    english: str, swedish: str, french: str
) -> None:
    assert speaker("sv").say(english) == swedish
    assert speaker("fr").say(english) == french
    assert speaker("en").say(english) == english


def test_several_sentences_are_said_one_by_one() -> None:
    assert speaker("sv").say("Resource 7. No verdict.") == "Resurs 7. Inget omdöme."


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        (
            (
                "there in 3 languages; made by hand; after 2026-05-19 the source changed: 81 % of "
                "its words, in “A, b” (new), “B” (new) and 1 more section"
            ),
            (
                f"finns på 3 språk; gjord för hand; efter den 19 maj 2026 har källan ändrats: "
                f"81{NBSP}% av orden, i ”A, b” (nytt), ”B” (nytt) och 1 avsnitt till"
            ),
        ),
        (
            'The source has changed since, 81% of its words: new "A", "B, b" and 2 more; "C", "D".',
            (
                f"Källan har ändrats sedan dess, 81{NBSP}% av orden: nytt ”A”, ”B, b” och 2 till; "
                "”C”, ”D”."
            ),
        ),
    ],
)
def test_parts_with_commas_of_their_own_and_lists_of_names_are_said_whole(
    english: str, swedish: str
) -> None:
    assert speaker("sv").say(english) == swedish


def test_a_part_that_is_written_the_same_in_both_languages_is_known() -> None:
    said = speaker("fr").line("made of: 4 sections, 6 list items, 1 table")
    assert said == f"composée de{NBSP}: 4 sections, 6 éléments de liste, 1 tableau"


def test_a_share_by_itself_is_written_as_the_language_does() -> None:
    assert speaker("sv").say("95%") == f"95{NBSP}%"


@pytest.mark.parametrize(
    ("english", "swedish"),
    [
        ("language: en", "språk: engelska (en)"),
        ("languages: sv, fr", "språk: svenska (sv), franska (fr)"),
        ("text: 66 words, reads as en", "text: 66 ord, läses som engelska (en)"),
        ("  2026-11-22 joined → school", "  22 november 2026: ny i en källa → school"),
        ("  2026-11-22 edited", "  22 november 2026: redigerad"),
        ("  2026-11-22 Ann: expired", "  22 november 2026 Ann: utgånget"),
        (
            "  2026-11-22 Ann: expired, owner Bo, note: late, done",
            "  22 november 2026 Ann: utgånget, ansvarig Bo, anteckning: late, done",
        ),
        (
            "level: beginner (Me said so on 2026-11-22)",
            "nivå: beginner (enligt Me den 22 november 2026)",
        ),
        (
            "topic: upload (95%: the title has “upload”; its category “X” says so)",
            f"ämne: upload (95{NBSP}%: titeln har ”upload”; dess kategori ”X” säger det)",
        ),
        ("  note thin-page: foo", "  anmärkning thin-page: foo"),
        (
            (
                "  note missing-translation: Not there in 2 languages of the hub: svenska (sv), "
                "français (fr); 18 pages link to it."
            ),
            (
                "  anmärkning missing-translation: Finns inte på 2 språk av dem som navet vill ha: "
                "svenska (sv), franska (fr); 18 sidor länkar till den."
            ),
        ),
        ("    Links (54 words)", "    Links (54 ord)"),
        ("Old handbook: does not exist", "Old handbook: finns inte"),
    ],
)
def test_a_line_of_a_story_is_said_but_for_names_and_what_people_wrote(
    english: str, swedish: str
) -> None:
    assert speaker("sv").line(english) == swedish


def test_one_is_told_from_several() -> None:
    french = speaker("fr").say
    assert french("1 good, 1 expired") == "1 bon, 1 périmé"
    assert french("2 good, 2 expired") == "2 bons, 2 périmés"
    assert speaker("sv").say("1 overruled by reviews") == "1 underkänd av bedömningar"


def test_what_is_not_known_stays_english_beside_what_is() -> None:
    said = speaker("sv").say("No open findings. Nobody has ever said this before.")
    assert said == "Inga öppna fynd. Nobody has ever said this before."


@pytest.mark.parametrize(
    "title", ["{url}", "{0.__class__}", "%(x)s", "\\g<1>", "Findings", "3 words", "2026-11-22"]
)
def test_a_title_only_moves_whatever_it_looks_like(title: str) -> None:
    said = speaker("sv").say(f'There is nothing under the heading "{title}".')
    assert said == f"Det finns inget under rubriken ”{title}”."


def _is_like(target: str, said: str) -> bool:
    pattern = ".*".join(re.escape(part) for part in template(target).literals)
    return re.search(pattern, said, re.DOTALL) is not None


@pytest.mark.parametrize("code", CODES)
@settings(max_examples=300)
@given(data=st.data())
def test_every_message_is_found_again_with_any_values(code: str, data: st.DataObject) -> None:
    known = template(data.draw(st.sampled_from(TEMPLATES)))
    values = {name: data.draw(st.sampled_from(SAMPLES[kind])) for name, kind in known.slots}
    english = SLOT.sub(lambda place: values[place[1]], known.text)
    said = speaker(code).whole(english)
    assert said is not None
    for name, kind in known.slots:
        if not kind:
            assert values[name] in said
            assert values[name] in speaker(code).say(english)
    # The words of a translation stand in it, in their order; what fits two may be either.
    targets = [
        target for other, target in messages(code).candidates(english) if other.match(english)
    ]
    assert known.text in {other.text for other, _ in messages(code).candidates(english)}
    assert any(_is_like(target, said) for target in targets)


@pytest.mark.parametrize("code", CODES)
@given(pieces=st.lists(st.sampled_from(HOSTILE) | st.text(max_size=5), min_size=1, max_size=6))
def test_hostile_text_is_neither_run_nor_lost(code: str, pieces: list[str]) -> None:
    text = "".join(pieces)
    assert text in speaker(code).say(f"Link to {text} instead.")


def test_a_long_text_that_nearly_fits_is_told_at_once() -> None:
    text = "The link to " + " is dead (" * 20_000
    assert speaker("sv").say(text) == text


def test_a_value_is_put_in_once_and_not_looked_into() -> None:
    assert fill("{a} {b}", {"a": "{b}", "b": "{a}"}) == "{b} {a}"


@pytest.mark.parametrize(
    ("code", "language"),
    [
        *[("sv", "sv"), ("sv-SE", "sv"), ("sv_FI", "sv"), ("fr-CA", "fr"), ("en-GB", "en")],
        *[("oc", "fr"), ("se", "sv"), ("FR", "fr")],
    ],
)
def test_the_nearest_language_is_spoken(code: str, language: str) -> None:
    assert language_for(code) == language


@pytest.mark.parametrize("code", ["de", "nn", "xx", "", "../sv", "sv.po", "svenska"])
def test_a_language_that_is_not_spoken_is_an_error_that_names_those_that_are(code: str) -> None:
    with pytest.raises(UsageError, match="do not speak") as error:
        language_for(code)
    assert "en, fr, sv" in str(error.value.hint)


@pytest.mark.parametrize(
    ("code", "name"),
    [("fr", "franska"), ("pt-br", "brasiliansk portugisiska"), ("zh-hans", "förenklad kinesiska")],
)
def test_languages_are_named_in_the_readers(code: str, name: str) -> None:
    assert speaker("sv").language_name(code) == name


@pytest.mark.parametrize("code", ["als", "nrm", "simple", "roa-rup", "bat-smg", "zh-yue", "sr-ec"])
def test_a_code_that_wikimedia_uses_otherwise_keeps_the_wikis_own_name(code: str) -> None:
    assert speaker("sv").language_name(code) == ""


def test_days_in_tables_have_four_figures_of_the_year() -> None:
    day = date(2026, 11, 22)
    assert [speaker(code).day(day) for code in ("en", "sv", "fr")] == [
        "2026-11-22",
        "2026-11-22",
        "22/11/2026",
    ]


def test_a_page_may_be_in_a_language_that_is_written_from_the_right() -> None:
    assert (figures.direction("ar"), figures.direction("fr")) == ("rtl", "ltr")
