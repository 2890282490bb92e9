"""The pool reads everything it is given, and gives up only what cannot be read."""

# ruff: noqa: E501  # a case a line, in the scripts that it is about

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import msgspec
import pytest

from cphub.data import Vocabulary
from cphub.model.facts import Facts
from cphub.wikitext.pool import Job, Unparsed, read_all
from cphub.wikitext.reader import read
from cphub.wikitext.words import Words

SIZE = 80_000
HOSTILE = {
    "templates": "{{a|", "arguments": "{{{a|", "tables": "{|\n", "links": "[[a|", "bold": "<b>",
    "references": "<ref>", "nowiki": "<nowiki>", "addresses": "[http://", "quotes": "'",
    "comments": "<!--", "braces": "{", "brackets": "[", "closers": "}}", "marks": "!",
    "blockquotes": "<blockquote>", "variants": "-{", "mails": "a@", "dots": "a.", "years": "1 2019 ",
    "fuzzy": "<div class='mw-translate-fuzzy'>", "angles": "<", "cells": "||", "entities": "&amp",
    "spaces": " ", "underscores": "__A", "fence": "<translate>", "pipes": "{{a|b}}|",
}  # fmt: skip


def hostile() -> dict[str, str]:
    texts = {name: (piece * (SIZE // len(piece) + 1))[:SIZE] for name, piece in HOSTILE.items()}
    texts["heading"] = "== a" + " " * SIZE
    texts["nested templates"] = "{{a|" * 12_000 + "}}" * 12_000
    texts["nested links"] = "[[a|x" * 10_000 + "]]" * 10_000
    texts["nested divs"] = "<div class='mw-translate-fuzzy'>" * 2_000 + "</div>" * 2_000
    texts["nested tables"] = "{|\n|" * 10_000 + "\n|}" * 10_000
    return texts


@pytest.mark.parametrize("name", hostile())
def test_hostile_texts_are_read_in_time(vocabulary: Vocabulary, name: str) -> None:
    read("warm it up", Words(), "en", vocabulary)
    start = time.process_time()
    read(hostile()[name], Words(), "en", vocabulary)
    assert time.process_time() - start < 2


def test_time_grows_with_size_and_not_with_its_square(vocabulary: Vocabulary) -> None:
    for text in ("{{a|", "[[a|x", "<ref>", "{{a}} [[b]] word. "):
        small, large = (
            min(_seconds(text * (size // len(text)), vocabulary) for _ in range(3))
            for size in (40_000, 320_000)
        )
        # Eight times the size: its square would be 64. On a busy machine, with more than fits
        # its caches, 25 was seen once, 8 to 13 otherwise.
        assert large < 40 * max(small, 0.01), text


def _seconds(text: str, vocabulary: Vocabulary) -> float:
    start = time.process_time()
    read(text, Words(), "en", vocabulary)
    return time.process_time() - start


def test_many_unclosed_openers_are_told(vocabulary: Vocabulary) -> None:
    assert read("{{a|" * 200, Words(), "en", vocabulary).flags == ("unclosed",)
    assert read("{{a|" * 5, Words(), "en", vocabulary).flags == ()


def test_every_page_is_read_and_comes_in_order(vocabulary: Vocabulary) -> None:
    texts = {index: f"== Section {index} ==\nText." for index in range(120)}
    jobs = (Job(index, text, Words(), "en") for index, text in texts.items())
    told = list(read_all(jobs, vocabulary, workers=2))
    assert [key for key, _ in told] == list(texts)
    for key, packed in told:
        assert isinstance(packed, bytes)
        facts = msgspec.msgpack.decode(packed, type=Facts)
        assert facts == read(texts[key], Words(), "en", vocabulary)


def test_a_page_that_takes_too_long_costs_only_itself(vocabulary: Vocabulary) -> None:
    huge = "Some [[link|x]] and {{tpl|a=b}} in 2019. " * 100_000
    jobs = [Job(i, huge if i == 7 else "Short text.", Words(), "en") for i in range(30)]
    start = time.monotonic()
    told = dict(read_all(jobs, vocabulary, workers=2, seconds=0.7))
    assert told.pop(7) == Unparsed("time")
    assert all(isinstance(facts, bytes) for facts in told.values())
    assert time.monotonic() - start < 30


def test_a_page_that_takes_too_much_memory_costs_only_itself(vocabulary: Vocabulary) -> None:
    huge = "{{a|b}} " * 3_000_000
    jobs = [Job(i, huge if i == 1 else "Short text.", Words(), "en") for i in range(3)]
    told = dict(read_all(jobs, vocabulary, workers=1, seconds=60, memory=400 << 20))
    assert isinstance(told.pop(1), Unparsed)
    assert all(isinstance(facts, bytes) for facts in told.values())


def test_no_work_starts_no_worker(vocabulary: Vocabulary) -> None:
    start = time.monotonic()
    assert list(read_all([], vocabulary)) == []
    assert time.monotonic() - start < 0.2


def test_jobs_are_drawn_as_results_are_taken(vocabulary: Vocabulary) -> None:
    drawn = 0

    def jobs() -> Iterator[Job]:
        nonlocal drawn
        for index in range(10_000):
            drawn += 1
            yield Job(index, "Text.", Words(), "en")

    results = read_all(jobs(), vocabulary, workers=1)
    next(results)
    assert drawn < 300
    results.close()


PROGRAM = """
import sys
from cphub.data import load_vocabulary
from cphub.wikitext.pool import Job, read_all
from cphub.wikitext.words import Words
def jobs():
    index = 0
    while True:
        index += 1
        yield Job(index, "Some text. " * 500, Words(), "en")
if __name__ == "__main__":
    try:
        for key, _ in read_all(jobs(), load_vocabulary(), workers=2):
            print(key, flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_stops_it_at_once_and_without_a_traceback(tmp_path: object) -> None:
    script = f"{tmp_path}/program.py"
    with open(script, "w", encoding="utf-8") as file:  # noqa: PTH123  # a string path
        file.write(PROGRAM)
    run = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert run.stdout is not None
    assert run.stdout.readline() == "1\n"
    os.killpg(run.pid, signal.SIGINT)  # the terminal sends it to all of them
    start = time.monotonic()
    _, errors = run.communicate(timeout=20)
    assert run.returncode == 130
    assert errors == ""
    assert time.monotonic() - start < 5
