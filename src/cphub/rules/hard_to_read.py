"""The rule `hard-to-read`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from cphub.data import language_of
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._lengths import as_long_as
from cphub.rules._pages import aside
from cphub.rules._readability import MEASURES
from cphub.rules._words import shorten


@plugin(axis=Axis.QUALITY)
def hard_to_read(
    subject: Subject,
    context: Context,
    *,
    min_words: Annotated[int, AtLeast(0)] = 70,
    min_sentences: Annotated[int, AtLeast(0)] = 3,
) -> Iterator[Fault]:
    """Find pages written in long sentences and long words.

    Why it matters:
        Many learners read in a language that is not their first, and a translator must
        understand every sentence. A measure counts only lengths: it is a hint, and the
        finding a note. It is taken of whole sentences of running text.

    Example:
        A guide with 34 words a sentence and "institutionalisation" in every other one.

    How to fix:
        Cut long sentences in two, say who does what, and put steps into a list.

    Settings:
        min_words = 70: texts with fewer words in English are not measured; other languages
        are counted as in short-page.
        min_sentences = 3: nor are texts with fewer sentences.

    Where the figures come from:
        Each language has its published measure, and the value from which its author calls a
        text very hard. Reading ease below 30: English (Flesch 1948), French (Kandel and
        Moles 1958), Spanish (Fernández Huerta 1959), Dutch (Douma 1960), German (Amstad
        1978), Portuguese (Martins et al. 1996). Italian: Gulpease below 40 (Lucisano and
        Piemontese 1988). Swedish: LIX above 60 (Björnsson 1968). Russian: reading ease
        (Oborneva 2006) below 0, a bound of our own, since plain Russian instructions were
        measured at 30. Other languages are not measured.
    """
    counts = subject.facts.readability
    if not counts.words or counts.sentences < max(min_sentences, 1):
        return
    language = language_of(subject.page.language)
    measure = MEASURES.get(language)
    if measure is None or counts.words < as_long_as(min_words, language, spaced=True):
        return
    if _is_another_language(subject, language):
        return
    value = measure.value(counts)
    hard = value > measure.hard if measure.rising else value < measure.hard
    if not hard or aside(subject, context):
        return
    bound = "above" if measure.rising else "below"
    text = max((section.text for section in subject.facts.sections), key=len)
    yield Fault(
        Severity.NOTE,
        f"The text is very hard to read: {measure.name} {value:.0f}, {bound}"
        f" {measure.hard:.0f} ({measure.source}).",
        "Cut long sentences in two, say who does what, and put steps into a list.",
        (
            Evidence(f"{counts.words / counts.sentences:.0f} words a sentence on average"),
            Evidence(shorten(text)),
        ),
    )


def _is_another_language(subject: Subject, language: str) -> bool:
    """Tell whether the text is in another language than the measure is made for."""
    return language_of(subject.facts.language.code) not in {language, "und"}
