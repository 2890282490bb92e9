"""The rule `not-translatable`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._pages import aside
from cphub.rules._translations import is_unripe
from cphub.rules._words import count

TRANSLATE = "Translate"


@plugin(axis=Axis.TRANSLATION, relations=("resource", "translations"))
def not_translatable(
    subject: Subject, context: Context, *, min_languages: Annotated[int, AtLeast(1)] = 2
) -> Iterator[Fault]:
    """Find pages that people translate by hand on a wiki that has the Translate extension.

    Why it matters:
        Copies made by hand tell nobody when they fall behind. That a page has readers in
        several languages shows in its editions on the same wiki; a page without any, with
        `<translate>` tags, or on a wiki without Translate is left alone.

    Example:
        "Photo walk" on Meta-Wiki has the subpages "/sv" and "/fr", each a copy that was
        translated once, and no `<translate>` tag.

    How to fix:
        Put `<translate>` tags around the text and `<languages/>` on top, and ask a translation
        administrator to mark the page; what is there by hand can be brought over with
        Special:PageMigration.

    Settings:
        min_languages = 2: pages with editions in fewer other languages are not reported.
    """
    resource = subject.relations.resource
    if subject.relations.translations is None or resource is None:
        return
    if TRANSLATE not in subject.wiki.extensions or subject.facts.translate.translatable:
        return
    page = subject.page
    editions = [
        edition
        for edition in resource.editions
        if edition.wiki == page.wiki and edition.language not in {page.language, ""}
    ]
    others = {edition.language for edition in editions}
    if len(others) < min_languages or aside(subject, context) or is_unripe(subject, context):
        return
    yield Fault(
        Severity.NOTE,
        f"Translated by hand into {count(len(others), 'language')}, with no translation markup.",
        "Prepare the page for the Translate extension and ask for it to be marked.",
        tuple(Evidence(edition.title) for edition in editions),
    )
