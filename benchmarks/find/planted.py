"""Queries as people type them, each with the page that was planted for it."""

from __future__ import annotations

from dataclasses import dataclass

TITLE, HEADING, LEAD, TEXT = "title", "heading", "lead", "text"


@dataclass(frozen=True, slots=True)
class Planted:
    """A page in a language with `words` in one `place`, and the query that should find it."""

    kind: str
    query: str
    language: str
    place: str
    words: str
    options: tuple[str, ...] = ()


PLANTED = (
    Planted("a title", "campaign toolkit", "en", TITLE, "Campaign toolkit"),
    Planted("a heading", "depositing licences", "en", HEADING, "Depositing licences"),
    Planted("a lead", "newcomer retention numbers", "en", LEAD, "On newcomer retention numbers."),
    Planted("text far down", "heliograph calibration", "en", TEXT, "About heliograph calibration."),
    Planted("a hyphen", "GLAM-Wiki", "en", TITLE, "GLAM-Wiki partnerships"),
    Planted("an apostrophe", "O'Brien", "en", LEAD, "A talk with Sheila O\u2019Brien."),
    Planted("a phrase", '"metadata roundtripping for museums"', "en", TEXT,
            "We call it metadata roundtripping for museums, and it works."),
    Planted("a lone quotation mark", 'tombola "quickstart', "en", TITLE, "Tombola quickstart"),
    Planted("accents left out", "decouverte numerisation", "fr", TITLE, "Découverte: numérisation"),
    Planted("accents typed", "Zażółć gęślą", "de", TITLE, "Zazolc gesla"),
    Planted("a beginning", "photogram", "en", TITLE, "Photogrammetry for beginners"),
    Planted("Swedish, inflected on the page", "utvärdering", "sv", TITLE, "Utvärderingarnas mål"),
    Planted("Swedish, inflected in the query", "skrivstugornas", "sv", TITLE, "Skrivstuga i dag"),
    Planted("Finnish, inflected on the page", "muistiorganisaatio", "fi", TITLE,
            "Muistiorganisaatioiden opas"),
    Planted("Finnish, inflected in the query", "arkistoissa", "fi", TITLE, "Arkistot ja data"),
    Planted("Arabic, with points", "مَكْتَبَة", "ar", TITLE, "المكتبة الرقمية"),
    Planted("Arabic, another alef", "أرشيف", "ar", TITLE, "الارشيف المفتوح"),
    Planted("Hindi", "प्रशिक्षण", "hi", TITLE, "प्रशिक्षण मार्गदर्शिका"),
    Planted("Hindi without the nukta", "अखबार", "hi", TITLE, "अख़बार संग्रह"),
    Planted("Japanese", "図書館員", "ja", TEXT, "これは図書館員のための案内です。"),
    Planted("Japanese, mixed", "ウィキデータ入門", "ja", TITLE, "ウィキデータ入門講座"),
    Planted("Chinese", "博物馆合作", "zh", TEXT, "本页说明博物馆合作的方法。"),
    Planted("Chinese, words apart on the page", "档案数字化", "zh", TITLE, "档案的数字化"),
    Planted("Thai", "พิพิธภัณฑ์", "th", TEXT, "คู่มือความร่วมมือกับพิพิธภัณฑ์ในประเทศ"),
    Planted("Russian", "оцифровка", "ru", TITLE, "Оцифровка фондов"),
    Planted("a language wanted", "storyboard", "sv", LEAD, "En storyboard för film.",
            ("--language", "sv")),
    Planted("a source wanted", "tripod", "en", LEAD, "Bring a tripod.", ("--source", "planted")),
    Planted("only what is fresh", "lighting", "en", LEAD, "Lighting for objects.",
            ("--axis-ok", "freshness", "--since", "2026-01-01")),
    Planted("a typing error", "wikisorce transcripton", "en", TITLE, "Wikisource transcription"),
)  # fmt: skip
"""The last one is not found: what is near is said instead."""
