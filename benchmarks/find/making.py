"""Make a read catalogue of pages in twelve languages, with the planted pages among them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import accumulate, islice
from pathlib import Path

import msgspec
from benchmarks.audit.filling import WIKI
from benchmarks.find.planted import HEADING, LEAD, PLANTED, TEXT, TITLE, Planted

from cphub.catalogue import Catalogue, open_catalogue
from cphub.catalogue.pages import pack
from cphub.catalogue.readings import packed
from cphub.catalogue.rows import to_text
from cphub.model.facts import Facts, Section

NOW = to_text(datetime(2026, 11, 22, tzinfo=UTC))
VOCABULARY = 20_000  # words a language has
WORDS = 350  # a page has on average
EDITIONS = 4  # pages of a resource
COMMON = ("wikimedia", "commons", "guide", "upload", "image", "editor", "community", "project")
ALPHABETS = {
    "en": "etaoinshrdlucmfwypvbgkjqxz",
    "sv": "eantrslidomgkvfhupåäöbcyjx",
    "fi": "aitneslokuämvrjhypdögbfc",
    "fr": "esaitnrulodcpmévqfbghjàxèyêzçù",
    "de": "enisratdhulcgmobwfkzvüpäßjöyqx",
    "es": "eaosrnidlctumpbgvyqóíhfzjéáñxú",
    "ru": "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё",
    "ar": "اليمونترسبدعفحكهقجشطخصزضثذغظءىةأإ",
    "hi": "करनसतमहपयलदवजबगचटशभथखधणषडफछझघठ",
    "ja": "のにはたをがでてとしれさあいうるなかきこ学習編集画像館図本日会資料写真方法利用者記事",
    "zh": "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生",
    "th": "กขคงจชซดตถทนบปผพฟภมยรลวสหอาิีุูเแโไ",
}
JOINED = frozenset({"ja", "zh", "th"})


@dataclass(frozen=True)
class Tongue:
    """A language's words, the frequent ones first, with their cumulated weights."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    joint: str

    def text(self, chance: random.Random, number: int) -> str:
        """Return a text of so many words."""
        words = chance.choices(self.words, cum_weights=self.weights, k=number)
        return self.joint.join(words)


def tongue(language: str) -> Tongue:
    """Return made words of a language, distributed as words are (Zipf)."""
    chance = random.Random(language)  # noqa: S311  # the same pages every time
    letters = ALPHABETS[language]
    share = tuple(accumulate(1 / (1 + rank / 4) for rank in range(len(letters))))
    shortest, longest = (1, 3) if language in JOINED else (2, 12)
    words = dict.fromkeys(COMMON if language not in JOINED else ())
    while len(words) < VOCABULARY:
        length = chance.randint(shortest, longest)
        word = "".join(chance.choices(letters, cum_weights=share, k=length))
        words[f"{word}ि" if language == "hi" and length % 3 == 0 else word] = None
        if language in JOINED and len(words) > VOCABULARY // 4:
            longest = 4
    weights = tuple(accumulate(1 / (rank + 3) for rank in range(len(words))))
    return Tongue(tuple(words), weights, "" if language in JOINED else " ")


