"""The rule `partial-translation`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.model.resources import Translation, TranslationState
from cphub.registry import AtLeast, plugin
from cphub.rules._pages import aside
from cphub.rules._translations import named, quotes, without_page
from cphub.rules._words import count

FIX = "Translate what is left; `cphub export translation-units` writes it into a file."


@plugin(axis=Axis.TRANSLATION, relations=("translations", "translation"))
def partial_translation(
    subject: Subject, context: Context, *, min_left: Annotated[int, AtLeast(1)] = 1
) -> Iterator[Fault]:
    """Find translations that were begun and are not finished.

    Why it matters:
        Readers meet two languages on one page, and half of a course is no course. Units are
        counted as Translate counts them, the page's title among them; a translation with
        outdated units is `outdated-translation`'s, and one that lacks nothing but the page's
        title is left alone. The finding stands on the translation's
        own page, or on the source page where the catalogue does not have that (of the hub's
        languages only). The state is that of `cphub translations matrix`.

    Example:
        6 of the 8 units of "Licence guide" are there in Swedish.

    How to fix:
        Translate what is left: `cphub export translation-units --language sv` writes it into
        a file, and `cphub translations gaps` leads to Special:Translate.

    Settings:
        min_left = 1: translations with fewer units left are not reported.
    """
    partial = TranslationState.PARTIAL
    if aside(subject, context):
        return
    own = subject.relations.translation
    texts = quotes(subject.facts.translate.untranslated)
    if own is not None and own.state is partial and _left(own) >= max(min_left, 2 - len(texts)):
        yield Fault(
            Severity.NOTE,
            f"{_left(own):,} of {count(own.total or 0, 'unit')} left to translate.",
            FIX,
            tuple(map(Evidence, texts)),
        )
    begun = [one for one in without_page(subject, context, partial) if _left(one) >= min_left]
    if begun:
        yield Fault(
            Severity.NOTE,
            f"Begun and not finished in {named(subject, begun)}.",
            FIX,
            tuple(Evidence(f"{named(subject, [one])}: {one.reason}") for one in begun),
            key="source",
        )


def _left(one: Translation) -> int:
    return max(0, (one.total or 0) - (one.translated or 0) - (one.fuzzy or 0))
