"""What counts as the same word, and what FTS5 is asked for what people type."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cphub.catalogue.search_query import MOST, Term, Width, parse
from cphub.catalogue.search_words import fold, tokens

SAME = {
    "case": ("GLAM Wiki", "glam wiki"),
    "accents": ("Découverte à Łódź", "decouverte a lodz"),
    "Swedish letters": ("Räksmörgås på Åland", "raksmorgas pa aland"),
    "letters with strokes": ("Ærø Đorđe þing", "aero dorde thing"),
    "German ss": ("Straße", "STRASSE"),
    "Turkish i": ("İstanbul \u0131s\u0131", "istanbul isi"),
    "hyphens and apostrophes": ("GLAM-Wiki O\u2019Brien", "glam wiki o'brien"),
    "width": ("\uff27\uff2c\uff21\uff2d ｶﾞｲﾄﾞ", "glam ガイド"),
    "Arabic points and tatweel": ("مَكْتَبَة عـربية", "مكتبة عربية"),
    "Arabic alef and ya": ("أرشيف إلى آلة", "ارشيف الي الة"),
    "Arabic article": ("المكتبة والمكتبة بالمكتبة", "مكتبة مكتبة مكتبة"),
    "Persian letters": ("کتابی", "كتابي"),
    "Hebrew points": ("שָׁלוֹם", "שלום"),
    "Hindi nukta": ("अख़बार", "अखबार"),
    "digits": ("١٢٣ ४५", "123 45"),
    "Korean, composed or not": ("한국어", "한국어"),
}
OTHER = {
    "Hindi vowel signs": ("कि", "की"),
    "Japanese voiced marks": ("かき", "がき"),
    "Thai vowels": ("กา", "กี"),
}


@pytest.mark.parametrize("name", SAME)
def test_words_are_the_same_but_for(name: str) -> None:
    one, other = SAME[name]
    assert fold(one) == fold(other) != ""


@pytest.mark.parametrize("name", OTHER)
def test_words_differ_by(name: str) -> None:
    one, other = OTHER[name]
    assert fold(one) != fold(other)


def test_a_word_keeps_its_vowel_signs_together() -> None:
    assert fold("हिन्दी विकिपीडिया") == "हिन्दी विकिपीडिया"


def test_scripts_without_spaces_become_pairs_and_a_last_character() -> None:
    assert fold("日本語 Wiki図書") == "日本 本語 語 wiki 図書 書"


@settings(deadline=None)
@given(st.text(max_size=60))
def test_each_token_is_where_it_is_said_to_be(text: str) -> None:
    found = list(tokens(text))
    assert fold(text) == " ".join(token for token, _start, _end in found)
    for token, start, end in found:
        assert 0 <= start < end <= len(text)
        assert token in fold(text[start:end])
    assert [start for _token, start, _end in found] == sorted(s for _t, s, _e in found)


def test_a_lone_quotation_mark_means_nothing() -> None:
    assert parse('upload "files') == parse("upload files").__class__(
        'upload "files', parse("upload files").terms
    )
    assert parse('"').terms == ()


def test_words_in_quotation_marks_stand_together_as_they_are() -> None:
    for typed in ('"media files" x', "“media files” x", "«media files» x"):
        assert parse(typed).terms == (Term(("media", "files"), exact=True), Term(("x",)))
    assert parse('"media files"').match(Width.ALL) == '"media files"'


def test_what_is_typed_without_a_space_stands_together() -> None:
    assert [term.tokens for term in parse("GLAM-Wiki O'Brien").terms] == [
        ("glam", "wiki"),
        ("o", "brien"),
    ]


def test_a_longer_word_may_be_meant_but_not_by_a_figure_or_two_letters() -> None:
    assert parse("upload").match(Width.ALL) == '("upload" OR "upload" *)'
    assert parse("2014 it").match(Width.ALL) == '"2014" AND "it"'


def test_a_run_of_pairs_is_asked_for_without_its_half_pair() -> None:
    assert parse("日本語").match(Width.ALL) == '"日本 本語"'
    assert parse("日本語").match(Width.STEMS) == '"日本" AND "本語"'
    assert parse("字").match(Width.ALL) == '"字" *'


def test_too_many_words_are_counted() -> None:
    query = parse(" ".join(f"w{number}" for number in range(MOST + 7)))
    assert len(query.terms) == MOST
    assert query.left_out == 7


TYPED = st.text() | st.text("\"'*()-^:{}+~AND OR NOT NEAR, 字กเمैa\0\u0301\ud800")


@settings(deadline=None, max_examples=2_500)
@given(TYPED)
def test_sqlite_understands_whatever_is_typed(typed: str) -> None:
    with closing(sqlite3.connect(":memory:")) as database:
        database.execute("CREATE VIRTUAL TABLE search USING fts5(title, tokenize='ascii')")
        query = parse(typed)
        for width in query.widths() if query.terms else ():
            for whole in (False, True):
                database.execute(
                    "SELECT 1 FROM search WHERE search MATCH ?",
                    (f"{{title}} : ({query.match(width, whole=whole)})",),
                ).fetchall()
