# ruff: noqa: RUF001  # ambiguous letters are what this is about
"""Texts that do harm where somebody trusts them: to be stored as titles and said as answers."""

from __future__ import annotations

import re
import unicodedata

MARK = "Pwned"
"""Stands in every payload that could be taken for markup, so that it is known again."""

TERMINAL = {
    "clear": "Clear\x1b[2J\x1b[H screen",
    "title": "Window\x1b]0;Pwned\x07 title",
    "link": "\x1b]8;;https://evil.example/\x1b\\Pwned link\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;UHduZWQ=\x07 clipboard",
    "device": "\x1bPq#0;2;0;0;0\x1b\\ sixel",
    "c1": "C1 \x9b31m red \x9d0;Pwned\x9c \x85 next",
    "carriage": "harmless\rrm -rf Pwned",
    "backspace": "abc\x08\x08\x08Pwned",
    "nul": "nul\x00byte",
    "bell": "\x07\x07 delete \x7f",
    "newline": "one\ncphub: Pwned error\ntwo",
    "separators": "line\u2028paragraph\u2029end\x0b\x0c.",
    "bidi": "invoice\u202ecod.exe\u202c \u2066isolate\u2069 \u200fmark\u061c",
    "tags": "flag\U000e0050\U000e0077\U000e006e\U000e0065\U000e0064 hidden",
    "surrogate": "lone \ud800 and \udfff",
    "noncharacter": "non \ufffe \uffff \ufdd0 \ufeffmark \ufff9note\ufffb",
}
MARKUP = {
    "rich": "[red]Pwned[/nope] [link=https://evil.example]x[/link] :smile: [[/]]",
    "template": "{{subst:Pwned}} {{Pwned|x}} {{{1}}}",
    "signature": "Pwned ~~~~ ~~~~~ ~~~",
    "category": "[[Category:Pwned]] [[File:Pwned.png]] [[Pwned|x]]",
    "nowiki": "</nowiki><nowiki>Pwned</nowiki><translate>x</translate>",
    "switch": "__NOINDEX__ __NOTOC__ Pwned",
    "table": "|}\n{| Pwned\n|- x || y",
    "headings": "== Pwned ==\n* list\n# list\n---- ''' bold '''",
    "redirect": "#REDIRECT [[Pwned]]",
    "script": "<script>alert('Pwned')</script>",
    "handler": "\"><img src=x onerror=alert('Pwned')><svg/onload=Pwned>",
    "entity": "&lt;script&gt;Pwned&#x3c;/script&#62;",
    "markdown": "[Pwned](javascript:alert(1)) ![x](https://evil.example/Pwned.png) `code",
    "pipes": "a | b | Pwned \\| c",
    "autolink": "https://evil.example/Pwned www.evil.example a@evil.example ISBN 9780306406157",
    "comment": "<!-- Pwned --> ]]> <![CDATA[x]]>",
}
FORMULAS = {
    "equals": "=cmd|' /C calc'!Pwned",
    "plus": "+Pwned+1",
    "minus": "-2+3+Pwned",
    "at": "@SUM(1+1)*Pwned",
    "tab": "\t=Pwned",
    "quoted": '"=Pwned()',
    "wide": "\uff1dPwned()",
    "semicolon": "x;=Pwned()",
    "quotes": 'a","b"\r\n"=Pwned()","c',
}
PLACES = {
    "up": "../../../../etc/Pwned",
    "windows": "..\\..\\Pwned CON.txt",
    "absolute": "/etc/passwd",
    "option": "--config=/etc/Pwned",
    "glob": "$(touch Pwned) `touch Pwned` ; touch Pwned & * ?",
    "percent": "%2e%2e%2fPwned %00 %s %n %(x)s",
    "braces": "{0.__class__} {Pwned!r} ${Pwned} %d",
    "json": '"}],"findings":[{"rule":"Pwned"}] \\u0022 \\',
    "toml": 'x"\n[wikis.evil]\napi = "Pwned',
    "sql": "'; DROP TABLE pages; -- Pwned",
    "like": "100%_Pwned\\",
}
HONEST = {
    "long": "ä" * 126 + "end",  # 255 bytes
    "arabic": "التعلّم في ويكيميديا",
    "hebrew": "לימוד \u05e2\u05d1\u05e8\u05d9\u05ea",
    "persian": "می\u200cخواهم",
    "combining": "Z" + "\u0351\u036b\u0343\u036a\u0302" * 12 + "algo e\u0301",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \U0001f3f3\ufe0f\u200d\U0001f308",
    "astral": "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 𐍈 𠜎",
    "spaces": "a\u00a0b\u3000c",
    "turkish": "İstanbul ıI ﬁ ẞ",
    "colon": "meta:Help:1",
    "number": "1234",
}
CORPUS = {**TERMINAL, **MARKUP, **FORMULAS, **PLACES, **HONEST}

_BIDI = {
    *"\u061c\u200e\u200f",
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x2070)),
}


def unsafe(text: str) -> set[str]:
    """Return the characters of `text` that steer a terminal or hide from the eye.

    A list of its own, so that a gap in `cphub.clean` is not a gap here as well.
    """
    return {
        character
        for character in set(text)
        if (unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} and character != "\n")
        or character in _BIDI
        or "\U000e0000" <= character <= "\U000e007f"
        or character in "\ufeff\ufff9\ufffa\ufffb\ufffe\uffff"
    }


def stored(text: str) -> str:
    """Return `text` as the catalogue must have it: whole, but for what no UTF-8 can hold."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def typed(text: str) -> str:
    """Return `text` as a command line can have it: no NUL, broken bytes as Python reads them."""
    return re.sub("[\ud800-\udfff]", "\udcff", text).replace("\0", "")
