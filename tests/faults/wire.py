"""Faults below HTTP: connections that break off, drip, say nothing or something else."""

from __future__ import annotations

import threading
import time

from tests.faults.plays import JSON, cut_by_length
from tests.faults.server import Exchange, head

DRIP = 0.05  # seconds between two bytes
PATIENCE = 20.0  # seconds after which a drip ends by itself


def reset(exchange: Exchange) -> None:
    """Break off before a byte was said."""
    exchange.reset()


def reset_half_way(exchange: Exchange) -> None:
    """Break off in the middle of the body."""
    cut_by_length(exchange)
    exchange.reset()


def closed(exchange: Exchange) -> None:
    """End the connection without an answer."""
    exchange.close()


def refused(exchange: Exchange) -> None:
    """Break off, and take no connection for a while."""
    threading.Thread(target=exchange.server.refuse, args=(0.12,), daemon=True).start()
    time.sleep(0.03)
    exchange.reset()


def no_http(exchange: Exchange) -> None:
    """Speak something else than HTTP."""
    exchange.raw(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
    exchange.close()


def odd_status(exchange: Exchange) -> None:
    """Give a status that is none."""
    exchange.raw(b"HTTP/1.1 -1 What\r\nContent-Length: 2\r\n\r\n{}")
    exchange.close()


def endless_header(exchange: Exchange) -> None:
    """Send a header line of two megabytes."""
    exchange.raw(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 2**21)
    exchange.close()


def _dripped(exchange: Exchange, data: bytes) -> None:
    end = time.monotonic() + PATIENCE
    for at in range(len(data)):
        if time.monotonic() > end:
            break
        exchange.raw(data[at : at + 1])
        time.sleep(DRIP)
    exchange.close()


def continues(exchange: Exchange) -> None:
    """Say 100 Continue again and again."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        exchange.raw(b"HTTP/1.1 100 Continue\r\n\r\n")
        time.sleep(DRIP)
    exchange.close()


def drip_headers(exchange: Exchange) -> None:
    """Send the headers byte by byte."""
    _dripped(exchange, head(200, JSON | {"X-Long": "x" * 1000}, 2))


def drip_body(exchange: Exchange) -> None:
    """Send the body byte by byte."""
    exchange.raw(head(200, JSON, 1000))
    _dripped(exchange, b"{" + b" " * 998 + b"}")


def silence(exchange: Exchange) -> None:
    """Say nothing, and don't go away either."""
    exchange.wire.settimeout(PATIENCE)
    exchange.wire.recv(1)
    exchange.close()
