"""What counts as a change of substance between two versions of a text, and what does not."""

from __future__ import annotations

import time

import pytest

from cphub.data import load_vocabulary
from cphub.model.comparisons import Change, Comparison, SentenceChange
from cphub.wikitext.comparison import compare
from cphub.wikitext.words import Words

VOCABULARY = load_vocabulary()
GUIDE = """'''The guide''' tells how to share pictures of a museum.

== Apply ==
Send the form to Anna Berg before 1 May 2024. The grant covers travel for 20 volunteers, and it
costs 1,500 kronor. You must ask the institution.

== Rules ==
* Bring a laptop
* Write a report about what was learned

== Help ==
The helpdesk answers within two weeks.
"""
CHINESE = "申请表在5月1日之前发送。补助金包括旅行费用。\n\n== 规则 ==\n你必须先询问机构的负责人。"
JAPANESE = "申請書は5月1日までに送ってください。費用は払われます。"
THAI = "ส่งแบบฟอร์มก่อนวันที่ 1 พฤษภาคม เงินช่วยเหลือครอบคลุมค่าเดินทาง"
ARABIC = "أرسل الاستمارة قبل 1 مايو 2024. تغطي المنحة تكاليف السفر."
HINDI = "फ़ॉर्म 1 मई 2024 से पहले भेजें। अनुदान में यात्रा का खर्च शामिल है।"


def diff(old: str, new: str, language: str = "en") -> Comparison:
    return compare(old, new, Words(), language, VOCABULARY)


def edited(old: str, new: str) -> Comparison:
    assert GUIDE.count(old) == 1, old
    return diff(GUIDE, GUIDE.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("grant covers", "grannt covers"),
        ("institution", "insitution"),
        ("volunteers", "volunters"),
        ("learned", "lerned"),
        ("covers travel", "covers the travel"),
        ("museum.", "museum!"),
        ("'''The guide'''", "The guide"),
        ("travel", "[[Travel|travel]]"),
        ("travel", "travel{{Citation needed|date=May 2020}}"),
        ("The helpdesk", "  The   helpdesk"),
        ("1,500", "1500"),
        ("laptop", "lap-top"),
        ("You must", "you must"),
        ("== Help ==", "== The help =="),
        ("== Help ==", "=== Help ==="),
        (
            "'''The guide'''",
            "{{Update|reason=It should all be rewritten by somebody quite soon}}\nThe guide",
        ),
        (
            "* Bring a laptop\n* Write a report about what was learned",
            "Bring a laptop\n\nWrite a report about what was learned",
        ),
    ],
)
def test_matters_of_form_are_no_substance(old: str, new: str) -> None:
    comparison = edited(old, new)
    assert not comparison.in_substance, comparison.changed
    assert comparison.share == 0
    assert {section.change for section in comparison.sections} <= {Change.FORM, Change.UNCHANGED}


@pytest.mark.parametrize(
    ("old", "new", "section"),
    [
        ("1 May", "2 May", "Apply"),
        ("1 May", "1 June", "Apply"),
        ("2024", "2025", "Apply"),
        ("20 volunteers", "30 volunteers", "Apply"),
        ("1,500", "15,000", "Apply"),
        ("1,500 kronor", "€1,500", "Apply"),
        ("Anna Berg", "Anna Borg", "Apply"),
        ("must ask", "must not ask", "Apply"),
        ("must ask", "may ask", "Apply"),
        ("a museum", "a library", ""),
        ("two weeks", "three weeks", "Help"),
        ("two weeks.", "two weeks. It is open to all.", "Help"),
        ("The grant covers travel for 20 volunteers, and it\ncosts 1,500 kronor. ", "", "Apply"),
        ("* Bring a laptop\n", "", "Rules"),
        ("== Help ==", "== Deadlines and prizes ==", "Deadlines and prizes"),
        (
            "learned\n",
            "learned\n{{Note|1=Reports that come late are not paid for by anybody}}\n",
            "Rules",
        ),
    ],
)
def test_facts_that_change_are_substance_with_the_section_named(
    old: str, new: str, section: str
) -> None:
    comparison = edited(old, new)
    assert [change.title for change in comparison.changed] == [section]
    assert comparison.changed[0].change is Change.SUBSTANCE
    assert comparison.changed[0].sentences


def test_a_changed_fact_comes_with_its_sentence_before_and_after() -> None:
    (section,) = edited("two weeks", "three weeks").changed
    assert section.sentences == (
        SentenceChange(
            "The helpdesk answers within two weeks.",
            "The helpdesk answers within three weeks.",
            substance=True,
        ),
    )
    assert (section.added, section.removed) == (1, 1)
    assert section.share == pytest.approx(1 / 6)


def test_a_new_section_is_named_with_how_much() -> None:
    comparison = diff(GUIDE, f"{GUIDE}\n== Money ==\nAsk for a receipt. Keep it for a year.\n")
    (section,) = comparison.changed
    assert (section.title, section.old_title, section.change) == ("Money", "", Change.NEW)
    assert (section.added, section.removed, section.share) == (9, 0, 1.0)
    assert 0 < comparison.share < 0.3


