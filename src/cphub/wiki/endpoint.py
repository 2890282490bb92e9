"""Where a wiki's API is, and which addresses cphub will speak to at all."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from cphub.errors import SettingsError
from cphub.network.names import is_private_name

WIKIMEDIA = (
    "wikimedia.org",
    "wikipedia.org",
    "wiktionary.org",
    "wikibooks.org",
    "wikiquote.org",
    "wikisource.org",
    "wikinews.org",
    "wikiversity.org",
    "wikivoyage.org",
    "wikidata.org",
    "mediawiki.org",
    "wikifunctions.org",
    "wikimediafoundation.org",
)
_ANY = re.IGNORECASE | re.DOTALL
_NUMBER = re.compile(r"(0x[0-9a-f]*|[0-9]+)", re.IGNORECASE)


def is_wikimedia(host: str) -> bool:
    """Tell whether `host` is one of Wikimedia's, which count requests together."""
    return any(host == suffix or host.endswith(f".{suffix}") for suffix in WIKIMEDIA)


def is_loopback(host: str) -> bool:
    """Tell whether `host` is this machine by its very form (nothing is looked up)."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"  # names below it are some resolvers' to look up


@dataclass(frozen=True)
class Endpoint:
    """A wiki's API address, known by the wiki's short `name`.

    Only https addresses of public host names are taken, with no port of their own, unless
    `allow_insecure` is true. `host` is the host name in lower case.

    Raises:
        SettingsError: the address is not one that cphub will speak to.
    """

    name: str
    api: str
    allow_insecure: bool = False
    host: str = field(init=False, compare=False, default="")

    def __post_init__(self) -> None:
        """Check the address."""
        if re.search(r"[\x00-\x20\x7f-\x9f\\]", self.api):
            raise self._refuse("has a space, a backslash or a control character in it")
        try:
            parts = urlsplit(self.api)
            # IDNA first: a full-width dot or digit is one to the network as well
            host = (parts.hostname or "").encode("idna").decode("ascii").lower().rstrip(".")
            port = parts.port
        except ValueError:  # UnicodeError is one
            raise self._refuse("is not an address") from None
        if parts.scheme not in {"https", "http"} or not host:
            raise self._refuse("is not the address of an API")
        if "@" in parts.netloc:
            raise self._refuse("has a user name in it; who you are belongs in a token file")
        if parts.query or parts.fragment:
            raise self._refuse("must end before any ? or #")
        if not self.allow_insecure:
            self._public(parts.scheme, host, port)
        object.__setattr__(self, "host", host)

    @property
    def secure(self) -> bool:
        """Tell whether what is sent stays secret on its way: https, or this machine."""
        return self.api.startswith("https:") or is_loopback(self.host)

    def _public(self, scheme: str, host: str, port: int | None) -> None:
        escape = "; for a wiki of your own set allow_insecure = true"
        if scheme != "https":
            raise self._refuse(f"is not https{escape}")
        if ":" in host or _NUMBER.fullmatch(host.rpartition(".")[2]):
            raise self._refuse(f"has a bare IP address{escape}")
        if is_private_name(host):
            raise self._refuse(f"is on a private network{escape}")
        if port not in {None, 443}:
            raise self._refuse(f"has a port of its own{escape}")

    def _refuse(self, why: str) -> SettingsError:
        # Up to the last @ may stand a password, which nobody else is to read.
        shown = re.sub(r"^([a-z][a-z0-9+.-]*:[/\\]+)?.*@", r"\1", self.api, flags=_ANY)
        return SettingsError(
            f"the api address of wiki {self.name} {why}: {shown!r}",
            f'set api = "https://…/w/api.php" under [wikis.{self.name}] in cphub.toml',
        )
