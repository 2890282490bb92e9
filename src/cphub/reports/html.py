"""A page for a browser."""

from __future__ import annotations

import base64
import hashlib
from importlib.resources import files
from typing import TYPE_CHECKING

from cphub.clean import clean
from cphub.locale.speaker import speaker
from cphub.model.documents import Document
from cphub.model.reports import Report
from cphub.registry import plugin
from cphub.reports import _html_view
from cphub.reports._as_document import in_its_language
from cphub.reports._html_words import words_of

if TYPE_CHECKING:
    from jinja2 import Environment

_FILES = files("cphub.reports") / "_html"


@plugin(suffix=".html", also={".htm": {}}, binary=False)
def html(report: Report | Document) -> str:
    """Write one page that needs nothing beside itself: charts, and tables to sort and filter.

    It loads nothing from anywhere and may run no script but its own, which its
    Content-Security-Policy names by its hash; its only addresses are the links to the pages
    that it is about. Without scripts the tables are whole and plain. It is light or dark as
    the reader's system is, prints, and tells screen readers which cell is in which language.
    """
    from markupsafe import Markup  # noqa: PLC0415  # loads when a page is written

    said = speaker(report.ui_language)
    document = in_its_language(report, whole=False)
    script, style = _file("page.js"), _file("page.css")
    return (
        _environment()
        .get_template("page")
        .render(
            title=clean(document.title),
            lead=[_html_view.sentence(text) for text in document.lead],
            tables=_html_view.tables(document, said),
            words=words_of(said),
            policy=_policy(script, style),
            # Files of this package: nothing of theirs is to be escaped.
            script=Markup(script),  # noqa: S704
            style=Markup(style),  # noqa: S704
        )
    )


def _environment() -> Environment:
    from jinja2 import DictLoader, Environment, StrictUndefined  # noqa: PLC0415  # likewise

    return Environment(
        autoescape=True,
        loader=DictLoader({"page": _file("page.html.jinja")}),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
    )


def _file(name: str) -> str:
    return (_FILES / name).read_text(encoding="utf-8")


def _policy(script: str, style: str) -> str:
    """Return the Content-Security-Policy: nothing from outside, only these two texts inside."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_hash(script)}",
            f"style-src {_hash(style)}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
