from __future__ import annotations

import pytest

from cphub.errors import SettingsError
from cphub.wiki.endpoint import Endpoint, is_wikimedia


@pytest.mark.parametrize(
    "api",
    [
        "http://meta.wikimedia.org/w/api.php",
        "ftp://meta.wikimedia.org/w/api.php",
        "meta.wikimedia.org/w/api.php",
        "https:///w/api.php",
        "",
        "https://user:secret@meta.wikimedia.org/w/api.php",
        "https://meta.wikimedia.org:8443/w/api.php",
        "https://meta.wikimedia.org:x/w/api.php",
        "https://127.0.0.1/api.php",
        "https://2130706433/api.php",
        "https://0x7f.0.0.0x1/api.php",
        "https://10.1/api.php",
        "https://127.0.0\u30021/api.php",
        "https://127.0.0.\uff11/api.php",
        "https://local\uff0ehost\u3002localhost/api.php",
        f"https://{'a' * 70}.example.org/api.php",
        "https://[::1]/api.php",
        "https://[::1/api.php",
        "https://localhost/api.php",
        "https://wiki.localhost/api.php",
        "https://intranet/api.php",
        "https://wiki.internal./api.php",
        "https://printer.local/api.php",
        "https://meta.wikimedia.org/w/api.php?action=query",
        "https://meta.wikimedia.org/w/api.php#x",
        "https://meta.wikimedia.org\\@evil.example/api.php",
        "https://meta.wikimedia.org/w/ api.php",
    ],
)
def test_an_address_that_could_lead_astray_is_refused(api: str) -> None:
    with pytest.raises(SettingsError, match="api address of wiki meta") as error:
        Endpoint("meta", api)
    assert "[wikis.meta]" in error.value.hint


@pytest.mark.parametrize(
    "api", ["http://127.0.0.1:8080/api.php", "http://localhost/api.php", "https://wiki:4/api.php"]
)
def test_a_wiki_of_ones_own_is_let_through_when_asked_for(api: str) -> None:
    assert Endpoint("lab", api, allow_insecure=True).api == api


def test_a_user_name_in_the_address_is_refused_even_then() -> None:
    with pytest.raises(SettingsError, match="token file"):
        Endpoint("lab", "http://a:b@127.0.0.1/api.php", allow_insecure=True)


def test_the_host_is_known_as_the_network_knows_it() -> None:
    assert Endpoint("meta", "https://Meta.Wikimedia.ORG/w/api.php").host == "meta.wikimedia.org"
    assert (
        Endpoint("own", "https://räksmörgås.example/api.php").host == "xn--rksmrgs-5wao1o.example"
    )


@pytest.mark.parametrize(
    ("host", "theirs"),
    [
        ("meta.wikimedia.org", True),
        ("sv.wikipedia.org", True),
        ("www.wikidata.org", True),
        ("mediawiki.org", True),
        ("notwikipedia.org", False),
        ("wikipedia.org.evil.example", False),
        ("wiki.example.org", False),
    ],
)
def test_wikimedias_hosts_are_known(host: str, theirs: bool) -> None:  # noqa: FBT001  # a table
    assert is_wikimedia(host) is theirs


@pytest.mark.parametrize(
    ("api", "secure"),
    [
        ("https://wiki.example.org/api.php", True),
        ("http://127.0.0.1:8080/api.php", True),
        ("http://[::1]:8080/api.php", True),
        ("http://wiki.example.org/api.php", False),
        ("http://localhost/api.php", True),
        ("http://wiki.localhost/api.php", False),
        ("http://127.1/api.php", False),
        ("http://0.0.0.0/api.php", False),
        ("http://localhost.evil.example/api.php", False),
    ],
)
def test_secrets_travel_only_encrypted_or_within_the_machine(
    api: str,
    secure: bool,  # noqa: FBT001  # a table
) -> None:
    assert Endpoint("lab", api, allow_insecure=True).secure is secure
