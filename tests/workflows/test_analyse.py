"""Texts are read once a revision, by workers, and what was read stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.workflows.offline import harvest, pages, read_here

from cphub.catalogue import open_catalogue
from cphub.data import Vocabulary, load_vocabulary
from cphub.model.progress import PAGES, Silent
from cphub.wikitext.pool import Job
from cphub.wikitext.reader import facts_version
from cphub.workflows.analyse import Analysis, analyse

NOW = datetime(2026, 6, 1, tzinfo=UTC)


class Counting(Silent):
    """Keep what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[int | None, str]] = []
        self.done = 0

    def start(self, wiki: str, total: int | None, what: str, of: tuple[str, str] = PAGES) -> None:  # noqa: ARG002
        self.told.append((total, what))

    def advance(self, wiki: str, n: int) -> None:  # noqa: ARG002
        self.done += n


def test_workers_read_each_revision_once(tmp_path: Path) -> None:
    texts: dict[str, str | None] = {"A": "Some text.", "B": "== Only a heading ==", "C": "{{a|" * 9}
    with open_catalogue(tmp_path / "catalog.db", write=True) as catalogue:
        wiki = harvest(catalogue, texts)
        vocabulary, progress = load_vocabulary(), Counting()
        told = analyse(catalogue, vocabulary, noticed=NOW, progress=progress, workers=1)
        assert told == Analysis(read=3)
        assert (progress.told, progress.done) == ([(3, "reading texts")], 3)
        facts, _ = catalogue.facts("meta", 12)
        assert facts is not None
        assert facts.sections[1].title == "Only a heading"
        assert analyse(catalogue, vocabulary, noticed=NOW) == Analysis()
        wiki([*pages(texts)[:2], *pages(texts, revision=20)[2:]])
        assert catalogue.count_unread(facts_version(vocabulary)) == 1


def test_what_was_read_before_a_ctrl_c_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped = []

    def stops(jobs: Iterable[Job], vocabulary: Vocabulary, **_: object) -> Iterator[object]:
        try:
            for number, told in enumerate(read_here(jobs, vocabulary)):
                if number == 3:
                    raise KeyboardInterrupt
                yield told
        finally:
            stopped.append(True)

    vocabulary = load_vocabulary()
    with open_catalogue(tmp_path / "catalog.db", write=True) as catalogue:
        harvest(catalogue, dict.fromkeys("ABCDE", "Text."))
        monkeypatch.setattr("cphub.workflows.analyse.BATCH", 2)
        monkeypatch.setattr("cphub.workflows.analyse.read_all", stops)
        with pytest.raises(KeyboardInterrupt):
            analyse(catalogue, vocabulary, noticed=NOW)
        assert stopped == [True]
        monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
        assert analyse(catalogue, vocabulary, noticed=NOW) == Analysis(read=3)


def test_another_vocabulary_reads_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cphub.workflows.analyse.read_all", read_here)
    with open_catalogue(tmp_path / "catalog.db", write=True) as catalogue:
        harvest(catalogue, {"A": "Text."})
        analyse(catalogue, load_vocabulary(), noticed=NOW)
        other = load_vocabulary({"placeholders": {"add": ["fill me in"]}})
        assert analyse(catalogue, other, noticed=NOW) == Analysis(read=1)
        assert catalogue.rows("SELECT count(*) FROM facts") == [(1,)]


def test_what_is_read_is_taken_into_the_search_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = []

    def looks(jobs: Iterable[Job], vocabulary: Vocabulary, **_: object) -> Iterator[object]:
        for told in read_here(jobs, vocabulary):
            yield told
            left.append(catalogue.count_unindexed())

    monkeypatch.setattr("cphub.workflows.analyse.BATCH", 1)
    monkeypatch.setattr("cphub.workflows.analyse.read_all", looks)
    with open_catalogue(tmp_path / "catalog.db", write=True) as catalogue:
        harvest(catalogue, {"A": "Words.", "B": "More words.", "C": "Some.", "D": "Last."})
        assert analyse(catalogue, load_vocabulary(), noticed=NOW) == Analysis(read=4, indexed=4)
        assert left == [4, 2, 2, 0]
        assert catalogue.count_titles_only() == 0
