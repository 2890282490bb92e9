"""Names of machines that are none of the public internet's."""

from __future__ import annotations

_ENDS = (".localhost", ".local", ".internal", ".lan", ".home.arpa", ".intranet")


def is_private_name(host: str) -> bool:
    """Tell whether a host name, in lower case, is private by its very form."""
    return "." not in host or host == "home.arpa" or host.endswith(_ENDS)
