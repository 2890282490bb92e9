"""What holds for all tests: no other machine, nobody's own environment; commands built once."""

from __future__ import annotations

import functools
import ipaddress
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
import typer.main

# What programs are told by the environment of a person or of a CI system.
TOLD = (
    *("FORCE_COLOR", "NO_COLOR", "PY_COLORS", "GITHUB_ACTIONS", "COLUMNS", "LINES"),
    *("LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "PYTHONWARNINGS", "PYTHONDONTWRITEBYTECODE"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
)


@pytest.fixture(scope="session", autouse=True)
def plain_environment() -> Iterator[None]:
    """Take what somebody tells their programs out of the environment, for those of tests too."""
    with pytest.MonkeyPatch.context() as patch:
        for name in tuple(os.environ):
            if name.startswith("CPHUB_") or name.upper() in TOLD:
                patch.delenv(name)
        patch.setenv("LANG", "C.UTF-8")
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Fail every test that connects to another machine; what is mocked connects to none."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            ip = ipaddress.ip_address(str(address[0]).replace("localhost", "127.0.0.1"))
            assert ip.is_loopback, f"a test connects to {address}"
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded)
        yield


@pytest.fixture(scope="session", autouse=True)
def commands_built_once() -> Iterator[None]:
    """Keep the tree of commands, which typer builds anew at every call: most of what one takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", functools.cache(typer.main.get_command))
        yield
