"""What a page says besides its document: to the reader, and through its script."""

from __future__ import annotations

import json
from dataclasses import dataclass

from cphub.locale.speaker import Speaker


@dataclass(frozen=True, slots=True)
class Words:
    """Words of the page; `script` are those of its script as JSON, `{…}` for its figures."""

    language: str
    direction: str
    skip: str
    tables: str
    chart: str
    script: str


def words_of(said: Speaker) -> Words:
    """Return the words in a reader's language."""
    t = said.t
    script = {
        "search": t("Search"),
        "all": t("all"),
        "more": t("Show {number} more"),
        "every": t("Show all"),
        "row": t("{number} row"),
        "rows": t("{number} rows"),
        "some": t("{shown} of {number} rows"),
        "in_all": t("({number} in all)"),
    }
    return Words(
        language=said.language,
        direction=said.direction,
        skip=t("Skip to the content"),
        tables=t("Tables"),
        chart=t("Chart:"),
        script=json.dumps(script, ensure_ascii=False, sort_keys=True),
    )
