"""States of translations in words, and counts of units as states."""

from __future__ import annotations

from datetime import UTC, datetime

from cphub.model.comparisons import Change, Comparison, SectionChange
from cphub.model.pages import State
from cphub.model.resources import Edition, Translation, TranslationState
from cphub.model.translations import TranslatablePage, UnitCounts

CLOSED = "closed"
"""What views call a language that a page may not be translated into."""

NAMED = 3
"""Changed sections that a reason names."""


def of_counts(counts: UnitCounts, how: str, edition: Edition | None) -> Translation:
    """Return what counts of units say; `how` tells where they are from."""
    total, translated, fuzzy = counts.total, counts.translated, counts.fuzzy
    left = max(0, total - translated - fuzzy)
    if fuzzy:
        state = TranslationState.OUTDATED
        reason = f"{fuzzy} of {total} units outdated" + (f", {left} not translated" if left else "")
    elif not translated:
        state, reason = TranslationState.MISSING, f"none of {total} units is translated"
    elif left:
        state, reason = TranslationState.PARTIAL, f"{translated} of {total} units translated"
    else:
        state, reason = TranslationState.COMPLETE, f"all of {total} units translated"
    if counts.proofread:
        reason += f", {counts.proofread} proofread"
    return Translation(
        counts.language,
        state,
        f"{reason} ({how})",
        total=total,
        translated=translated,
        fuzzy=fuzzy,
        proofread=counts.proofread,
        edition=edition,
    )


def in_words(comparison: Comparison) -> str:
    """Say how much changed, and in which sections."""
    changed = comparison.changed
    named = ", ".join(_section(section) for section in changed[:NAMED])
    more = len(changed) - NAMED
    also = f" and {more} more section{'s' * (more > 1)}" if more > 0 else ""
    return f"{max(1, round(100 * comparison.share))} % of its words, in {named}{also}"


def _section(section: SectionChange) -> str:
    title = f"“{section.title}”" if section.title else "the lead"
    note = {Change.NEW: " (new)", Change.GONE: " (gone)"}.get(section.change, "")
    return f"{title}{note}"


def unread(edition: Edition | None, what: str) -> str:
    """Say why the text of an edition, called `what`, is not known; "" where it is."""
    if edition is not None and edition.state is State.HIDDEN:
        return f"the text of {what} is hidden"
    if edition is not None and edition.state is State.UNPARSED:
        return f"the text of {what} could not be read"
    return ""


def day(moment: datetime) -> str:
    """Return a moment's day, in UTC."""
    return f"{moment.astimezone(UTC):%Y-%m-%d}"


def percent(translation: Translation) -> int | None:
    """Return how much is translated and up to date, None where units are not counted.

    Rounded down; 0 and 100 are said only where that is so.
    """
    if not translation.total or translation.translated is None:
        return None
    share = 100 * translation.translated // translation.total
    return max(share, 1) if translation.translated else 0


def name_of(translation: Translation) -> str:
    """Return the state as views call it: closed languages are no gaps."""
    return CLOSED if translation.closed else translation.state.value


def state_words(translation: Translation) -> str:
    """Return a state in a word, with the share that is translated where it is a part."""
    share = percent(translation)
    part = translation.state in {TranslationState.PARTIAL, TranslationState.OUTDATED}
    return (
        f"{name_of(translation)} {share} %" if part and share is not None else name_of(translation)
    )


def uncounted(page: TranslatablePage, language: str) -> str:
    """Say why Translate's own counts are not known."""
    if page.asked is None:
        return "Translate was not asked"
    stats = page.stats.get(language)
    if stats is None and page.complete:
        return "Translate was not asked about this language"
    earlier = ""
    if stats:
        counts = stats.counts
        earlier = f" (on {day(stats.asked)} it said {counts.translated} of {counts.total} units)"
    return f"Translate had not finished counting on {day(page.asked)}{earlier}"
