"""What the rules about translations have in common; states are worked out elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cphub.data import Meaning
from cphub.model.findings import Context, Subject
from cphub.model.resources import Translation, TranslationState
from cphub.rules._pages import LEADS_ON, marks
from cphub.rules._words import NAMED, shorten

USERS: Final = 2
UNRIPE: Final = LEADS_ON | {
    *(Meaning.OUTDATED, Meaning.UPDATE, Meaning.SUPERSEDED, Meaning.DELETE, Meaning.MERGE),
    *(Meaning.DRAFT, Meaning.UNDER_CONSTRUCTION, Meaning.STUB, Meaning.WRONG_LANGUAGE),
}
WORDS_SHOWN: Final = 120


def wanted(context: Context, languages: Sequence[str] = ()) -> list[str]:
    """Return the hub's languages, of them only `languages` if there are any."""
    return [code for code in context.languages if not languages or code in languages]


def is_unripe(subject: Subject, context: Context) -> bool:
    """Tell whether a page is not to be translated as it is: personal, unfinished or outdated."""
    return subject.page.namespace == USERS or any(
        subject.facts.sections[template.section].level == 0
        for template, _ in marks(subject, context, UNRIPE)
    )


def named(subject: Subject, translations: Sequence[Translation]) -> str:
    """Return `svenska (sv), français (fr) and 3 more`, as the wiki names its languages."""
    names = subject.wiki.languages
    codes = [one.language for one in translations]
    said = [f"{names[code]} ({code})" if code in names else code for code in codes]
    more = len(said) - NAMED
    return ", ".join(said[:NAMED]) + (f" and {more} more" if more > 0 else "")


def is_elsewhere(subject: Subject, translation: Translation) -> bool:
    """Tell whether the page links to an edition that the catalogue does not have."""
    return any(code == translation.language for code, _ in subject.page.langlinks)


def without_page(subject: Subject, context: Context, state: TranslationState) -> list[Translation]:
    """Return the translations in the hub's languages that are `state` and have no page here.

    Of those with a page of their own in the catalogue, the finding stands on that page.
    """
    codes = wanted(context)
    return [
        one
        for one in subject.relations.translations or ()
        if one.state is state and one.edition is None and one.language in codes
    ]


def quotes(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts once each, cut to what one can take in."""
    return tuple(dict.fromkeys(shorten(text, longest=WORDS_SHOWN) for text in texts if text))
