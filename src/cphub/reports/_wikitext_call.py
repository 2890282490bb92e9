"""Rows as calls of a template of the wiki's own."""

from __future__ import annotations

import re
from collections.abc import Iterable

from cphub.clean import clean
from cphub.errors import UsageError
from cphub.reports._wikitext_text import escape

_NAME = re.compile(r"(?!\s*(?:safe)?subst\s*:)[^\x00-\x1f\x7f#<>\[\]{}|%~=]+", re.IGNORECASE)
# Words that say the same to `{{#switch:}}` and `{{#language:}}` as to people.
_WORD = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")
_PARAMETER = re.compile(r"[^a-z0-9_]+")


def check_template(name: str) -> str:
    """Return the name of a template as a call has it.

    Raises:
        UsageError: no template can be called so.
    """
    if name != clean(name) or not _NAME.fullmatch(name):
        raise UsageError(
            f"no template is called {clean(name)!r}",
            "--row-template takes a name as it stands between {{ and }}, such as Hub/row",
        )
    return name


def value(text: str) -> str:
    """Return a value that shows `text` and does nothing else; names stay as they are."""
    return text if _WORD.fullmatch(text) else escape(text)


def arguments(values: Iterable[tuple[str, str]]) -> str:
    """Return the arguments of a call and its end; the values are wikitext already.

    Values are named, so that an equals sign in them means nothing; what could end one is
    written as an entity, or stands within the brackets of a link.
    """
    return "".join(f"|{_PARAMETER.sub('_', name)}={value}" for name, value in values) + "}}"
