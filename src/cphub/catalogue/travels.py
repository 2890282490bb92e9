"""What people said, from one catalogue to another: nothing lost, nothing said twice.

`TRAVELS` is the one list of what goes along. A word is known by its identity; the same word in
both catalogues was taken back if it was in either, at the earlier time. So it does not matter
who takes from whom, or how often.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cphub.catalogue.catalogue import Catalogue
from cphub.catalogue.checks import (
    Check,
    is_day,
    is_id,
    is_json_of,
    is_moment,
    is_name,
    is_text,
    is_uuid,
    is_words,
    maybe,
)
from cphub.catalogue.offered import Offered, Rejected, Row
from cphub.catalogue.passages import are_prints
from cphub.catalogue.rows import to_text
from cphub.model.reviews import Verdict
from cphub.model.subjects import Property

AHEAD = timedelta(days=1)
"""How far another person's clock may be ahead."""


@dataclass(frozen=True, slots=True)
class Traveller:
    """A table of people's words: its columns with their checks, what makes two rows one word.

    `end` is the column that says when a word was taken back. `places` are the columns of
    (wiki, page id) of the pages that it is about.
    """

    table: str
    checks: Mapping[str, Check]
    identity: tuple[str, ...]
    end: str
    places: tuple[tuple[str, str], ...] = (("wiki", "page_id"),)


TRAVELS = (
    Traveller(
        "reviews",
        {
            "uuid": is_uuid,
            "wiki": is_name,
            "page_id": is_id,
            "reviewer": lambda value: is_name(value) and is_words(value),
            "verdict": maybe({"", *(verdict.value for verdict in Verdict)}.__contains__),
            "note": maybe(is_words),
            "owner": maybe(is_words),
            "review_by": maybe(is_day),
            "timestamp": is_moment,
            "undone": maybe(is_moment),
        },
        ("uuid",),
        "undone",
    ),
    Traveller(
        "dismissals",
        {
            "uuid": is_uuid,
            "wiki": is_name,
            "page_id": is_id,
            "rule": is_name,
            "key": is_text,
            "prints": is_json_of(are_prints),
            "evidence": is_text,
            "because": is_words,
            "reviewer": lambda value: is_name(value) and is_words(value),
            "timestamp": is_moment,
            "ended": maybe(is_moment),
        },
        ("uuid",),
        "ended",
    ),
    Traveller(
        "descriptions",
        {
            "uuid": is_uuid,
            "wiki": is_name,
            "page_id": is_id,
            "who": lambda value: is_name(value) and is_words(value),
            "property": {each.value for each in Property}.__contains__,
            "value": is_words,
            "holds": (0, 1).__contains__,
            "timestamp": is_moment,
            "undone": maybe(is_moment),
        },
        ("uuid",),
        "undone",
    ),
    Traveller(
        "person_ties",
        {
            "kind": {"tied", "untied", "source"}.__contains__,
            "wiki": is_name,
            "page_id": is_id,
            "other_wiki": is_name,
            "other_page_id": is_id,
            "timestamp": is_moment,
            "until": maybe(is_moment),
        },
        ("kind", "wiki", "page_id", "other_wiki", "other_page_id", "timestamp"),
        "until",
        (("wiki", "page_id"), ("other_wiki", "other_page_id")),
    ),
)


@dataclass
class Words:
    """What came along: by table, how many words are new and how many were taken back.

    `seen` has the words that the other catalogue offered and that are sound, by table.
    """

    new: Counter[str] = field(default_factory=Counter)
    ended: Counter[str] = field(default_factory=Counter)
    rejected: list[Rejected] = field(default_factory=list)
    seen: dict[str, set[Row]] = field(default_factory=dict)


