"""A short signature of a text, alike for texts that say nearly the same."""

from __future__ import annotations

from itertools import accumulate
from zlib import crc32

BINS = 64
SHINGLE = 5  # words, or characters where a script has no spaces
FEWEST = 20  # shingles; shorter texts have no signature
_BITS = 32 - 6  # 2 ** 6 bins
_MARKS = '.,;:!?()"\u3002\u3001\u060c\u0964'  # they change more often than words do


def signature(text: str, *, spaced: bool) -> tuple[int, ...]:
    """Return a MinHash of `text`'s shingles: 64 numbers of 32 bits, () for short texts.

    The share of places in which two signatures agree estimates the Jaccard similarity of the
    texts' shingles (standard error 0.06 at most). One permutation, its range cut into 64 bins
    and empty bins filled from the next full one (Shrivastava & Li 2014): one hash a shingle
    instead of 64.
    """
    text = text.lower()
    for mark in _MARKS:
        text = text.replace(mark, " ")
    units = text.split() if spaced else list(text.replace(" ", ""))
    # Four bytes a character: places in the text are places in the bytes.
    joined = "".join(units).encode("utf-32-le", "surrogatepass")
    starts = list(accumulate((4 * size for size in map(len, units)), initial=0))
    found = {crc32(joined[a:b]) for a, b in zip(starts, starts[SHINGLE:], strict=False)}
    if len(found) < FEWEST:
        return ()
    least = {value >> _BITS: value for value in sorted(found, reverse=True)}
    filled = []
    borrowed = least[min(least)]
    for number in range(BINS - 1, -1, -1):
        borrowed = least.get(number, borrowed)
        filled.append(borrowed)
    return tuple(reversed(filled))