def made(number: int) -> Iterator[tuple[str, str, Facts]]:
    """Yield (title, language, facts) of so many pages."""
    tongues = {language: tongue(language) for language in ALPHABETS}
    languages = tuple(ALPHABETS)
    chance = random.Random(1)  # noqa: S311  # likewise
    for index in range(number):
        language = languages[(index // EDITIONS + index % EDITIONS * 3) % len(languages)]
        words = tongues[language]
        title = f"{words.text(chance, 3)} {index}"
        length = int(WORDS * chance.lognormvariate(-0.3, 0.8))
        sections = [Section(-1, 0, "", words.text(chance, 30), 30)]
        for _ in range(5):
            text = words.text(chance, length // 5)
            sections.append(Section(0, 2, words.text(chance, 2), text, length // 5))
        if index * len(PLANTED) // number != (index - 1) * len(PLANTED) // number:
            planted = PLANTED[index * len(PLANTED) // number]
            yield plant(planted, title, tuple(sections))
        else:
            yield title, language, Facts(tuple(sections), length)


def plant(planted: Planted, title: str, sections: tuple[Section, ...]) -> tuple[str, str, Facts]:
    """Return a page with the planted words in their place."""
    number = {LEAD: 0, HEADING: 2, TEXT: 5}.get(planted.place)
    if planted.place == TITLE:
        title = planted.words
    changed = list(sections)
    if number is not None:
        part = changed[number]
        if planted.place == HEADING:
            changed[number] = replace(part, title=planted.words)
        else:
            changed[number] = replace(part, text=f"{part.text} {planted.words}")
    return title, planted.language, Facts(tuple(changed), WORDS)


def fill(path: Path, number: int) -> dict[str, int]:
    """Make a catalogue of so many pages that were read; return the planted pages' ids."""
    ids: dict[str, int] = {}
    with open_catalogue(path, write=True) as catalogue:
        catalogue.start_run("harvest", datetime.fromisoformat(NOW))
        catalogue.save_wiki(WIKI)
        for source in ("made", "planted"):
            catalogue.save_source(source, "meta", "category", {"category": source})
        catalogue.run("DELETE FROM search_queue")
        pages = enumerate(made(number), 1)
        while batch := list(islice(pages, 2000)):
            with catalogue.write():
                _save(catalogue, batch)
        rows = catalogue.rows("SELECT page_id, title FROM pages")
        texts = {title: page_id for page_id, title in rows}
        for index, planted in enumerate(PLANTED):
            page_id = -(-index * number // len(PLANTED)) + 1
            ids[planted.kind] = texts.get(planted.words, page_id)
        catalogue.run_many(
            "INSERT INTO memberships VALUES ('meta', ?, 'planted', '', ?, NULL)",
            [(page_id, NOW) for page_id in ids.values()],
        )
    return ids


def _save(catalogue: Catalogue, batch: list[tuple[int, tuple[str, str, Facts]]]) -> None:
    pages, texts, facts = [], [], []
    for page_id, (title, language, told) in batch:
        outline, whole = packed(msgspec.msgpack.encode(told))
        pages.append((page_id, title, language, NOW, page_id, NOW, NOW))
        texts.append((page_id, page_id, pack("")))
        facts.append((page_id, language, outline, whole))
    catalogue.run_many(
        "INSERT INTO pages (wiki, page_id, namespace, title, language, state, state_since,"
        " revision, parent, timestamp, user, minor, length, content_model, first_seen)"
        " VALUES ('meta', ?, 0, ?, ?, 'current', ?, ?, 0, ?, 'Ann', 0, 1, 'wikitext', ?)",
        pages,
    )
    catalogue.run_many(
        "INSERT INTO texts (wiki, page_id, revision, text) VALUES ('meta', ?, ?, ?)", texts
    )
    catalogue.run_many(
        "INSERT INTO facts (wiki, revision, version, language, outline, facts)"
        " VALUES ('meta', ?, '1', ?, ?, ?)",
        facts,
    )
    catalogue.run_many(
        "INSERT INTO memberships VALUES ('meta', ?, 'made', '', ?, NULL)",
        [(page_id, NOW) for page_id, _page in batch],
    )
    catalogue.run_many(
        "INSERT INTO resources (id, first_seen, wiki, page_id) VALUES (?, ?, 'meta', ?)",
        [
            (page_id // EDITIONS + 1, NOW, page_id)
            for page_id, _page in batch
            if page_id % EDITIONS == 0 or page_id == 1
        ],
    )
    catalogue.run_many(
        "INSERT INTO editions VALUES ('meta', ?, ?, ?, ?, 'translation', NULL, NULL, ?)",
        [
            (page_id, page_id // EDITIONS + 1, page[1], page_id % EDITIONS == 0, NOW)
            for page_id, page in batch
        ],
    )
