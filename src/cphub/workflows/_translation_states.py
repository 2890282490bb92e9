"""What a resource is in a language: the one place that says so, from what is known of it.

Where Translate keeps the translations its counts tell, and where those are not complete the
marks in the translation page's text. An edition made by hand is measured by what its source
said when a person last edited it: a source that says something else since makes it outdated.
What bots did, FuzzyBot among them, counts for nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cphub.model.comparisons import Comparison
from cphub.model.resources import Edition, Elsewhere, Resource, Tie, Translation, TranslationState
from cphub.model.translations import Group, TranslatablePage, UnitCounts
from cphub.workflows._translation_words import day, in_words, of_counts, uncounted, unread

Key = tuple[str, int]

_BEST = (
    TranslationState.COMPLETE,
    TranslationState.PARTIAL,
    TranslationState.OUTDATED,
    TranslationState.UNKNOWN,
    TranslationState.MISSING,
)


@dataclass(frozen=True, slots=True)
class Since:
    """How a source differs from what it said at an edition's last edit by a person.

    `comparison` is None, with `why` in words, where that is not known.
    """

    comparison: Comparison | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a resource besides its editions.

    `page` is what Translate says of the source, None where that has no translation units.
    `counted` are counts by the marks in translation pages' texts, `since` how the source
    changed after editions made by hand, both by (wiki, page id) of the edition; an edition
    that `needs_counts` or `needs_comparison` names and that has none is not known.
    `elsewhere` are pages that are said to be editions and are not in the catalogue, by language,
    `empty` the editions whose pages have no text.
    """

    page: TranslatablePage | None = None
    counted: Mapping[Key, UnitCounts] = field(default_factory=dict)
    since: Mapping[Key, Since] = field(default_factory=dict)
    elsewhere: Mapping[str, Elsewhere] = field(default_factory=dict)
    empty: Collection[Key] = ()


def translations(
    resource: Resource, languages: Iterable[str], known: Known
) -> tuple[Translation, ...]:
    """Return what a resource is in its own languages and in `languages`, the source first."""
    source = resource.source
    stats = known.page.stats if known.page else {}
    codes = {edition.language for edition in resource.editions if edition.language}
    codes |= {code for code, one in stats.items() if one.counts.translated or one.counts.fuzzy}
    codes |= set(languages)
    first = source.language if source else ""
    ordered = sorted(codes, key=lambda code: (code != first, code))
    return tuple(translation(resource, code, known) for code in ordered)


def translation(resource: Resource, language: str, known: Known) -> Translation:
    """Return what a resource is in a language, with the reason in words."""
    source = resource.source
    editions = [edition for edition in resource.editions if edition.language == language]
    if source is None:
        return _without_source(resource, editions, language)
    if language == source.language:
        return _source(source, known)
    own = next((one for one in editions if is_translate_page(source, one)), None)
    group = known.page.group if known.page else None
    if known.page is None or (group is None and known.page.asked):
        made = [_by_hand(source, edition, known) for edition in editions]
        return _best(made) or _absent(language, known)
    told = _by_translate(source, own, language, known)
    if told.state in _BEST[:3]:
        return told
    made = [_by_hand(source, edition, known) for edition in editions if edition is not own]
    return _best(made) or _closed(told, group)


def is_translate_page(source: Edition, edition: Edition) -> bool:
    """Tell whether an edition stands where Translate would write it: `Guide/sv` of `Guide`."""
    return edition.wiki == source.wiki and edition.title == f"{source.title}/{edition.language}"


def needs_counts(resource: Resource, page: TranslatablePage | None) -> Iterator[Edition]:
    """Yield the editions whose units are to be counted by the marks in their texts."""
    source = resource.source
    if source is None or page is None or (page.group is None and page.asked):
        return
    for edition in resource.editions:
        stats = page.stats.get(edition.language)
        if is_translate_page(source, edition) and edition.language != source.language:
            settled = stats.complete if stats else page.all_languages and page.complete
            if not settled:
                yield edition


def needs_comparison(resource: Resource, page: TranslatablePage | None) -> Iterator[Edition]:
    """Yield the editions made by hand whose source was edited after them."""
    source = resource.source
    if source is None:
        return
    for edition in made_by_hand(resource, page):
        if edition.edited_by_person and source.timestamp > edition.edited_by_person:
            yield edition


def made_by_hand(resource: Resource, page: TranslatablePage | None) -> Iterator[Edition]:
    """Yield the editions in other languages than the source's that Translate does not keep."""
    source = resource.source
    if source is None:
        return
    without = page is None or (page.group is None and bool(page.asked))
    for edition in resource.editions:
        if edition.language != source.language and (
            without or not is_translate_page(source, edition)
        ):
            yield edition


