"""The rule `wrong-language`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, Between, plugin
from cphub.rules._pages import aside
from cphub.wikitext.codes import language_code, weight


@plugin(axis=Axis.TRANSLATION)
def wrong_language(
    subject: Subject,
    context: Context,
    *,
    min_letters: Annotated[int, AtLeast(0)] = 200,
    min_probability: Annotated[float, Between(0, 1)] = 0.9,
    min_other_share: Annotated[float, Between(0, 1)] = 0.3,
) -> Iterator[Fault]:
    """Find pages whose text is not in the language that the page is said to be in.

    Why it matters:
        Learners who chose their language get another one, and the page counts as translated
        though it is not. A page is reported as wrong (error) only if two independent
        detectors name the same other language, with confidence and enough text. A page that
        is only partly in another language is reported as mixed (note). Labels that the
        first detector does not know, and languages too much alike (Norwegian and Danish,
        Indonesian and Malay, Galician and Portuguese), are never reported. Where only the
        first knows the label, the second must still name the same other language: of 5,346
        texts of 500 characters from MediaWiki's own messages in 164 languages it was wrong
        about eight, five of them Guarani full of Spanish.

    Example:
        `Guide/sv` whose text is still English.

    How to fix:
        Translate the text, or correct the page's language where the label is wrong.

    Settings:
        min_letters = 200: fewer letters of running text than this are not judged; a
            Chinese, Japanese or Korean letter counts as three, one of an Indian script as two.
        min_probability = 0.9: how sure the detectors must be, 0 to 1.
        min_other_share = 0.3: from what share of another language on a page is mixed.
    """
    told = subject.facts.language
    if not (told.agreed or told.other) or told.letters * weight(told.script) < min_letters:
        return
    label, code = language_code(subject.page.language), told.code
    foreign, share = (told.other, told.other_share) if code == label else (code, 1.0)
    mixed = label in (code, told.other)
    if code != label:
        if not told.agreed or told.probability < min_probability:
            return
        share = 1 - told.other_share if mixed else share
    if not foreign or foreign == _code_in_title(subject) or aside(subject, context):
        return
    labelled, found = _name(subject, label), _name(subject, foreign)
    evidence = (Evidence(told.sample),) if told.sample else ()
    if not mixed:
        yield Fault(
            Severity.ERROR,
            f"The text is in {found}, but the page is labelled as {labelled}"
            f" ({told.letters:,} letters read).",
            f"Translate the text into {labelled}, or correct the page's language.",
            evidence,
            key=foreign,
        )
    elif share >= min_other_share:
        yield Fault(
            Severity.NOTE,
            f"The page is mixed: about {share:.0%} of its text is in {found},"
            f" the rest in {labelled}, its label.",
            f"Translate what is left in {found}.",
            evidence,
            key=f"mixed/{foreign}",
        )


def _code_in_title(subject: Subject) -> str:
    """Return the language that the title's last part names: there the label is wrong."""
    _, slash, code = subject.page.title.rpartition("/")
    return language_code(code) if slash and code in subject.wiki.languages else ""


def _name(subject: Subject, code: str) -> str:
    name = subject.wiki.languages.get(code)
    return f"{name} ({code})" if name else code