def take_words(own: Catalogue, offered: Offered, now: datetime) -> Words:
    """Take over what people said in another catalogue; its pages must have been taken before.

    Raises:
        CatalogueError: one's own catalogue cannot be written, or the other one not be read.
    """
    words = Words()
    names = _names(own, offered)
    before = len(offered.rejected)
    latest = to_text(now + AHEAD)
    with own.write():
        for traveller in TRAVELS:
            for word in _sound(own, offered, traveller, names, words):
                if word["timestamp"] > latest:
                    _reject(words, traveller, word, "it was said in the future")
                else:
                    _take(own, traveller, word, words)
        _let_newest_hold(own)
    words.rejected += offered.rejected[before:]
    return words


def _names(own: Catalogue, offered: Offered) -> dict[str, str]:
    """Return the wikis' short names here by those there."""
    known = {(wiki.wikiid, wiki.api): name for name, wiki in own.wikis().items()}
    before = len(offered.rejected)
    found = {
        wiki.name: known[wiki.wikiid, wiki.api]
        for wiki in offered.wikis()
        if (wiki.wikiid, wiki.api) in known
    }
    del offered.rejected[before:]  # the wikis that are wrong were told of already
    return found


def _sound(
    own: Catalogue,
    offered: Offered,
    traveller: Traveller,
    names: Mapping[str, str],
    words: Words,
) -> Iterator[dict[str, Any]]:
    """Yield the words of a table, in order of time, about pages that there are here."""
    for row in offered.good_rows(traveller.table, traveller.checks, "ORDER BY timestamp"):
        word = dict(zip(traveller.checks, row, strict=True))
        for wiki, page_id in traveller.places:
            word[wiki] = names.get(word[wiki], "")
            if not own.row(
                "SELECT 1 FROM pages WHERE wiki = ? AND page_id = ?", (word[wiki], word[page_id])
            ):
                _reject(words, traveller, word, "the page that it is about was not taken")
                break
        else:
            yield word


def _take(own: Catalogue, traveller: Traveller, word: dict[str, Any], words: Words) -> None:
    columns, end = tuple(word), traveller.end
    identity = tuple(word[name] for name in traveller.identity)
    where = " AND ".join(f"{name} = ?" for name in traveller.identity)
    known = own.row(
        f"SELECT {', '.join(columns)} FROM {traveller.table} WHERE {where}",  # noqa: S608  # constants
        identity,
    )
    if known is None:
        own.run(
            f"INSERT INTO {traveller.table} ({', '.join(columns)})"  # noqa: S608  # constants
            f" VALUES ({', '.join('?' * len(columns))})",
            tuple(word.values()),
        )
        words.new[traveller.table] += 1
    else:
        mine = dict(zip(columns, known, strict=True))
        if mine | {end: None} != word | {end: None}:
            _reject(words, traveller, word, "another one of the same id is here")
            return
        ends = [moment for moment in (mine[end], word[end]) if moment is not None]
        if ends and min(ends) != mine[end]:
            own.run(
                f"UPDATE {traveller.table} SET {end} = ? WHERE {where}",  # noqa: S608  # constants
                (min(ends), *identity),
            )
            words.ended[traveller.table] += mine[end] is None
    words.seen.setdefault(traveller.table, set()).add(identity)


def _let_newest_hold(own: Catalogue) -> None:
    """End what was said of two pages where something newer was said of them elsewhere."""
    newest: dict[tuple[bool, frozenset[tuple[str, int]]], str] = {}
    for number, kind, *pages, timestamp in own.rows(
        "SELECT id, kind, wiki, page_id, other_wiki, other_page_id, timestamp FROM person_ties"
        " WHERE until IS NULL ORDER BY timestamp DESC, kind DESC, wiki, page_id"
    ):
        pair = frozenset({(pages[0], pages[1]), (pages[2], pages[3])})
        held = newest.setdefault((kind == "source", pair), "")
        if held:
            own.run("UPDATE person_ties SET until = ? WHERE id = ?", (held, number))
        else:
            newest[kind == "source", pair] = timestamp


def _reject(words: Words, traveller: Traveller, word: Mapping[str, Any], why: str) -> None:
    what = f"{traveller.table.removesuffix('s')} of {word['timestamp']}"
    words.rejected.append(Rejected(what, why))
