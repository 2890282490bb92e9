"""A cphub.toml that somebody else wrote gets no secret, no file and no private network."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import httpcore
import httpx
import pytest
from tests.security.corpus import CORPUS
from tests.security.hostile import cphub, network, toml, unsafe_output
from tests.workflows.fake_wiki import FakeWiki

from cphub.errors import SettingsError, WikiUnreachable
from cphub.network.deadlines import is_public, public_addresses
from cphub.wiki.client import Client, Endpoint, Politeness

TOKEN = "s3cr3t-of-anna"  # noqa: S105  # what must not get out
HEAD = 'contact = "anna@example.org"\npoliteness.attempts = 1\n'
SOURCE = '[[sources]]\nname = "s"\nwiki = "w"\nkind = "category"\ncategory = "Training"\n'


def wiki_table(api: str, more: str = "") -> str:
    return f"[wikis.w]\napi = {toml(api)}\n{more}\n"


def write(folder: Path, text: str) -> None:
    (folder / "cphub.toml").write_text(HEAD + text, encoding="utf-8")


def secret(folder: Path, host: str = "") -> Path:
    path = folder / "token.toml"
    path.write_text(f'token = "{TOKEN}"\nhost = "{host}"\n', encoding="utf-8")
    path.chmod(0o600)
    return path


def sent(request: httpx.Request) -> str:
    return f"{request.url}\n{request.headers.raw!r}\n{request.content!r}"


# secrets


@pytest.mark.parametrize("way", ["settings", "option", "environment", "password"])
def test_a_login_is_not_sent_to_a_host_it_was_not_made_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    evil = FakeWiki("evil")
    path = secret(tmp_path)
    more, arguments = "", ["harvest"]
    if way == "settings":
        more = f"token_file = {toml(str(path))}"
    elif way == "option":
        arguments += ["--token-file", str(path)]
    elif way == "environment":
        monkeypatch.setenv("CPHUB_TOKEN", TOKEN)
    else:
        monkeypatch.setenv("CPHUB_BOT_USER", "Anna@bot")
        monkeypatch.setenv("CPHUB_BOT_PASSWORD", TOKEN)
    write(tmp_path, wiki_table(evil.api, more) + SOURCE)
    with network(evil) as router:
        said = cphub(tmp_path, *arguments)
        for call in router.calls:
            assert TOKEN not in sent(call.request)
    if way == "settings":
        assert "the login was not made for evil.example.org" in said.err
    assert TOKEN not in said.err + said.text


@pytest.mark.parametrize(
    "host",
    [
        "meta.wikimedia.org.evil.example",
        "evilwikimedia.org",
        "wikimedia.org.",
        "xn--wikimedia-x.org",
        "evil.example",
    ],
)
def test_a_host_that_only_looks_like_wikimedia_gets_no_login(tmp_path: Path, host: str) -> None:
    path = secret(tmp_path, "wiki.example.org")
    text = wiki_table(f"https://{host}/w/api.php", f"token_file = {toml(str(path))}")
    write(tmp_path, text + SOURCE)
    with network() as router:
        cphub(tmp_path, "harvest")
        for call in router.calls:
            if call.request.url.host.rstrip(".") != "wikimedia.org":
                assert TOKEN not in sent(call.request)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_with_a_login(tmp_path: Path, status: int) -> None:
    good, evil = FakeWiki("good"), FakeWiki("evil")
    path = secret(tmp_path, "good.example.org")
    good.before = lambda _asked: httpx.Response(status, headers={"Location": evil.api})
    write(tmp_path, wiki_table(good.api, f"token_file = {toml(str(path))}") + SOURCE)
    with network(good, evil) as router:
        said = cphub(tmp_path, "harvest")
        assert {call.request.url.host for call in router.calls} == {"good.example.org"}
    assert said.code == 1
    assert evil.asked == []
    assert "has moved" in said.err


# files


@pytest.mark.parametrize(
    "file", ["/etc/passwd", "../secret.txt", "sub/../../secret.txt", "~/secret.txt", "link.txt"]
)
def test_a_list_of_titles_is_read_from_the_settings_own_folder_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "secret.txt").write_text(TOKEN, encoding="utf-8")
    folder = tmp_path / "hub"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    wiki = FakeWiki("w")
    source = SOURCE.replace('"category"\ncategory = "Training"', f'"titles"\nfile = {toml(file)}')
    write(folder, wiki_table(wiki.api) + source)
    with network(wiki):
        said = cphub(folder, "harvest")
    assert said.code == 2
    assert "must be in the folder of the settings file" in said.err
    assert wiki.asked == []


def test_a_list_of_titles_below_the_folder_is_read(tmp_path: Path) -> None:
    wiki = FakeWiki("w")
    wiki.edit("Guide")
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists" / "titles.txt").write_text("Guide\n", encoding="utf-8")
    source = SOURCE.replace(
        '"category"\ncategory = "Training"', '"titles"\nfile = "lists/titles.txt"'
    )
    write(tmp_path, wiki_table(wiki.api) + source)
    with network(wiki):
        assert cphub(tmp_path, "harvest").code == 0


def test_a_token_file_that_is_something_else_is_not_quoted(tmp_path: Path) -> None:
    for text in (
        TOKEN,
        f"-----BEGIN KEY-----\n{TOKEN}",
        f'key = "{TOKEN}"',
        f'token = ["{TOKEN}"]',
    ):
        path = tmp_path / "id_rsa"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        api = "https://meta.wikimedia.org/w/api.php"
        write(tmp_path, wiki_table(api, 'token_file = "id_rsa"') + SOURCE)
        with network() as router:
            said = cphub(tmp_path, "--verbose", "harvest")
            assert not router.calls
        assert TOKEN not in said.err + said.text


@pytest.mark.parametrize("catalog", ["~/.profile", "../evil.sh", "/tmp/x/autostart.desktop"])  # noqa: S108  # refused
def test_a_catalogue_is_not_made_among_other_programs_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, catalog: str
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "hub"
    folder.mkdir()
    wiki = FakeWiki("w")
    write(folder, f"catalog = {toml(catalog)}\n" + wiki_table(wiki.api) + SOURCE)
    with network(wiki):
        said = cphub(folder, "harvest")
    assert said.code == 2
    assert "catalog must end in" in said.err
    assert [path.name for path in tmp_path.iterdir()] == ["hub"]


# private networks

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0",  # noqa: S104  # refused
    "100.64.0.1", "192.0.2.1", "198.18.0.1", "224.0.0.1", "255.255.255.255", "::1", "::",
    "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1",
    "fec0::1", "::127.0.0.1", "64:ff9b:1::a00:1", "2001::1", "100::1", "4000::1",
)  # fmt: skip
PUBLIC = ("208.80.154.224", "2620:0:861:ed1a::1", "64:ff9b::208.80.154.224", "::ffff:8.8.8.8")


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_known_in_every_dress(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_let_through(address: str) -> None:
    assert is_public(address)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[list[str]]]:
    """What names lead to, at one asking after another."""
    known: dict[str, list[list[str]]] = {}
    connect = socket.getaddrinfo

    def lookup(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        if host not in known:
            return connect(host, port, *arguments, **options)
        answers = known[host]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return known


def ask(api: str, *, allow_insecure: bool = False) -> None:
    with Client("anna@example.org", politeness=Politeness(attempts=1, deadline=5)) as client:
        client.get(Endpoint("w", api, allow_insecure=allow_insecure), {"action": "query"})


@pytest.mark.parametrize(
    "addresses", [["127.0.0.1"], ["169.254.169.254"], ["208.80.154.224", "10.0.0.1"]]
)
def test_a_name_that_leads_to_a_private_address_is_not_connected_to(
    names: dict[str, list[list[str]]], monkeypatch: pytest.MonkeyPatch, addresses: list[str]
) -> None:
    names["evil.example"] = [addresses]

    def never(*_arguments: object, **_options: object) -> None:
        raise AssertionError("connected")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", never)
    with pytest.raises(SettingsError, match="private network"):
        ask("https://evil.example/w/api.php")


def test_a_name_that_changes_its_mind_is_connected_to_where_it_was_looked_at(
    names: dict[str, list[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    names["evil.example"] = [["208.80.154.224"], ["127.0.0.1"]]
    reached = []

    def refuse(_self: object, host: str, *_arguments: object, **_options: object) -> None:
        reached.append(host)
        raise httpcore.ConnectError("refused")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", refuse)
    with pytest.raises(WikiUnreachable):
        ask("https://evil.example/w/api.php")
    assert reached == ["208.80.154.224"]


def test_ones_own_wiki_on_a_private_address_is_reached_where_that_is_allowed(
    names: dict[str, list[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    names["wiki.example"] = [["127.0.0.1"]]
    reached = []

    def refuse(_self: object, host: str, *_arguments: object, **_options: object) -> None:
        reached.append(host)
        raise httpcore.ConnectError("refused")

    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", refuse)
    with pytest.raises(WikiUnreachable):
        ask("http://wiki.example/w/api.php", allow_insecure=True)
    assert reached == ["wiki.example"]


def test_a_name_that_is_none_is_an_unreachable_wiki(names: dict[str, list[list[str]]]) -> None:
    names["none.example"] = [[]]
    assert public_addresses("none.example", 443) == []
    with pytest.raises(WikiUnreachable):
        ask("https://none.example/w/api.php")


# values

PLACES = {
    "contact": "contact = {}",
    "catalog": "catalog = {}",
    "language": "languages = [{}]",
    "title": "report.title = {}",
    "wiki name": '[wikis.{}]\napi = "https://w.example.org/w/api.php"',
    "api": "[wikis.w]\napi = {}",
    "api path": '[wikis.w]\napi = "https://w.example.org/{}"',
    "token file": '[wikis.w]\napi = "https://w.example.org/w/api.php"\ntoken_file = {}',
    "source name": "[[sources]]\nname = {}\nwiki = 'w'\nkind = 'category'\ncategory = 'x'",
    "source wiki": "[[sources]]\nname = 's'\nwiki = {}\nkind = 'category'\ncategory = 'x'",
    "kind": "[[sources]]\nname = 's'\nwiki = 'w'\nkind = {}",
    "category": "[wikis.w]\napi = 'https://w.example.org/w/api.php'\n"
    "[[sources]]\nname = 's'\nwiki = 'w'\nkind = 'category'\ncategory = {}",
    "query": "[wikis.w]\napi = 'https://w.example.org/w/api.php'\n"
    "[[sources]]\nname = 's'\nwiki = 'w'\nkind = 'search'\nquery = {}",
    "file": "[[sources]]\nname = 's'\nwiki = 'w'\nkind = 'titles'\nfile = {}",
    "rule": "[rules.{}]\nx = 1",
    "setting": "[rules.untouched-page]\n{} = 1",
    "value": "[rules.untouched-page]\nmax_age_days = {}",
    "key": "{} = 1",
    "vocabulary": "[vocabulary]\n{} = {}",
    "raw": "{}",
}


@pytest.mark.parametrize("place", PLACES)
def test_hostile_settings_end_in_a_safe_line(tmp_path: Path, place: str) -> None:
    wiki = FakeWiki("w")
    for name, payload in CORPUS.items():
        value = payload if place in {"raw", "api path"} else toml(payload)
        text = PLACES[place].replace("{}", value)
        head = "" if place in {"contact", "raw"} else HEAD
        (tmp_path / "cphub.toml").write_bytes((head + text).encode("utf-8", "surrogatepass"))
        with network(wiki):
            for command in (["doctor"], ["harvest"]):
                said = cphub(tmp_path, *command)
                assert not unsafe_output(said), (name, command, said)
                assert said.code in {0, 1, 2}, (name, said)
