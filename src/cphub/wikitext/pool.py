"""Read many pages in worker processes that can be killed.

A worker stops a page that takes too long by itself: an alarm counts its processor time,
where the system has one (a busy machine must not make a page unreadable). If it can't, it is
killed from outside, its pages are read again one by one, and only the page that did it is
given up.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections import deque
from collections.abc import Generator, Hashable, Iterable, Iterator
from concurrent.futures import TimeoutError as Late
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.context import BaseContext
from types import FrameType
from typing import Any, TypeAlias

from cphub.data import Vocabulary
from cphub.processes import limit_memory, uninterrupted
from cphub.wikitext.reader import read
from cphub.wikitext.words import Words

SECONDS = 2.0
MEMORY = 1 << 30  # bytes of address space of one worker
_PAGES = 24  # of one task, so that handing over costs little
_CHARACTERS = 200_000  # of one task
_GRACE = 0.4  # seconds from a worker's own alarm to its end


@dataclass(frozen=True, slots=True)
class Job:
    """A page to read; `key` is whatever tells the caller which one it was."""

    key: Hashable
    text: str
    words: Words
    language: str


@dataclass(frozen=True, slots=True)
class Unparsed:
    """A page that could not be read within the limits, and why."""

    why: str


Outcome: TypeAlias = bytes | Unparsed


def read_all(
    jobs: Iterable[Job],
    vocabulary: Vocabulary,
    *,
    workers: int = 0,
    seconds: float = SECONDS,
    memory: int = MEMORY,
) -> Generator[tuple[Any, Outcome], None, None]:
    """Read every job's text, and yield (key, packed facts or `Unparsed`) in the jobs' order.

    Packed facts are `Facts` as msgpack: whoever only saves them need not unpack them.

    `jobs` is drawn from as results are taken, so memory stays bounded. Closing the iterator,
    or Ctrl-C, stops the workers at once.

    Args:
        jobs: the pages to read; no worker is started where there are none.
        vocabulary: what to look for.
        workers: how many processes, 0 for one per processor.
        seconds: of processor time that one page may take.
        memory: bytes of address space that one worker may have (where the system can tell).
    """
    crew = _Crew(vocabulary, workers or os.cpu_count() or 1, seconds, memory)
    waiting: deque[tuple[list[Job], Any]] = deque()
    try:
        for chunk in _chunks(jobs):
            waiting.append((chunk, crew.submit(chunk)))
            if len(waiting) > crew.workers + 2:
                yield from crew.take(*waiting.popleft())
        while waiting:
            yield from crew.take(*waiting.popleft())
    finally:
        crew.stop()


def _chunks(jobs: Iterable[Job]) -> Iterator[list[Job]]:
    chunk: list[Job] = []
    size = 0
    for job in jobs:
        if chunk and (len(chunk) >= _PAGES or size + len(job.text) > _CHARACTERS):
            yield chunk
            chunk, size = [], 0
        chunk.append(job)
        size += len(job.text)
    if chunk:
        yield chunk


class _Crew:
    """The workers, started with the first task."""

    def __init__(self, vocabulary: Vocabulary, workers: int, seconds: float, memory: int) -> None:
        self.workers = workers
        self._seconds = seconds
        self._settings = (vocabulary, seconds, memory)
        self._pool: Any = None

    def submit(self, chunk: list[Job]) -> Any:
        if self._pool is None:
            self._start()
        # Wall time, so with room for a busy machine; in a task of many pages one may be slow.
        limit = (2 if len(chunk) == 1 else 4) * self._seconds + _GRACE
        work = [(job.text, job.words, job.language) for job in chunk]
        return self._pool.schedule(_work, args=(work,), timeout=limit)

    def take(self, chunk: list[Job], future: Any) -> Iterator[tuple[Any, Outcome]]:
        from pebble import ProcessExpired  # noqa: PLC0415  # only where there is work

        try:
            packed = future.result()
        except (Late, ProcessExpired) as error:
            if len(chunk) > 1:
                for job in chunk:
                    yield from self.take([job], self.submit([job]))
                return
            packed = [Unparsed("time" if isinstance(error, Late) else "crash")]
        for job, one in zip(chunk, packed, strict=True):
            yield job.key, one

    def stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()

    def _start(self) -> None:
        from pebble import ProcessPool  # noqa: PLC0415  # as above

        self._pool = ProcessPool(
            max_workers=self.workers,
            initializer=_prepare,
            initargs=self._settings,
            context=_context(),
        )


def _context() -> BaseContext:
    """Return a way to start workers that is safe beside threads.

    Where there is a fork server it is started with Ctrl-C blocked, which its children
    inherit: a worker that has just begun must not die of it with a traceback.
    """
    if sys.platform == "win32":
        return get_context("spawn")
    from multiprocessing import forkserver  # noqa: PLC0415  # not on every system

    with uninterrupted():
        forkserver.ensure_running()
    return get_context("forkserver")


class _TooLong(BaseException):
    """The alarm; no `except Exception` on the way may take it for something else."""


_SETTINGS: dict[str, Any] = {}  # of this worker process, set once by `_prepare`


def _prepare(vocabulary: Vocabulary, seconds: float, memory: int) -> None:
    from cphub.wikitext.detectors import reader, witness  # noqa: PLC0415  # models: workers only

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    limit_memory(memory)
    _SETTINGS.update(vocabulary=vocabulary, seconds=seconds)
    if hasattr(signal, "SIGPROF"):
        signal.signal(signal.SIGPROF, _alarm)
    # Both now: loading is no page's fault, and langdetect takes an alarm for a broken profile.
    reader()
    witness()
    # What is loaded stays: the collector need not look through the model again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


def _alarm(_number: int, _frame: FrameType | None) -> None:
    raise _TooLong


def _work(work: list[tuple[str, Words, str]]) -> list[Outcome]:
    """Read a task's pages in a worker."""
    return [_one(text, words, language) for text, words, language in work]


def _one(text: str, words: Words, language: str) -> Outcome:
    from msgspec.msgpack import encode  # noqa: PLC0415  # only where there is work

    alarm = getattr(signal, "setitimer", None)
    try:
        if alarm:
            alarm(signal.ITIMER_PROF, _SETTINGS["seconds"])
        try:
            return encode(read(text, words, language, _SETTINGS["vocabulary"]))
        finally:
            if alarm:
                alarm(signal.ITIMER_PROF, 0)
    except _TooLong:
        return Unparsed("time")
    except MemoryError:
        return Unparsed("memory")
    except Exception as error:  # noqa: BLE001  # one page must not end the audit; it is told
        return Unparsed(f"{type(error).__name__}: {error}"[:200])
