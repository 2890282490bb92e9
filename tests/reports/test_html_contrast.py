"""Every text in a page has the contrast that WCAG 2.2 asks for (AA): light, dark and on paper."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import product

import pytest

STYLE = (files("cphub.reports") / "_html" / "page.css").read_text(encoding="utf-8")
TEXT, PICTURE = 4.5, 3.0
GROUNDS = ("page", "good", "middling", "bad", "neutral", "bad+middling", "middling+good")
BARS = ("good-bar", "middling-bar", "bad-bar", "neutral-bar")

Colours = dict[str, tuple[int, ...]]


def colours(block: str) -> Colours:
    found = re.findall(r"--([\w-]+): #([0-9a-f]{6});", block)
    return {name: tuple(bytes.fromhex(digits)) for name, digits in found}


def schemes() -> dict[str, Colours]:
    light, dark, paper = (
        colours(block) for block in re.findall(r":root \{(.*?)\}", STYLE, re.DOTALL)
    )
    return {"light": light, "dark": light | dark, "paper": light | paper}


def luminance(colour: tuple[int, ...]) -> float:
    """Return the relative luminance as WCAG defines it."""
    parts = [one / 255 for one in colour]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def ground(scheme: Colours, name: str) -> tuple[int, ...]:
    one, _, other = name.partition("+")
    pair = zip(scheme[one], scheme[other or one], strict=True)
    return tuple(round((a + b) / 2) for a, b in pair)


def test_black_on_white_is_as_the_standard_says() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((0x77,) * 3, (255,) * 3) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", schemes().items(), ids=lambda one: one[0])
def test_every_text_can_be_read_on_its_ground(scheme: tuple[str, Colours]) -> None:
    _, known = scheme
    pairs = [
        *product(("text", "link", "visited"), GROUNDS),
        *product(("text", "quiet"), ("page", "raised")),
        ("text", "mark"),
    ]
    poor = {
        (text, on): round(found, 2)
        for text, on in pairs
        if (found := contrast(known[text], ground(known, on))) < TEXT
    }
    assert poor == {}


@pytest.mark.parametrize("scheme", schemes().items(), ids=lambda one: one[0])
def test_bars_lines_fields_and_the_focus_are_seen(scheme: tuple[str, Colours]) -> None:
    _, known = scheme
    poor = {
        name: round(found, 2)
        for name in (*BARS, "edge", "focus")
        if (found := contrast(known[name], known["page"])) < PICTURE
    }
    assert poor == {}


def test_no_colour_stands_outside_the_three_schemes() -> None:
    outside = re.sub(r":root \{.*?\}", "", STYLE, flags=re.DOTALL)
    assert not re.findall(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(", outside)
