"""What `cphub init` is told: a wiki as people know it, and a person's own address."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from cphub.errors import SettingsError, UsageError
from cphub.settings import WikiSettings
from cphub.settings.values import LANGUAGE_CODE
from cphub.wiki.endpoint import Endpoint, is_wikimedia

SHARED = {
    "commons": "commons.wikimedia.org",
    "incubator": "incubator.wikimedia.org",
    "mediawiki": "www.mediawiki.org",
    "meta": "meta.wikimedia.org",
    "outreach": "outreach.wikimedia.org",
    "species": "species.wikimedia.org",
    "wikidata": "www.wikidata.org",
}
_BARE = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]+)?(/\S*)?", re.IGNORECASE)


def wiki_address(wiki: str) -> WikiSettings:
    """Return the short name and the API address of `wiki`.

    It may be `meta` or another wiki that all languages share, a language code (its
    Wikipedia), the address of any page of a Wikimedia wiki, with or without `https://`, or
    the address of any MediaWiki's `api.php`, which is kept as it is.

    Raises:
        UsageError: it is none of these, or cphub does not speak to it.
    """
    wiki = wiki.strip()
    folded = wiki.casefold()
    if folded in SHARED:
        return WikiSettings(folded, f"https://{SHARED[folded]}/w/api.php")
    if LANGUAGE_CODE.fullmatch(folded):
        return WikiSettings(folded, f"https://{folded}.wikipedia.org/w/api.php")
    if "://" not in wiki and not _BARE.fullmatch(wiki):
        raise UsageError(
            f'"{wiki}" is no wiki that cphub knows',
            "give its address, a language code for that Wikipedia, or one of " + ", ".join(SHARED),
        )
    return _by_address(wiki if "://" in wiki else f"https://{wiki}")


def _by_address(address: str) -> WikiSettings:
    try:
        endpoint = Endpoint("init", address, allow_insecure=True)
    except SettingsError as error:
        message = error.message.replace("the api address of wiki init", "the wiki's address")
        raise UsageError(message, "type it as https://wiki.example.org/w/api.php") from error
    host = endpoint.host.replace(".m.", ".")
    name = re.sub(r"[^a-z0-9-]", "-", host.removeprefix("www.").partition(".")[0])
    if is_wikimedia(host):
        return WikiSettings(name, f"https://{host}/w/api.php")
    if not urlsplit(address).path.endswith("api.php"):
        raise UsageError(
            f"{address} does not say where the wiki's API is",
            "type the address that ends in api.php; the wiki's page Special:Version has it",
        )
    try:
        Endpoint(name, address)
    except SettingsError:
        return WikiSettings(name, address, allow_insecure=True)
    return WikiSettings(name, address)


def check_contact(contact: str) -> str:
    """Return `contact` where wikis take it for one.

    Raises:
        UsageError: they do not.
    """
    from cphub.wiki.client import user_agent  # noqa: PLC0415  # loads httpx

    try:
        user_agent(contact)
    except SettingsError as error:
        raise UsageError(
            f'"{contact}" is neither an e-mail nor the address of a page',
            "type name@example.org, or https://meta.wikimedia.org/wiki/User:YourName",
        ) from error
    return contact
