"""A robots.txt is understood as RFC 9309 says, however it is written."""

from __future__ import annotations

import time

import pytest

from cphub.linkcheck.rules import MOST, understood

EVERYBODY = "User-agent: *\n"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/a", True),
        (f"{EVERYBODY}Disallow:", "/a", True),
        (f"{EVERYBODY}Disallow: /a", "/ab", False),
        (f"{EVERYBODY}Disallow: /a", "/b", True),
        (f"{EVERYBODY}\n\nDisallow: /a  # not this\n", "/a", False),
        (f"\ufeff{EVERYBODY}disallow:/a", "/a", False),
        (f"{EVERYBODY}Disallow: /\nAllow: /open", "/open/a", True),
        (f"{EVERYBODY}Allow: /open\nDisallow: /open/shut", "/open/shut", False),
        (f"{EVERYBODY}Disallow: /a\nAllow: /a", "/a", True),
        (f"{EVERYBODY}Disallow: /*?action=", "/w/x?action=edit", False),
        (f"{EVERYBODY}Disallow: /*?action=", "/w/x?title=y", True),
        (f"{EVERYBODY}Disallow: /*.pdf$", "/a.pdf", False),
        (f"{EVERYBODY}Disallow: /*.pdf$", "/a.pdf?x=1", True),
        (f"{EVERYBODY}Disallow: /a$", "/a", False),
        (f"{EVERYBODY}Disallow: /a$", "/ab", True),
        (f"{EVERYBODY}Disallow: /a*a$", "/a", True),
        (f"{EVERYBODY}Disallow: /%7ejoe", "/~joe/x", False),
        (f"{EVERYBODY}Disallow: /caf\u00e9", "/caf%C3%A9", False),
        ("User-agent: cphub\nDisallow: /a\n\nUser-agent: *\nDisallow: /", "/b", True),
        ("User-agent: other\nUser-agent: CPHub/1.0\nDisallow: /a", "/a", False),
        ("User-agent: other\nDisallow: /a", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: cphub\n", "/a", True),
        ("User-agent: cphub\nDisallow: /a\nUser-agent: cphub\nDisallow: /b", "/a", False),
        ("User-agent: x\nSitemap: /s\nUser-agent: *\nDisallow: /a", "/a", False),
        ("Disallow: /", "/a", True),
        (f"\n<!DOCTYPE html><pre>\n{EVERYBODY}Disallow: /", "/a", True),
        (f"<HTML><pre>\n{EVERYBODY}Disallow: /", "/a", True),
        ("\x00\x01: : :::\nUser-agent\n:::", "/a", True),
    ],
)
def test_rules_allow_what_they_say(text: str, path: str, allowed: bool) -> None:  # noqa: FBT001  # a case
    assert understood(text, "cphub").allow(f"https://example.org{path}") is allowed


def test_a_delay_is_a_plain_number() -> None:
    assert understood(f"{EVERYBODY}Crawl-delay: 2.5", "cphub").delay == 2.5
    for odd in ("9e9", "inf", "-1", "soon", "1" * 99):
        assert understood(f"{EVERYBODY}Crawl-delay: {odd}", "cphub").delay == 0


def test_a_text_made_to_be_slow_is_not() -> None:
    texts = (
        EVERYBODY * 30_000 + "Disallow: /a\n" * 10_000,
        EVERYBODY + "Disallow: " + "*a" * 200_000,
        EVERYBODY + "".join(f"Disallow: /*a*a*{n}\n" for n in range(MOST)),
        "a" * 500_000,
        "-" * 250_000 + ":" * 250_000,
    )
    start = time.monotonic()
    for text in texts:
        understood(text, "cphub").allow("https://example.org/" + "a" * 7_000)
    assert time.monotonic() - start < 5
    with pytest.raises(ValueError, match="more than"):
        understood(EVERYBODY + "".join(f"Allow: /{n}\n" for n in range(MOST + 1)), "cphub")
