"""The rule `outdated-translation`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Final

from cphub.model.comparisons import Change, Comparison, SectionChange
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject, Unchecked
from cphub.model.resources import Translation, TranslationState
from cphub.registry import Between, plugin
from cphub.rules._pages import aside
from cphub.rules._translations import named, quotes, without_page
from cphub.rules._words import count, listing, shorten

SHOWN: Final = 5
LONGEST: Final = 160
MUCH: Final = 0.05
UNITS = "Compare them with the source and translate anew; `cphub translations outdated` shows both."
BY_HAND = "Bring it up to date; `cphub translations outdated` shows the source's old and new words."


@plugin(axis=Axis.TRANSLATION, relations=("translations", "translation", "source_changes"))
def outdated_translation(
    subject: Subject, context: Context, *, min_share: Annotated[float, Between(0, 1)] = 0
) -> Iterator[Fault | Unchecked]:
    """Find translations of what the source no longer says.

    Why it matters:
        An outdated translation looks finished and tells its readers what is no longer so.
        Where Translate keeps the translations, its outdated ("fuzzy") units are counted. Of an
        edition made by hand, the source's text at the edition's last edit by a person is
        compared with the present one: typing errors and markup do not count, a figure, a name or a
        sentence that is new does. The finding stands on the edition's own page, or on the
        source page where the catalogue does not have that (of the hub's languages only). The
        state is that of `cphub translations matrix`; what that cannot tell is reported as not
        checked.

    Example:
        After the Swedish edition was last edited the source got a new deadline, under
        "Apply", and a section "Insurance".

    How to fix:
        `cphub translations outdated` shows which units or sections, with the source's old and
        new words. Edit them; where nothing needs to change, an edit that says so is enough.

    Settings:
        min_share = 0: of an edition made by hand, how much of the source's words must have
            changed, 0 to 1.
    """
    outdated = TranslationState.OUTDATED
    if aside(subject, context):
        return
    own = subject.relations.translation
    if own is not None and own.state is TranslationState.UNKNOWN:
        yield Unchecked(own.reason)
    if own is not None and own.state is outdated:
        if own.fuzzy is not None:
            yield _units(subject, own)
        else:
            yield from _by_hand(subject.relations.source_changes, min_share)
    behind = without_page(subject, context, outdated)
    if behind:
        yield Fault(
            Severity.WARNING,
            f"The translation is outdated in part in {named(subject, behind)}.",
            UNITS,
            tuple(Evidence(f"{named(subject, [one])}: {one.reason}") for one in behind),
            key="source",
        )


def _units(subject: Subject, own: Translation) -> Fault:
    texts = quotes(subject.facts.translate.fuzzy)
    units = count(own.fuzzy or 0, "unit")
    return Fault(
        Severity.WARNING,
        f"{units} of {own.total or 0:,} outdated: the source has changed since.",
        UNITS,
        tuple(map(Evidence, texts)),
    )


def _by_hand(comparison: Comparison | None, min_share: float) -> Iterator[Fault]:
    if comparison is None or comparison.share < min_share:
        return
    changed = comparison.changed
    moved = any(one.change in {Change.NEW, Change.GONE} for one in changed)
    share = max(1, round(100 * comparison.share))
    yield Fault(
        Severity.WARNING if moved or comparison.share >= MUCH else Severity.NOTE,
        f"The source has changed since, {share}% of its words: {_places(changed)}.",
        BY_HAND,
        tuple(_evidence(changed))[:SHOWN],
    )


def _places(changed: tuple[SectionChange, ...]) -> str:
    parts = []
    lead = any(not one.title for one in changed)
    for change, words in ((Change.NEW, "new"), (Change.GONE, "gone"), (Change.SUBSTANCE, "")):
        titles = [one.title for one in changed if one.change is change and one.title]
        if titles:
            parts.append(f"{words} {listing(titles)}".strip())
    return "; ".join((["the lead"] if lead else []) + parts)


def _evidence(changed: tuple[SectionChange, ...]) -> Iterator[Evidence]:
    """Yield the sentences that changed in substance, the old words before the new ones."""
    for section in changed:
        for one in section.sentences:
            if one.substance:
                old, new = (shorten(text, longest=LONGEST) for text in (one.old, one.new))
                said = f"{old} → {new}" if old and new else f"new: {new}" if new else f"gone: {old}"
                yield Evidence(said, section.title)
