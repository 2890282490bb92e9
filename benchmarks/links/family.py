"""Five hundred hosts in one process: every loopback address is one."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import defaultdict
from contextlib import suppress

PAGE = (
    b"<!doctype html><title>How to share pictures</title><h1>Sharing</h1>" + b"<p>Text.</p>" * 999
)
LOG: dict[str, list[tuple[float, float]]] = defaultdict(list)


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer requests on a connection: robots.txt is missing, `.pdf` is a file, all else a page."""
    host = writer.get_extra_info("sockname")[0]
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            began = time.monotonic()
            method, path, *_ = head.split(b" ", 2)
            missing = path == b"/robots.txt"
            kind = b"application/pdf" if path.endswith(b".pdf") else b"text/html"
            body = b"" if missing else PAGE
            ended = time.monotonic()  # from here on the client can have it
            writer.write(
                b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s"
                % (
                    b"404 Not Found" if missing else b"200 OK",
                    kind,
                    len(body),
                    b"" if method == b"HEAD" else body,
                )
            )
            await writer.drain()
            LOG[host].append((began, ended))
    writer.close()


async def main() -> None:
    """Say the port on the first line, then what was asked when, once standard input ends."""
    server = await asyncio.start_server(serve, "0.0.0.0", 0)  # noqa: S104  # all loopback addresses
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    print(json.dumps(LOG))


if __name__ == "__main__":
    asyncio.run(main())
