from __future__ import annotations

import gzip
import tracemalloc
import zlib

import pytest

from cphub.network.body import Broken, TooBig, read_body


def _read(chunks: list[bytes], encoding: str = "gzip", max_bytes: int = 1000) -> bytes:
    return read_body(chunks, encoding, max_bytes=max_bytes, tick=lambda: None)


def _split(data: bytes, size: int = 7) -> list[bytes]:
    return [data[i : i + size] for i in range(0, len(data), size)]


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", " GZIP "])
def test_gzip_is_unpacked_however_it_is_cut(encoding: str) -> None:
    assert _read(_split(gzip.compress(b"learning " * 50)), encoding) == b"learning " * 50


def test_what_is_not_packed_is_taken_as_it_is() -> None:
    assert _read([b"ab", b"", b"c"], "") == b"abc"
    assert _read([], "identity") == b""


def test_a_bomb_stops_at_the_limit_and_not_after() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(TooBig):
            _read([bomb], max_bytes=1_000_000)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 5_000_000


def test_a_stream_that_unpacks_to_nothing_for_ever_is_refused() -> None:
    stream = zlib.compressobj(wbits=31)
    head = stream.compress(b"") + stream.flush(zlib.Z_FULL_FLUSH)
    empty_blocks = stream.flush(zlib.Z_FULL_FLUSH) or b"\0\0\0\xff\xff"
    with pytest.raises(TooBig):
        _read([head, *[empty_blocks * 50] * 20])


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_a_body_over_the_limit_is_refused(encoding: str) -> None:
    body = bytes(range(256)) * 8
    with pytest.raises(TooBig):
        _read(_split(gzip.compress(body) if encoding else body), encoding)


def test_a_body_of_just_the_limit_is_taken() -> None:
    assert len(_read([gzip.compress(b"a" * 1000)])) == 1000


@pytest.mark.parametrize("lost", [1, 8, 20])
def test_a_gzip_stream_that_ends_early_is_noticed(lost: int) -> None:
    with pytest.raises(Broken, match="cut short"):
        _read([gzip.compress(b"learning material " * 9)[:-lost]])


@pytest.mark.parametrize(
    "damage",
    [b"<html>not gzip</html>", gzip.compress(b"abc")[:-8] + b"12345678"],
    ids=["no gzip", "another sum"],  # gzip writes down when it was made, so its bytes are no name
)
def test_a_damaged_gzip_stream_is_noticed(damage: bytes) -> None:
    with pytest.raises(Broken, match="damaged"):
        _read([damage])


def test_a_second_gzip_stream_is_not_let_in() -> None:
    with pytest.raises(Broken, match="more than one"):
        _read([gzip.compress(b"a") + gzip.compress(b"b")])
    with pytest.raises(Broken, match="more than one"):
        _read([gzip.compress(b"a"), gzip.compress(b"b")])


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "deflate", "zstd"])
def test_other_packings_are_refused(encoding: str) -> None:
    with pytest.raises(Broken, match="not asked for"):
        _read([zlib.compress(b"x")], encoding)


def test_the_clock_is_looked_at_between_chunks() -> None:
    seen: list[int] = []
    read_body([b"a"] * 5, "", max_bytes=10, tick=lambda: seen.append(1))
    assert len(seen) == 5
