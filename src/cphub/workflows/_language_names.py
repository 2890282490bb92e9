"""What languages are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cphub.model.pages import Wiki


def language_names(codes: Iterable[str], wikis: Mapping[str, Wiki]) -> dict[str, str]:
    """Return the names of languages as the wikis give them, where one of them does."""
    names: dict[str, str] = {}
    for code in sorted(codes):
        for name in sorted(wikis):
            if code in wikis[name].languages:
                names.setdefault(code, wikis[name].languages[code])
    return names
