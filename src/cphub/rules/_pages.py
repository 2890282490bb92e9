"""What kind of page it is, and which pages are not judged at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cphub.data import Meaning, TemplateEntry, Vocabulary
from cphub.model.facts import Template
from cphub.model.findings import Context, Subject
from cphub.rules._titles import RECORDS, record_kinds, title_kinds

# Media, special, file, interface, template, category, subtitle, module and translation unit.
NOT_PROSE: Final = frozenset({-2, -1, 6, 8, 10, 14, 710, 828, 1198})
CONTENT: Final = frozenset({Meaning.MEDIA, Meaning.QUOTATION})
ELSEWHERE: Final = frozenset({Meaning.MOVED, Meaning.SOFT_REDIRECT})
LEADS_ON: Final = ELSEWHERE | {Meaning.DISAMBIGUATION}
SETTLED: Final = frozenset({Meaning.HISTORICAL, Meaning.ARCHIVE, Meaning.INACTIVE})
LINKS_OF_AN_OVERVIEW: Final = 5
FEW_LINKS: Final = 3  # that are an overview where they are most of the text
WORDS_A_LINK: Final = 8


def vocabulary(context: Context) -> Vocabulary:
    """Return the vocabulary with its type, which the model cannot know."""
    known: Vocabulary = context.vocabulary
    return known


def entry(subject: Subject, context: Context, template: Template) -> TemplateEntry | None:
    """Return what is known of a template, by its own name or by the one it redirects to."""
    words = vocabulary(context)
    found = words.template(template.name, subject.wiki.language)
    if found is None and template.name in subject.template_names:
        target = subject.template_names[template.name]
        found = words.template(target, subject.wiki.language)
    return found


def marks(
    subject: Subject, context: Context, meanings: frozenset[Meaning]
) -> Iterator[tuple[Template, TemplateEntry]]:
    """Yield the page's templates that have one of `meanings`, once a name and section."""
    if "marks" not in subject.memo:
        subject.memo["marks"] = list(_marks(subject, context))
    yield from (pair for pair in subject.memo["marks"] if pair[1].meaning in meanings)


def _marks(subject: Subject, context: Context) -> Iterator[tuple[Template, TemplateEntry]]:
    """Yield the page's templates that the vocabulary knows, once a name and section."""
    seen = set()
    for template in subject.facts.templates:
        place = (template.name, template.section)
        if place not in seen:
            seen.add(place)
            if found := entry(subject, context, template):
                yield template, found


def is_content(subject: Subject, context: Context, template: Template) -> bool:
    """Tell whether a template may be part of what the page teaches.

    Those that the vocabulary knows, such as tags and language bars, are mostly not.
    """
    known = entry(subject, context, template)
    return known is None or known.meaning in CONTENT


def kinds(subject: Subject, context: Context) -> frozenset[str]:
    """Return what the page's title and lead say it is: `archive`, `how-to` and the like."""
    if "kinds" not in subject.memo:
        page = subject.page
        words, lead = vocabulary(context), subject.facts.sections[0].text
        subject.memo["kinds"] = title_kinds(page.title, page.language, words) | record_kinds(
            page.title, lead, page.language, words
        )
    found: frozenset[str] = subject.memo["kinds"]
    return found


def aside(subject: Subject, context: Context) -> bool:
    """Tell whether the page is not judged.

    These are talk pages and those that hold no prose of their own (files, categories,
    templates), records of what was (archives, newsletters, reports, pages marked as
    historical) and places to write in (sandboxes, forms).
    """
    if "aside" not in subject.memo:
        subject.memo["aside"] = _aside(subject, context)
    found: bool = subject.memo["aside"]
    return found


def _aside(subject: Subject, context: Context) -> bool:
    page = subject.page
    if page.namespace in NOT_PROSE or page.namespace % 2 or page.content_model != "wikitext":
        return True
    if kinds(subject, context) & RECORDS:
        return True
    return any(
        subject.facts.sections[template.section].level == 0
        for template, _ in marks(subject, context, SETTLED)
    )


def is_overview(subject: Subject, context: Context) -> bool:
    """Tell whether the page is there to lead to others: links, disambiguation, soft redirect."""
    facts = subject.facts
    links = len(facts.links) + len(facts.external_links)
    words = facts.words if facts.spaced else facts.words // 2
    most = sum(len(link.title) for link in facts.links) * 2 > sum(
        len(section.text) for section in facts.sections
    )
    return (
        "disambiguation" in subject.page.page_props
        or (links >= LINKS_OF_AN_OVERVIEW and words < links * WORDS_A_LINK)
        or (links >= FEW_LINKS and most)
        or "overview" in kinds(subject, context)
        or any(marks(subject, context, LEADS_ON))
    )


def edition_of(subject: Subject) -> str:
    """Return the title of the page that this one translates, "" if it is no translation.

    A last part is a language only if the wiki has a language of that code.
    """
    base, slash, code = subject.page.title.rpartition("/")
    return base if slash and code in subject.wiki.languages else ""