def _without_source(resource: Resource, editions: Sequence[Edition], language: str) -> Translation:
    unknown = "which of its editions is the source is not known"
    if editions:
        return Translation(language, TranslationState.UNKNOWN, unknown, edition=editions[0])
    ties = {edition.tie for edition in resource.editions}
    if ties & {Tie.PERSON, Tie.LANGLINK, Tie.WIKIDATA}:
        reason = f"the catalogue has no page in this language ({unknown})"
        return Translation(language, TranslationState.MISSING, reason)
    return Translation(
        language, TranslationState.UNKNOWN, "the page that it is a translation of is not harvested"
    )


def _source(source: Edition, known: Known) -> Translation:
    stats = known.page.stats.get(source.language) if known.page else None
    total = stats.counts.total if stats and stats.complete else None
    return Translation(
        source.language, TranslationState.SOURCE, "the source", total=total, edition=source
    )


def _by_translate(
    source: Edition, edition: Edition | None, language: str, known: Known
) -> Translation:
    """Return what Translate has of a language; its own counts go before the marks."""
    page = known.page
    assert page is not None  # noqa: S101  # the caller has looked
    stats = page.stats.get(language)
    if stats and stats.complete:
        state = stats.workflow_state or ""
        named = page.group.workflow_states.get(state, state) if page.group and state else ""
        how = f"Translate, {day(stats.asked)}" + (f": “{named}”" if named else "")
        return of_counts(stats.counts, how, edition)
    if stats is None and page.asked and page.all_languages and page.complete:
        totals = [one.counts.total for one in page.stats.values() if one.complete]
        total = max(totals, default=0)
        if total:
            how = f"Translate, {day(page.asked)}"
            return of_counts(UnitCounts(language, total, 0, 0, 0), how, edition)
    why = uncounted(page, language)
    counts = known.counted.get((edition.wiki, edition.page_id)) if edition else None
    if counts:
        return of_counts(counts, f"by the marks in its text; {why}", edition)
    besides = unread(edition, "its page") or (unread(source, "the source") if edition else "")
    reason = f"{why}; {besides}" if besides else why
    return Translation(language, TranslationState.UNKNOWN, reason, edition=edition)


def _closed(told: Translation, group: Group | None) -> Translation:
    """Return what is not there as closed where Translate does not let it be there."""
    if group is None or told.state is not TranslationState.MISSING:
        return told
    why = ""
    if group.priority_forced and told.language not in group.priority_languages:
        into = ", ".join(group.priority_languages) or "no language"
        why = f"may be translated into {into} only"
    elif group.priority == "discouraged":
        why = "the wiki discourages its translation"
    if not why:
        return told
    return Translation(
        told.language, told.state, why, told.total, told.translated, told.fuzzy, closed=True
    )


def _by_hand(source: Edition, edition: Edition, known: Known) -> Translation:
    """Return what an edition is that Translate does not keep."""
    key, edited = (edition.wiki, edition.page_id), edition.edited_by_person
    state = TranslationState.UNKNOWN
    if reason := unread(edition, "its page") or unread(source, "the source"):
        pass
    elif key in known.empty:
        state, reason = TranslationState.MISSING, "its page has no text"
    elif edited is None:
        reason = "when a person last edited it is not known"
    elif source.timestamp <= edited:
        state = TranslationState.COMPLETE
        reason = f"made by hand; the source was not edited after it ({day(edited)})"
    else:
        state, reason = _since(day(edited), known.since.get(key))
    return Translation(edition.language, state, reason, edition=edition)


def _since(edited: str, since: Since | None) -> tuple[TranslationState, str]:
    """Return what a change of the source makes of an edition that was last `edited` before."""
    if since is None or since.comparison is None:
        reason = f"what the source said on {edited} is not known"
        return TranslationState.UNKNOWN, f"{reason}: {since.why}" if since else reason
    if not since.comparison.in_substance:
        reason = f"made by hand; the source changed in form only after it ({edited})"
        return TranslationState.COMPLETE, reason
    reason = f"made by hand; after {edited} the source changed: {in_words(since.comparison)}"
    return TranslationState.OUTDATED, reason


def _best(made: Iterable[Translation]) -> Translation | None:
    return min(made, key=lambda one: _BEST.index(one.state), default=None)


def _absent(language: str, known: Known) -> Translation:
    if page := known.elsewhere.get(language):
        said = (
            "its Wikidata item has" if page.tie is Tie.WIKIDATA else "an interlanguage link names"
        )
        reason = f"{said} “{page.title}”, which the catalogue does not have as its edition"
        return Translation(language, TranslationState.UNKNOWN, reason)
    return Translation(
        language, TranslationState.MISSING, "the catalogue has no page in this language"
    )