def test_a_section_that_is_gone_is_named() -> None:
    before = "\n== Help ==\nThe helpdesk answers within two weeks.\n"
    (section,) = edited(before, "").changed
    assert (section.title, section.change) == ("Help", Change.GONE)
    assert [one.new for one in section.sentences] == [""]


def test_a_renamed_section_is_known_by_its_text() -> None:
    (section,) = edited("== Help ==", "== Where to find somebody ==").changed
    assert (section.old_title, section.title) == ("Help", "Where to find somebody")
    assert section.sentences == (SentenceChange("Help", "Where to find somebody", substance=True),)


def test_sentences_and_sections_in_another_place_are_no_change() -> None:
    lead, apply, rules, help_ = GUIDE.split("\n== ")
    assert not diff(GUIDE, "\n== ".join([lead, help_ + "\n", apply, rules])).in_substance
    moved = GUIDE.replace("The helpdesk answers within two weeks.\n", "Ask by mail.\n").replace(
        "* Bring", "The helpdesk answers within two weeks.\n* Bring"
    )
    assert [change.title for change in diff(GUIDE, moved).changed] == ["Help"]


def test_equal_texts_have_nothing_to_tell() -> None:
    assert diff(GUIDE, GUIDE) == Comparison((), 0.0)
    assert not diff("", " ").in_substance


def test_a_text_written_anew_has_changed_wholly() -> None:
    comparison = diff(GUIDE, "Nothing of what stood here is left of it.")
    assert comparison.share > 0.95
    assert [change.change for change in comparison.changed] == [
        Change.SUBSTANCE,
        Change.GONE,
        Change.GONE,
        Change.GONE,
    ]


@pytest.mark.parametrize(
    ("text", "old", "new", "language"),
    [
        (CHINESE, "5月", "6月", "zh"),
        (CHINESE, "必须", "不必", "zh"),
        (CHINESE, "旅行", "住宿", "zh"),
        (CHINESE, "费用。", "费用。不包括餐费和住宿。", "zh"),
        (JAPANESE, "1日", "9日", "ja"),
        (JAPANESE, "払われます", "払われません", "ja"),
        (THAI, "1 พฤษภาคม", "2 พฤษภาคม", "th"),
        (THAI, "ค่าเดินทาง", "ค่าที่พัก", "th"),
        (ARABIC, "2024", "2025", "ar"),
        (ARABIC, "تغطي", "لا تغطي", "ar"),
        (ARABIC, "تكاليف السفر", "تكاليف الإقامة", "ar"),
        (HINDI, "मई", "जून", "hi"),
        (HINDI, "यात्रा", "भोजन", "hi"),
    ],
)
def test_facts_change_in_other_scripts_too(text: str, old: str, new: str, language: str) -> None:
    assert diff(text, text.replace(old, new), language).in_substance


@pytest.mark.parametrize(
    ("text", "old", "new", "language"),
    [
        (CHINESE, "旅行费用", "旅行的费用", "zh"),
        (CHINESE, "发送。", "发送\uff01", "zh"),
        (JAPANESE, "送ってください", "送ってくださいい", "ja"),
        (THAI, "ช่วยเหลือ", "ช่วยเหลอ", "th"),
        (ARABIC, "الاستمارة", "الإستمارة", "ar"),
        (HINDI, "अनुदान", "अनूदान", "hi"),
    ],
)
def test_slips_in_other_scripts_are_no_substance(
    text: str, old: str, new: str, language: str
) -> None:
    comparison = diff(text, text.replace(old, new), language)
    assert not comparison.in_substance, comparison.changed
    assert text.replace(old, new) != text


@pytest.mark.parametrize(
    ("old", "new", "language", "substance"),
    [
        ("Skicka in före 3 juni.", "Skicka in före 3 juli.", "sv", True),
        ("Du får dela bilden.", "Du får inte dela bilden.", "sv", True),
        ("Fyll i blanketten noga.", "Fyll i blankketten noga.", "sv", False),
        ("Das Formular ist verpflichtend.", "Das Formulaar ist verpflichtend.", "de", False),
        ("Das Formular gilt bis Montag.", "Das Formular gilt bis Freitag.", "de", True),
        ("Vous devez demander.", "Vous ne devez pas demander.", "fr", True),
    ],
)
def test_languages_with_letters(old: str, new: str, language: str, *, substance: bool) -> None:
    assert diff(old, new, language).in_substance is substance


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("word " * 40_000, "other " * 40_000),
        ("Sentence here. " * 10_000, "Sentence there. " * 10_000),
        *(
            (f"{piece}a" * (100_000 // len(piece)), f"{piece}b" * (100_000 // len(piece)))
            for piece in ("\n== x ==\n", "{{x|", "[[", "<ref>", "{|\n|-\n|", "* ")
        ),
        (
            "".join(f"== Old {n} ==\nSome text {n}.\n" for n in range(3000)),
            "".join(f"== New {n} ==\nNo text {n * 7}.\n" for n in range(3000)),
        ),
    ],
)
def test_no_two_texts_take_long(old: str, new: str) -> None:
    before = time.process_time()
    assert diff(old, new).sections
    assert time.process_time() - before < 10
