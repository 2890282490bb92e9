# ruff: noqa: S106  # made-up secrets
"""Secrets go over plain http to this very machine, and nowhere else."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cphub.errors import SettingsError
from cphub.network.clock import Clock
from cphub.network.deadlines import Deadlines
from cphub.settings import WikiSettings
from cphub.wiki.auth import Credentials
from cphub.wiki.client import Endpoint
from cphub.wiki.hosts import Hosts
from cphub.wiki.site import connect
from cphub.workflows.wikis import Reach, connect_to

Make = Callable[..., Any]


@pytest.mark.parametrize(
    "login", ['token = "t0ken-t0ken"', 'user = "A@b"\npassword = "s3cret-s3cret"']
)
@pytest.mark.parametrize(
    "api", ["http://10.0.0.7/api.php", "http://wiki.lan/api.php", "http://meta.wikimedia.org/a.php"]
)
@pytest.mark.parametrize("by", ["cphub.toml", "option"])
def test_a_login_for_a_wiki_without_https_elsewhere_is_an_error_before_anything_is_sent(
    client: Make, play: Make, tmp_path: Path, *, login: str, api: str, by: str
) -> None:
    endpoint = Endpoint("w", api, allow_insecure=True)
    path = tmp_path / "login.toml"
    path.write_text(f'{login}\nhost = "{endpoint.host}"\n')
    path.chmod(0o600)
    own = path if by == "cphub.toml" else None
    settings = WikiSettings("w", api, allow_insecure=True, token_file=own)
    wiki = play({})
    with pytest.raises(SettingsError, match="w is not https, so cphub does not log in") as caught:
        connect_to(client(wiki), settings, Reach(token_file=None if own else path))
    assert "https" in caught.value.hint
    assert not wiki.requests


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "localhost"])
def test_a_wiki_on_this_machine_gets_its_login(
    client: Make, play: Make, hello: dict[str, Any], host: str
) -> None:
    hello["query"]["userinfo"] = {"id": 7, "name": "Ann", "rights": ["read"]}
    endpoint = Endpoint("w", f"http://{host}:8080/api.php", allow_insecure=True)
    wiki = play(hello)
    connect(client(wiki), endpoint, Credentials(token="t0ken-t0ken", host=endpoint.host))
    assert wiki.requests[0].headers["authorization"] == "Bearer t0ken-t0ken"


def test_no_proxy_hears_what_is_said_to_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://proxy.example.org:3128")
    clock = Clock()
    hosts = Hosts("a@example.org", None, Deadlines(clock, threading.Event().clear))
    try:
        for host, proxies in (("localhost", 0), ("127.0.0.1", 0), ("wiki.lan", 1)):
            endpoint = Endpoint("w", f"http://{host}/api.php", allow_insecure=True)
            assert len(hosts.of(endpoint).http._mounts) == proxies  # noqa: SLF001  # no other way
    finally:
        hosts.close()
