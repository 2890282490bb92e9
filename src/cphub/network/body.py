"""Read an answer's body with a limit on its size and an eye on the clock."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

_GZIP = 31  # zlib's wbits for "gzip header and trailer, nothing else"
_STEP = 2**18  # bytes unpacked before the clock is looked at again


class TooBig(Exception):
    """The body is larger than allowed."""


class Broken(Exception):
    """The body is cut short or packed in a way that was not asked for."""


def read_body(
    chunks: Iterable[bytes], encoding: str, *, max_bytes: int, tick: Callable[[], None]
) -> bytes:
    """Return the unpacked body; `chunks` are its bytes as they came over the wire.

    Only one layer of gzip is unpacked, and never further than `max_bytes`, so a
    decompression bomb costs no more than that. `tick` is called between pieces and ends
    the reading by raising.

    Raises:
        TooBig: packed or unpacked it is larger than `max_bytes`.
        Broken: the gzip stream is damaged or ends early, or the encoding is another.
    """
    encoding = encoding.strip().lower()
    if encoding in {"gzip", "x-gzip"}:
        return _gunzip(chunks, max_bytes, tick)
    if encoding not in {"", "identity"}:
        raise Broken(f"packed as {encoding[:40]}, which was not asked for")
    body = bytearray()
    for chunk in chunks:
        tick()
        body += chunk
        if len(body) > max_bytes:
            raise TooBig
    return bytes(body)


def _gunzip(chunks: Iterable[bytes], max_bytes: int, tick: Callable[[], None]) -> bytes:
    body, packed = bytearray(), 0
    stream = zlib.decompressobj(_GZIP)
    try:
        for chunk in chunks:
            packed += len(chunk)
            left = chunk
            while left and not stream.eof:
                tick()
                body += stream.decompress(left, min(_STEP, max_bytes + 1 - len(body)))
                if len(body) > max_bytes or packed > max_bytes:
                    raise TooBig
                left = stream.unconsumed_tail
            if stream.unused_data or (left and stream.eof):
                raise Broken("followed by more than one gzip stream")
        tick()
    except zlib.error:
        raise Broken("damaged in its gzip packing") from None
    if packed and not stream.eof:
        raise Broken("cut short in its gzip packing")
    return bytes(body)
