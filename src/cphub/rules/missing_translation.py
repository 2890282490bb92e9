"""The rule `missing-translation`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject, Unchecked
from cphub.model.resources import TranslationState
from cphub.registry import AtLeast, plugin
from cphub.rules._pages import aside
from cphub.rules._translations import is_elsewhere, is_unripe, named, wanted
from cphub.rules._words import count


@plugin(axis=Axis.TRANSLATION, relations=("translations", "incoming"))
def missing_translation(
    subject: Subject,
    context: Context,
    *,
    languages: tuple[str, ...] = (),
    important: tuple[str, ...] = (),
    min_words: Annotated[int, AtLeast(0)] = 50,
    min_links: Annotated[int, AtLeast(0)] = 10,
) -> Iterator[Fault | Unchecked]:
    """Find pages that are not there in a language that the hub wants material in.

    Why it matters:
        Who does not read the source's language has nothing. What is missing altogether is
        most of a hub's matrix, and `cphub translations gaps` puts it in order; a finding is
        only what weighs: pages that many others lead to, and all pages in the languages that
        cphub.toml calls important. The source page has one finding, which names all of the
        hub's languages (`languages` in cphub.toml) that it is not there in; without any
        there is none. The state is that of `cphub translations matrix`. Pages that are
        outdated or unfinished by their own words, personal pages and languages that the page
        may not be translated into are left alone.

    Example:
        "Licence guide" is there in English and Swedish; the hub wants French and Arabic too.

    How to fix:
        Translate the page: `cphub translations gaps` says which to begin with, and
        `cphub export translation-units` writes what is to be translated into a file. Of an
        edition that is there elsewhere, tell with `cphub resource link`.

    Settings:
        languages = []: of the hub's languages only these; with none all of them.
        important = []: languages that every page is wanted in, however few pages link to
            it; the lack of one is a warning.
        min_words = 50: shorter pages are not reported.
        min_links = 10: pages that fewer other pages link to are not reported.
    """
    translations = subject.relations.translations
    if translations is None or aside(subject, context) or is_unripe(subject, context):
        return
    if subject.facts.words < min_words:
        return
    links = subject.relations.incoming or 0
    if links < min_links and not important:
        return
    chosen = (*languages, *important) if languages else ()
    codes = wanted(context, chosen if links >= min_links else important)
    of_hub = [one for one in translations if one.language in codes]
    for one in of_hub:
        unknown = one.state is TranslationState.UNKNOWN and one.edition is None
        if unknown and not is_elsewhere(subject, one):
            yield Unchecked(f"in {named(subject, [one])}: {one.reason}")
    missing = [one for one in of_hub if one.state is TranslationState.MISSING and not one.closed]
    if not missing:
        return
    missing.sort(key=lambda one: (one.language not in important, codes.index(one.language)))
    heavy = any(one.language in important for one in missing)
    number = count(len(missing), "language", "languages")
    linked = f"; {count(links, 'page links', 'pages link')} to it" if links else ""
    yield Fault(
        Severity.WARNING if heavy else Severity.NOTE,
        f"Not there in {number} of the hub: {named(subject, missing)}{linked}.",
        "Translate it; `cphub export translation-units` writes what is to be translated.",
        tuple(Evidence(f"{named(subject, [one])}: {one.reason}") for one in missing),
    )
