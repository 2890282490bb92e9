"""What a resource is in a language, and why: from Translate, from marks, or from its past."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from cphub.model.comparisons import Change, Comparison, SectionChange
from cphub.model.pages import State
from cphub.model.resources import Edition, Elsewhere, Resource, Tie, Translation, TranslationState
from cphub.model.translations import Group, TranslatablePage, TranslationStats, UnitCounts
from cphub.workflows._translation_states import (
    Known,
    Since,
    needs_comparison,
    needs_counts,
    translation,
    translations,
)
from cphub.workflows._translation_words import percent, state_words

MADE = datetime(2026, 5, 1, tzinfo=UTC)
LATER = datetime(2026, 6, 1, tzinfo=UTC)
KEY = ("meta", 2)


def edition(page_id: int, title: str, language: str, **changed: object) -> Edition:
    made = Edition(
        wiki="meta",
        page_id=page_id,
        title=title,
        language=language,
        url=f"https://meta.example/wiki/{title}",
        state=State.CURRENT,
        revision=page_id,
        timestamp=LATER,
        edited_by_person=MADE,
        is_source=page_id == 1,
        tie=Tie.TRANSLATION,
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # its own fields


SOURCE = edition(1, "Guide", "en")
SWEDISH = edition(2, "Guide/sv", "sv")
BY_HAND = edition(2, "Guiden", "sv", wiki="svwiki", tie=Tie.LANGLINK)
HAND_KEY = ("svwiki", 2)


def page(
    *counts: UnitCounts, complete: bool = True, group: Group | None = None
) -> TranslatablePage:
    stats = {one.language: TranslationStats(one, complete, LATER) for one in counts}
    known = group or Group("page-Guide", "en")
    return TranslatablePage(
        *("meta", 1, known), all_languages=True, complete=complete, asked=LATER, stats=stats
    )


def unmarked(asked: datetime | None) -> TranslatablePage:
    """Return a page with markup that Translate does not know, or was not asked about."""
    return TranslatablePage("meta", 1, None, all_languages=False, complete=False, asked=asked)


def of(counts: UnitCounts, *, complete: bool = True, group: Group | None = None) -> Translation:
    """Return what Translate's counts say of the Swedish translation."""
    known = Known(page(counts, complete=complete, group=group))
    return translation(Resource(1, (SOURCE, SWEDISH)), counts.language, known)


def by_hand(since: Since | None, source: Edition = SOURCE, made: Edition = BY_HAND) -> Translation:
    known = Known(since={} if since is None else {HAND_KEY: since})
    return translation(Resource(1, (source, made)), "sv", known)


@pytest.mark.parametrize(
    ("translated", "fuzzy", "state", "said", "reason"),
    [
        (8, 0, "complete", "complete", "all of 8 units translated (Translate, 2026-06-01)"),
        (6, 0, "partial", "partial 75 %", "6 of 8 units translated (Translate, 2026-06-01)"),
        (
            *(5, 2, "outdated", "outdated 62 %"),
            "2 of 8 units outdated, 1 not translated (Translate, 2026-06-01)",
        ),
        (0, 0, "missing", "missing", "none of 8 units is translated (Translate, 2026-06-01)"),
    ],
)
def test_translates_counts_tell_the_state_to_the_unit(
    translated: int, fuzzy: int, state: str, said: str, reason: str
) -> None:
    told = of(UnitCounts("sv", 8, translated, fuzzy, 0))
    assert (told.state, state_words(told), told.reason) == (state, said, reason)
    assert (told.total, told.translated, told.fuzzy) == (8, translated, fuzzy)


def test_all_is_said_only_where_it_is_all_and_nothing_only_where_it_is_nothing() -> None:
    assert percent(of(UnitCounts("sv", 1000, 999, 0, 0))) == 99
    assert percent(of(UnitCounts("sv", 1000, 1, 0, 0))) == 1


def test_a_language_that_a_whole_answer_leaves_out_has_nothing_translated() -> None:
    known = Known(page(UnitCounts("en", 8, 8, 0, 0)))
    told = translation(Resource(1, (SOURCE,)), "fr", known)
    assert (told.state, told.total, told.translated) == (TranslationState.MISSING, 8, 0)


def test_the_marks_in_the_page_tell_where_the_wiki_is_still_counting_and_the_reason_says_so() -> (
    None
):
    old = UnitCounts("sv", 8, 8, 0, 0)
    resource = Resource(1, (SOURCE, SWEDISH))
    counted = {KEY: UnitCounts("sv", 8, 6, 2, 0)}
    told = translation(resource, "sv", Known(page(old, complete=False), counted))
    assert told.state is TranslationState.OUTDATED
    assert "by the marks in its text; Translate had not finished counting" in told.reason
    (needed,) = needs_counts(resource, page(old, complete=False))
    assert needed == SWEDISH
    assert not list(needs_counts(resource, page(old)))


@pytest.mark.parametrize(
    ("known", "why"),
    [
        (Known(unmarked(None)), "was not asked"),
        (
            Known(page(UnitCounts("sv", 8, 8, 0, 0), complete=False)),
            "not finished counting on 2026-06-01 (on 2026-06-01 it said 8 of 8 units)",
        ),
    ],
)
def test_what_translate_did_not_say_is_unknown_with_the_reason(known: Known, why: str) -> None:
    told = translation(Resource(1, (SOURCE,)), "sv", known)
    assert told.state is TranslationState.UNKNOWN
    assert why in told.reason


