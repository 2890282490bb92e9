"""What is wrong with a translated unit is found, and what languages do differently is not."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cphub.wikitext.unit_faults import unit_faults

WRONG = {
    "variable": ("Ask $name by $1.", "Fråga $name.", "$1 is lost", True),
    "percent": ("%s of %2$d pages", "%s sidor", "%2$d is lost", True),
    "invented": ("Ask $1.", "Fråga $1 och $2.", "$2 is not in the source", True),
    "link end": ("See [[Help]].", "Se [[Help.", "1 [[ and 0 ]]", True),
    "template end": ("{{Clear}} Go.", "{{Clear Gå.", "1 {{ and 0 }}", True),
    "bold": ("A '''must'''.", "Ett '''måste''.", "not closed", True),
    "italics": ("A ''must''.", "Ett ''måste.", "not closed", True),
    "tag": ("A <b>must</b>.", "Ett <b>måste.", "1 <b> and 0 </b>", True),
    "tag gone": ("Use <code>x</code>.", "Använd x.", "<code> is lost", True),
    "heading": ("== Help ==", "Hjälp", "the source has ==", True),
    "level": ("== Help ==", "=== Hjälp ===", "the source has ==", True),
    "link": ("See [[Help:Upload|this]].", "Se det här.", "Help:Upload is lost", False),
    "address": ("See [https://a.example/x it].", "Se den.", "//a.example/x is lost", False),
    "template": ("{{Note}} Go.", "Gå.", "Note is lost", False),
    "number": ("Before 1 May 2026.", "Före den 1 maj.", "2026 is not there", False),
    "figure": ("At most 50 files.", "Högst 500 filer.", "50 is not there", False),
    "address as written": ("See https://A.example/x", "Se", "https://A.example/x is lost", False),
    "bold lost": ("A '''must'''.", "Ett *måste*.", "bold or italics ('') are lost", False),
    "items lost": ("* A b\n* C d", "* Ett", "2 list items (*), the translation 1 list", False),
    "other list": ("* A b\n* C", "# Ett\n# Två", "(*), the translation 2 list items (#)", False),
    "tag made up": ("Ask.", "Fråga<script>x</script>", "<script> is not in the source", True),
    "own tags": ("Ask.", "<translate>Fråga</translate>", "marks of Translate's source", True),
    "own marks": ("Ask.", "<!--T:4--> Fråga", "marks of Translate's source", True),
    "fuzzy": ("Ask.", "!!FUZZY!!Fråga", "!!FUZZY!!", True),
    "unchanged": ("Ask the museum.", "Ask the museum.", "word for word", False),
}
SOUND = {
    "words": ("Ask the museum.", "Fråga museet."),
    "variables in another order": ("$1 asks $2.", "$2 blir frågad av $1."),
    "a variable as it was written": ("Ask $1.", "Fråga <tvar name=1>Anna</tvar>."),
    "an older variable": ("Ask $1.", "Fråga <tvar|1>Anna</>."),
    "thousands": ("12,000 files", "12\u00a0000 filer"),
    "digits of another script": ("Wait 15 days.", "انتظر \u0661\u0665 يومًا."),
    "a link with other words": ("See [[help:Upload|this]].", "Se [[Help:Upload|det här]]."),
    "a link to the translation": ("See [[Help:Upload|this]].", "Se [[Help:Upload/sv|det]]."),
    "a link to any translation": ("See [[Help]].", "Se [[Special:MyLanguage/Help|det]]."),
    "italics in a list": ("* ''A''\n* B c", "* ''Ett''\n* Två"),
    "a direction": ("Ask $1.", "اسأل <bdi>$1</bdi>."),
    "underscores": ("See [[Big_guide]].", "Se [[Big guide|guiden]]."),
    "a name": ("Wikimedia Commons", "Wikimedia Commons på svenska"),
    "nothing to translate": ("[[File:A.jpg]]", "[[File:A.jpg]]"),
    "a price": ("It costs $5.", "Det kostar $5."),
    "a line break": ("One.<br>Two.", "Ett. Två."),
    "a source that is broken itself": ("See [[Help.", "Se [[Hjälp."),
    "bold italics": ("'''''Now'''''", "'''''Nu'''''"),
    "a heading": ("== Help ==", "== Hjälp =="),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said(name: str) -> None:
    source, translation, said, sure = WRONG[name]
    faults = list(unit_faults(source, translation))
    assert [(said in fault.what, fault.sure) for fault in faults][:1] == [(True, sure)], faults


@pytest.mark.parametrize("name", SOUND)
def test_what_languages_do_differently_is_left_alone(name: str) -> None:
    source, translation = SOUND[name]
    assert not list(unit_faults(source, translation))


@given(st.text(alphabet="ab [](){}<>'=$%1/|\n", max_size=60))
def test_a_copy_of_the_source_is_wrong_in_nothing_but_being_one(text: str) -> None:
    assert {fault.kind for fault in unit_faults(text, text)} <= {"unchanged"}


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_text_breaks_it(source: str, translation: str) -> None:
    for fault in unit_faults(source, translation):
        assert fault.what


@pytest.mark.parametrize(
    "piece", ["[[", "{{", "<b", "<a ", "'''''", "=", "<!--", "<tvar|1>", "1,", "$a"]
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    started = time.monotonic()
    list(unit_faults(text, text + "x"))
    assert time.monotonic() - started < 5
