"""Sentences as words that can be compared, and whether a changed word may be a typing error."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from unicodedata import category, normalize

from cphub.data import language_of
from cphub.wikitext.prose import UNSPACED

_BETWEEN = re.compile(r"[\s\-\u2010-\u2015\u2212/|]+")
_THOUSANDS = re.compile("(?<=\\d)[,.'\u2019\u00a0\u202f\u066c](?=\\d{3}(?!\\d))")
_STOP = re.compile(r"(?<!\d)\.|\.(?!\d)")
_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DECIMAL = re.compile(r"(?<=\d)[,\u066b](?=\d)")
_KEPT = frozenset("%\u2030\u00b0")  # marks that change what a number says

# A word of these says the opposite, or takes it back: it is never a typing error. Of all the
# languages in one list, as a word of another language is no word of this one.
_NEGATING = """no not never none nor nothing neither without cannot cant dont doesnt didnt wont
isnt arent wasnt werent shouldnt mustnt neednt couldnt wouldnt hasnt havent inte ej icke aldrig
ingen inget inga ingenting utan ikke aldri uten ei eivät ilman nicht kein keine keinen keinem
keiner keines nie niemals nichts ohne niet geen nooit zonder ne pas jamais aucun aucune sans ni
non rien nunca sin ningún ninguna ninguno jamás nada não sem nenhum nenhuma nem mai senza nessun
nessuna nessuno niente не нет ни без никогда нельзя ані немає bez nigdy žádný nikdy tidak bukan
tanpa jangan değil yok hiç لا لم لن ليس ليست بدون غير ما نه نیست नहीं मत बिना
不 没 沒 無 无 未 別 别 勿 非 ず không chưa chẳng"""
_NEGATIONS = frozenset(_NEGATING.split())
# Words that carry no fact alone: one that comes or goes is a matter of style.
_SMALL = """a an the en ett den det de et le la les l un une des el los las o os as um uma il lo
gli i der die das dem ein eine einen einem einer het een"""
_ARTICLES = frozenset(_SMALL.split())
# Characters that are often mistaken for one another or left out.
_LOOSE = frozenset("的地得了着著过過们們也就做作帐账帳賬他她它在再像象")
# Nouns begin with a capital there, so capitals tell no names.
_CAPITAL_NOUNS = frozenset({"de", "lb", "nds", "bar", "gsw", "ksh", "pfl", "frr", "stq"})
_PAIR, _LONG, _SWAP = 6, 9, 4
"""Letters from which on a word may have one letter exchanged, two differences, and two
neighbours swapped or one letter more or less, and still be meant for the same word. Short
words are too near to others ("may" and "must" to "many" and "most")."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word (a character in scripts without spaces); `key` is equal for what reads the same."""

    key: str
    name: bool = False


def tokens(sentence: str, language: str, *, spaced: bool, heading: bool = False) -> list[Token]:
    """Split a sentence into words without punctuation, case and the signs of thousands."""
    sentence = normalize("NFC", sentence)
    sentence = _STOP.sub("", _DECIMAL.sub(".", _THOUSANDS.sub("", sentence)))
    names = not heading and spaced and language_of(language) not in _CAPITAL_NOUNS
    found: list[Token] = []
    for chunk in _BETWEEN.split(sentence):
        for piece in _pieces(chunk) if not spaced else (chunk,):
            key = "".join(c for c in piece if _is_word(c))
            if key:
                found.append(Token(key.casefold(), names and bool(found) and key[0].isupper()))
    return found


def same_meaning(
    old: Sequence[Token], new: Sequence[Token], before: str, after: str, *, spaced: bool
) -> bool:
    """Tell whether words that stand where others stood may say the same: a typing error.

    `before` and `after` are the keys of the words around.
    """
    words = [*old, *new]
    if any(_fixed(token.key) for token in words):
        return False
    if not spaced:
        return len(old) <= 1 and len(new) <= 1 and all(_loose(token.key) for token in words)
    if not old or not new:
        alone = words[0].key if len(words) == 1 else ""
        return alone in _ARTICLES or (bool(alone) and alone in {before, after})
    if "".join(token.key for token in old) == "".join(token.key for token in new):
        return True
    if any(token.name for token in words) or len(old) != len(new):
        return False
    return all(
        one.key == other.key or _mistyped(one.key, other.key)
        for one, other in zip(old, new, strict=True)
    )


def _fixed(word: str) -> bool:
    """Tell whether a word is a figure or a negation, in which every letter counts."""
    return word in _NEGATIONS or any(c.isnumeric() or category(c) == "Sc" for c in word)


def _loose(word: str) -> bool:
    """Tell whether a character may be a slip: one of a syllable or a letter, not of a word."""
    if not UNSPACED.match(word):
        return False
    return not _HAN.match(word) or word in _LOOSE


def _mistyped(one: str, other: str) -> bool:
    from rapidfuzz.distance import OSA  # noqa: PLC0415  # loads 20 ms of C, only where texts differ

    longest = max(len(one), len(other))
    if one[0] != other[0] or longest < _SWAP:
        return False
    distance = OSA.distance(one, other, score_cutoff=2)
    if distance > 1:
        return distance == 2 and longest >= _LONG  # noqa: PLR2004  # the cutoff
    swapped = len(one) == len(other) and sorted(one) == sorted(other)
    return swapped or len(one) != len(other) or longest >= _PAIR


def _pieces(chunk: str) -> list[str]:
    """Split at every character that is a word of its own; marks stay with their letter."""
    pieces: list[str] = []
    apart = True
    for character in chunk:
        if UNSPACED.match(character):
            pieces.append(character)
            apart = True
        elif pieces and (not apart or category(character).startswith("M")):
            pieces[-1] += character
        else:
            pieces.append(character)
            apart = False
    return pieces


@cache
def _is_word(character: str) -> bool:
    kind = category(character)
    return kind[0] in "LMN" or kind == "Sc" or character in _KEPT or character == "."
