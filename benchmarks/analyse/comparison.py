"""Compare cphub's whole reading of pages with a bare parse of the same texts.

One run, the same texts, the same number of processes: `mwparserfromhell.parse(text)` with
its defaults and nothing else, against `cphub.wikitext.read_all` with everything (sections,
templates, links, dates, mentions, language, readability, signature, the way back to the main
process). The two take turns, so that a busy machine slows both. What counts is the ratio.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import resource
import sys
import time
from collections.abc import Sequence

from benchmarks.analyse.pages import make

from cphub.data import load_vocabulary
from cphub.wikitext.detectors import witness
from cphub.wikitext.pool import Job, Unparsed, read_all
from cphub.wikitext.reader import read
from cphub.wikitext.words import Words

ROUNDS = 3


def bare(texts: Sequence[str]) -> int:
    """Parse `texts` and do nothing with them."""
    import mwparserfromhell  # noqa: PLC0415  # in the worker, as it would be used

    return sum(len(mwparserfromhell.parse(text).nodes) for text in texts)


def time_bare(texts: Sequence[str], processes: int) -> float:
    """Return the seconds that a bare parse of `texts` takes in a warm pool."""
    with multiprocessing.get_context("forkserver").Pool(processes) as pool:
        pool.map(bare, [["''warm'' {{up}}"]] * processes)
        start = time.perf_counter()
        pool.map(bare, [texts[i : i + 20] for i in range(0, len(texts), 20)], chunksize=1)
        return time.perf_counter() - start


def time_cphub(jobs: Sequence[Job], processes: int) -> float:
    """Return the seconds that reading `jobs` takes, with the start of the workers."""
    vocabulary = load_vocabulary()
    start = time.perf_counter()
    for key, facts in read_all(jobs, vocabulary, workers=processes):
        if isinstance(facts, Unparsed):
            raise SystemExit(f"page {key} was not read: {facts.why}")
    return time.perf_counter() - start


def single(jobs: Sequence[Job]) -> tuple[float, float]:
    """Return the CPU seconds of one process for both, on the same few pages, in turns."""
    vocabulary = load_vocabulary()
    witness()
    for job in jobs[:60]:  # every language's patterns, and both detectors
        read(job.text, job.words, job.language, vocabulary)
    gc.collect()
    gc.freeze()  # as a worker does; the bare parse gains by it too
    ours = theirs = 0.0
    for job in jobs:
        start = time.process_time()
        bare([job.text])
        middle = time.process_time()
        read(job.text, job.words, job.language, vocabulary)
        theirs += middle - start
        ours += time.process_time() - middle
    return theirs, ours


def main() -> None:
    """Run the comparison and print it."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    processes = min(2, os.cpu_count() or 1)
    pages = [make(index) for index in range(number)]
    jobs = [Job(i, text, Words(), language) for i, (text, language) in enumerate(pages)]
    texts = [job.text for job in jobs]
    mean = sum(len(text.encode()) for text in texts) / number / 1000
    print(f"{number} pages, {mean:.1f} kB on average, {processes} processes")
    theirs, ours = single(jobs[:300])
    pages_timed = len(jobs[:300]) / 1000
    print(
        f"read() alone, CPU ms a page, in turns: parse {theirs / pages_timed:.2f},"
        f" cphub {ours / pages_timed:.2f}, ratio {ours / theirs:.2f}"
    )
    ratios = []
    for _ in range(ROUNDS):
        theirs, ours = time_bare(texts, processes), time_cphub(jobs, processes)
        ratios.append(ours / theirs)
        print(f"bare parse {theirs:6.2f} s   cphub {ours:6.2f} s   ratio {ratios[-1]:.2f}")
    print(f"median ratio {sorted(ratios)[len(ratios) // 2]:.2f}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    print(f"peak memory of this process: {peak:.0f} MB, with all the texts in it")
