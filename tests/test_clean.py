"""What is printed from a wiki cannot steer a terminal."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cphub.clean import clean, clean_layout, unescaped

BIDI = {
    "\u061c",
    "\u200e",
    "\u200f",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
}


@given(st.text(st.characters()))
def test_nothing_unsafe_is_left_of_any_text(text: str) -> None:
    cleaned = clean(text)
    assert not any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in cleaned)
    assert not BIDI.intersection(cleaned)
    assert cleaned.encode().decode() == cleaned
    assert "  " not in cleaned
    assert cleaned == cleaned.strip() == clean(cleaned)


@given(st.text(st.characters()))
def test_with_newlines_each_line_is_clean_and_lines_stay_lines(text: str) -> None:
    cleaned = clean(text, newlines=True)
    assert [clean(line) for line in cleaned.split("\n")] == cleaned.split("\n")
    assert clean(cleaned, newlines=True) == cleaned


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("\x1b[2J\x1b]0;title\x07", "[2J]0;title"),
        ("\x9b31mred", "31mred"),
        ("over\rwrite", "over write"),
        (" a\t \u00a0b\u2028c ", "a b c"),
        ("\u202eevil\u202c \u2066x\u2069", "evil x"),
        ("\ud800", "\ufffd"),
        ("a\U000e0041b\ufeff", "ab"),
        ("لل\u200cل \U0001f469\u200d\U0001f4bb", "لل\u200cل \U0001f469\u200d\U0001f4bb"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_what_is_dropped_folded_replaced_and_kept(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


def test_any_kind_of_line_end_is_a_line_end_where_lines_are_kept() -> None:
    assert clean("\na \r\n b\rc\u2029d\n", newlines=True) == "a\nb\nc\nd"


@given(st.text(st.characters()))
def test_text_laid_out_by_hand_is_cleaned_as_all_text_is(text: str) -> None:
    cleaned = clean_layout(text)
    assert not any(
        unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in cleaned if c not in "\n\t"
    )
    assert not BIDI.intersection(cleaned)
    assert clean(cleaned) == clean(text)
    assert clean_layout(cleaned) == cleaned


def test_text_laid_out_by_hand_keeps_its_layout() -> None:
    assert clean_layout("\n  a\t b \r\n\n\x1b[31mc\rd\u202e\n") == "\n  a\t b \n\n[31mc d\n"


@given(
    st.lists(st.sampled_from(("&", "#", "0", "65", "x41", ";", "00000000000", "1114112", "amp")))
)
def test_references_to_characters_are_read_as_html_reads_them(parts: list[str]) -> None:
    text = "".join(parts)
    assert unescaped(text) == html.unescape(text)


@pytest.mark.parametrize(
    ("digits", "meant"), [("9" * 5000, "\ufffd"), ("0" * 5000 + "65", "A"), ("0" * 5000, "\ufffd")]
)
def test_a_reference_with_more_digits_than_python_reads_is_read(digits: str, meant: str) -> None:
    assert unescaped(f"a &#{digits}; b") == f"a {meant} b"
