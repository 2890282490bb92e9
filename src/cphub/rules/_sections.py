"""Where in a page something stands."""

from __future__ import annotations

from typing import Final

from cphub.model.findings import Context, Subject
from cphub.rules._pages import vocabulary

PAST: Final = frozenset({"archive", "history"})
NOT_THE_AUTHORS: Final = PAST | {"references", "discussion"}


def stands_in(subject: Subject, context: Context, section: int, roles: frozenset[str]) -> bool:
    """Tell whether a section, or one that it is in, is by its heading one of `roles`."""
    words = vocabulary(context)
    sections = subject.facts.sections
    while section > 0:
        if words.heading(sections[section].title, subject.page.language) in roles:
            return True
        section = sections[section].parent
    return False