def test_a_page_may_be_closed_to_a_language_and_then_nothing_is_wanting() -> None:
    forced = Group("page-Guide", "en", "default", ("fr", "ar"), priority_forced=True)
    told = of(UnitCounts("sv", 8, 0, 0, 0), group=forced)
    assert told.closed
    assert told.reason == "may be translated into fr, ar only"
    assert not of(UnitCounts("fr", 8, 0, 0, 0), group=forced).closed
    assert of(
        UnitCounts("sv", 8, 0, 0, 0), group=replace(forced, priority_forced=False)
    ).closed is (False)
    # What is there in spite of it is told as it is.
    assert of(UnitCounts("sv", 8, 8, 0, 0), group=forced).state is TranslationState.COMPLETE
    discouraged = of(UnitCounts("sv", 8, 0, 0, 0), group=Group("page-Guide", "en", "discouraged"))
    assert discouraged.closed


def change(title: str, kind: Change) -> SectionChange:
    return SectionChange(title, title, kind, added=5, share=0.5)


def test_an_edition_made_by_hand_is_outdated_by_what_changed_in_substance_and_names_it() -> None:
    form = Since(Comparison((change("Upload", Change.FORM),), 0.0))
    assert by_hand(form).state is TranslationState.COMPLETE
    substance = Comparison(
        (
            change("", Change.SUBSTANCE),
            change("Thank", Change.NEW),
            change("Prepare", Change.UNCHANGED),
        ),
        0.124,
    )
    told = by_hand(Since(substance))
    assert told.state is TranslationState.OUTDATED
    assert told.reason == (
        "made by hand; after 2026-05-01 the source changed: 12 % of its words,"
        " in the lead, “Thank” (new)"
    )
    assert state_words(told) == "outdated"


def test_a_source_that_was_not_edited_later_leaves_nothing_to_compare() -> None:
    older = replace(SOURCE, timestamp=MADE)
    assert by_hand(None, source=older).state is TranslationState.COMPLETE
    assert not list(needs_comparison(Resource(1, (older, BY_HAND)), None))
    assert list(needs_comparison(Resource(1, (SOURCE, BY_HAND)), None)) == [BY_HAND]


@pytest.mark.parametrize(
    ("since", "source", "made", "why"),
    [
        (None, SOURCE, BY_HAND, "what the source said on 2026-05-01 is not known"),
        (Since(None, "its text is hidden"), SOURCE, BY_HAND, "is not known: its text is hidden"),
        (None, SOURCE, replace(BY_HAND, edited_by_person=None), "person last edited it is not"),
        (None, SOURCE, replace(BY_HAND, state=State.HIDDEN), "the text of its page is hidden"),
        (None, replace(SOURCE, state=State.UNPARSED), BY_HAND, "the source could not be read"),
    ],
)
def test_what_is_not_known_of_an_edition_made_by_hand_is_unknown(
    since: Since | None, source: Edition, made: Edition, why: str
) -> None:
    told = by_hand(since, source, made)
    assert told.state is TranslationState.UNKNOWN
    assert why in told.reason


def test_a_page_without_a_text_is_no_edition_and_another_one_counts_before_it() -> None:
    empty = Known(empty={HAND_KEY})
    told = translation(Resource(1, (replace(SOURCE, timestamp=MADE), BY_HAND)), "sv", empty)
    assert (told.state, told.reason) == (TranslationState.MISSING, "its page has no text")
    assert told.edition == BY_HAND

    both = (replace(SOURCE, timestamp=MADE), BY_HAND, SWEDISH)
    assert translation(Resource(1, both), "sv", empty).state is TranslationState.COMPLETE


def test_an_edition_by_hand_counts_where_translate_has_nothing() -> None:
    resource = Resource(1, (SOURCE, BY_HAND))
    empty = page(UnitCounts("sv", 8, 0, 0, 0))
    made = Since(Comparison((), 0.0))
    assert translation(resource, "sv", Known(empty, since={HAND_KEY: made})).state == "complete"
    half = Known(page(UnitCounts("sv", 8, 4, 0, 0)), since={HAND_KEY: made})
    assert translation(resource, "sv", half).state == "partial"


def test_a_page_that_translate_does_not_know_is_made_by_hand() -> None:
    known = Known(unmarked(LATER), since={KEY: Since(Comparison((), 0.0))})
    told = translation(Resource(1, (SOURCE, SWEDISH)), "sv", known)
    assert told.state is TranslationState.COMPLETE
    assert told.reason.startswith("made by hand")


def test_a_page_that_is_linked_to_and_not_harvested_is_no_gap() -> None:
    known = Known(elsewhere={"sv": Elsewhere("sv", "Guiden", Tie.LANGLINK)})
    told = translation(Resource(1, (SOURCE,)), "sv", known)
    assert told.state is TranslationState.UNKNOWN
    assert told.reason.startswith("an interlanguage link names “Guiden”, which the catalogue")
    assert translation(Resource(1, (SOURCE,)), "fr", known).state is TranslationState.MISSING


def test_without_a_source_nothing_is_judged_and_a_lone_translation_wants_nothing() -> None:
    linked = Resource(1, (replace(BY_HAND, is_source=False),))
    assert translation(linked, "sv", Known()).state is TranslationState.UNKNOWN
    assert translation(linked, "fr", Known()).state is TranslationState.MISSING
    lone = Resource(1, (replace(SWEDISH, tie=Tie.ALONE),))
    assert translation(lone, "fr", Known()).state is TranslationState.UNKNOWN


def test_the_source_comes_first_and_every_language_that_is_asked_for_or_there_follows() -> None:
    known = Known(page(UnitCounts("de", 8, 3, 0, 0), UnitCounts("nn", 8, 0, 0, 0)))
    told = translations(Resource(1, (SOURCE, SWEDISH)), ("fr",), known)
    assert [(one.language, one.state.value) for one in told] == [
        ("en", "source"),
        ("de", "partial"),
        ("fr", "missing"),
        ("sv", "missing"),
    ]
