"""The rule `empty-section`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cphub.model.facts import Facts, Section
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import plugin
from cphub.rules._pages import aside, vocabulary

FILLED_BY_OTHERS: Final = frozenset({"participants", "discussion", "archive", "references"})


@plugin(axis=Axis.COMPLETENESS)
def empty_section(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find headings with nothing under them.

    Why it matters:
        A heading promises something. Somebody who follows the table of contents to an empty
        place leaves. A section is empty only if it has no text, list, table, picture,
        template, link or subsection. Left alone are sections that others fill: the list of
        references, places to sign up and to comment.

    Example:
        `== Licences ==` followed at once by `== Next steps ==`.

    How to fix:
        Write the section, or remove its heading.

    Settings:
        None.
    """
    facts = subject.facts
    empty = [i for i, section in enumerate(facts.sections) if i and _is_bare(section)]
    if not empty:
        return
    filled = {section.parent for section in facts.sections}
    filled.update(template.section for template in facts.templates)
    found = [i for i in empty if i not in filled and not _fills_itself(subject, context, i)]
    if not found or aside(subject, context):
        return
    for name in dict.fromkeys(_path(facts, i) for i in found):
        title = name[-1]
        times = sum(_path(facts, i) == name for i in found)
        what = f'There is nothing under the heading "{title}"'
        yield Fault(
            Severity.ERROR,
            what + (f", {times} times." if times > 1 else "."),
            "Write the section, or remove its heading.",
            (Evidence(title, title),),
            key="/".join(name),
        )


def _is_bare(section: Section) -> bool:
    return not (
        section.words
        or section.lists
        or section.media
        or section.tables
        or section.templates
        or section.links
        or section.other
        or not section.title
    )


def _fills_itself(subject: Subject, context: Context, index: int) -> bool:
    """Tell whether the section is filled by people later, or by MediaWiki with the notes.

    MediaWiki puts the notes at the page's end where no `<references/>` stands, whatever the
    last heading is.
    """
    facts = subject.facts
    role = vocabulary(context).heading(facts.sections[index].title, subject.page.language)
    at_end = index == len(facts.sections) - 1
    return role in FILLED_BY_OTHERS or bool(facts.references and at_end)


def _path(facts: Facts, index: int) -> tuple[str, ...]:
    """Return the titles that lead to a section, its own last."""
    titles: list[str] = []
    while index > 0:
        titles.insert(0, facts.sections[index].title)
        index = facts.sections[index].parent
    return tuple(titles)
