"""A request's deadline holds every read and write below it; names lead to public addresses."""

from __future__ import annotations

import socket
from typing import Any

import httpcore
import pytest

from cphub.errors import SettingsError
from cphub.network.clock import Clock
from cphub.network.deadlines import Deadlines, is_public, public_addresses


class Still(Clock):
    """A clock that stands at 100 s."""

    def monotonic(self) -> float:
        return 100.0


def never() -> None:
    """Stop nothing."""


@pytest.mark.parametrize(
    ("moment", "timeout", "left"),
    [(103.0, None, 3.0), (103.0, 2.0, 2.0), (103.0, 9.0, 3.0)],
)
def test_what_is_left_is_the_shorter_of_deadline_and_timeout(
    moment: float, timeout: float | None, left: float
) -> None:
    deadlines = Deadlines(Still(), never)
    with deadlines.until(moment):
        assert deadlines.left(timeout) == left
    assert deadlines.left(timeout) == timeout  # outside a request


@pytest.mark.parametrize("moment", [100.0, 99.0])
def test_nothing_is_read_when_nothing_is_left(moment: float) -> None:
    deadlines = Deadlines(Still(), never)
    with deadlines.until(moment), pytest.raises(httpcore.ReadTimeout):
        deadlines.left(None)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("64:ff9b::5db8:d822", True),  # NAT64 of the first
        ("10.0.0.1", False),
        ("127.0.0.1", False),
        ("::ffff:192.168.0.1", False),
        ("64:ff9b::a00:1", False),  # NAT64 of 10.0.0.1
        ("2002:a00:1::", False),  # 6to4 of 10.0.0.1
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
    ],
)
def test_a_name_leads_to_public_addresses_or_nowhere(
    address: str,
    public: bool,  # noqa: FBT001  # parametrize
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []

    def found(host: str, port: int, **kind: Any) -> list[Any]:
        asked.append((host, port, kind))
        return [(0, 0, 0, "", (address, port))] * 2

    monkeypatch.setattr(socket, "getaddrinfo", found)
    assert is_public(address) is public
    if public:
        assert public_addresses("wiki.example", 443) == [address]
    else:
        with pytest.raises(SettingsError, match="private network") as caught:
            public_addresses("wiki.example", 443)
        assert "allow_insecure" in str(caught.value.hint)
    assert asked == [("wiki.example", 443, {"type": socket.SOCK_STREAM})]


def test_a_name_that_is_none_is_told_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: Any, **__: Any) -> list[Any]:
        raise OSError("Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(httpcore.ConnectError, match="Name or service not known"):
        public_addresses("wiki.example", 443)
