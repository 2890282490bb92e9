"""What the environment has wrong is told by the variable's name, and with no password."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.security.hostile import config, cphub
from tests.workflows.fake_wiki import FakeWiki

from cphub.catalogue import open_catalogue
from cphub.errors import SettingsError
from cphub.network.connections import certificates, open_http

WRONG = [
    ("HTTPS_PROXY", "http://u:secretpw@[::bad"),
    ("https_proxy", "http://u:secretpw@proxy:port"),
    ("HTTP_PROXY", "http://u:secretpw@proxy:99999"),
    ("HTTP_PROXY", "http://u:secretpw@"),
    ("ALL_PROXY", "socks://u:secretpw@proxy:1080"),
    ("all_proxy", "ftp://u:secretpw@proxy"),
    ("HTTPS_PROXY", "u:secretpw@proxy:8080:8080"),
    ("HTTPS_PROXY", "http://u:secretpw@pro\x01xy"),
    ("NO_PROXY", "[::bad"),
    ("no_proxy", "localhost,http://[::bad"),
]


@pytest.fixture(autouse=True)
def tidy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http", "https", "all", "no"):
        for written in (f"{name}_proxy", f"{name}_proxy".upper()):
            monkeypatch.delenv(written, raising=False)


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_a_proxy_that_is_none_is_told_by_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=f"^{name} ") as caught:
        open_http()
    assert name in caught.value.hint
    assert "secretpw" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
def test_a_socks_proxy_without_its_library_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setattr("cphub.network.connections.find_spec", lambda _name: None)
    monkeypatch.setenv("ALL_PROXY", f"{scheme}://u:secretpw@proxy:1080")
    with pytest.raises(SettingsError, match=r"^ALL_PROXY names a SOCKS proxy") as caught:
        open_http()
    assert "httpx[socks]" in caught.value.hint


@pytest.mark.parametrize("value", ["proxy.example.org:8080", "http://[::1]:3128", "https://u:p@p"])
def test_a_proxy_that_is_one_is_used(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("HTTPS_PROXY", value)
    monkeypatch.setenv("NO_PROXY", "localhost, .example.org, 10.0.0.0/8, ::1")
    with open_http() as http:
        assert [mount for mount in http._mounts.values() if mount]  # noqa: SLF001  # no other way


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_certificates_that_are_none_are_told_by_variable_and_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "certificates.pem"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    with pytest.raises(SettingsError, match=r"^SSL_CERT_FILE names .*certificates\.pem") as caught:
        certificates()
    assert "unset SSL_CERT_FILE" in caught.value.hint


@pytest.mark.parametrize("command", [("harvest",), ("services", "update"), ("check-links",)])
@pytest.mark.parametrize(
    ("name", "value"), [WRONG[0], ("NO_PROXY", "[::bad"), ("SSL_CERT_FILE", "/nonexistent")]
)
def test_every_command_that_needs_the_network_says_it_once_in_two_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], name: str, value: str
) -> None:
    first, second = FakeWiki("one"), FakeWiki("two")
    (tmp_path / "cphub.toml").write_text(config(first, second))
    with open_catalogue(tmp_path / "catalog.db", write=True):
        pass
    if command == ("check-links",):
        monkeypatch.setattr("cphub.workflows.check_links.link_pages", lambda *_: {"https://a.b/"})
        monkeypatch.setattr("cphub.workflows.check_links.analyse", lambda *_, **__: None)
    monkeypatch.setenv(name, value)
    said = cphub(tmp_path, *command)
    assert said.code == 2
    assert "secretpw" not in said.err
    assert "a bug in cphub" not in said.err
    told = said.err[said.err.index("cphub: ") :].splitlines()
    assert len(told) == 2
    assert told[0].startswith(f"cphub: {name} ")


def test_doctor_tells_it_among_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cphub.toml").write_text(config(FakeWiki("one")))
    monkeypatch.setenv(*WRONG[0])
    said = cphub(tmp_path, "doctor", "--online")
    assert said.code == 1
    assert "error   network    HTTPS_PROXY does not hold" in said.text
    assert "unset it" in said.err
    assert "secretpw" not in said.text + said.err
