"""The rule `placeholder-text`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cphub.data import phrases
from cphub.model.facts import Mention
from cphub.model.findings import Axis, Context, Fault, Severity, Subject
from cphub.registry import plugin
from cphub.rules._pages import aside, vocabulary
from cphub.rules._sections import stands_in
from cphub.rules._titles import LEAD
from cphub.rules._words import in_place, place, shorten, shown

CONTACTS: Final = frozenset({"participants"})
EXAMPLES: Final = frozenset({"example"})
TO_FILL: Final = frozenset({"blank", "hint-here", "bracketed", "contact-blank"})
OPENS: Final = ("[", "<", "\u3010", "\uff3b")
BLANK: Final = re.compile(
    r"[\[\u3010\uff3b][^\[\]\n\u3010\u3011\uff3d]{2,80}[\]\u3011\uff3d]|_{3,}|\uff3f{2,}|\.{4,}|\u2026{2,}"
    r"|[\u25cb\u3007\u25ef\u25b3\xd7]{2,}|\[ *\]"
)
MANY: Final = 3  # blanks of a section that make it a form or a letter to copy


@plugin(axis=Axis.COMPLETENESS)
def placeholder_text(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find text that was left to be replaced.

    Why it matters:
        "Insert text here" shows every reader that the page was never finished. Some of it
        nobody means ("lorem ipsum", an error); some a person should look at ("TODO" alone
        on a line, a warning). Text that the edit toolbar puts in ("Bold text") counts where it
        is all of a bold or italic run, and blanks such as "[e-mail]" or "XXX XXX" only under
        a heading on contacts. Brackets that say "write … here", marks for letters ("Room:
        ___", "〇〇市") and a section of one sentence that says its text is to come are known by
        how they are built; three or more blanks in a section are a form or letter to copy, and
        so are those of a section or page that says so ("Copy this letter").
        Code, quotations, hints in brackets under a heading on examples, and pages that are
        there to be filled in (forms, preloads, sandboxes) are left alone.

    Example:
        `== Contact ==` followed by "[your name here]".

    How to fix:
        Put in what belongs there, or take the placeholder out.

    Settings:
        None. A hub adds and mutes words in `[vocabulary.placeholders]`.
    """
    known = vocabulary(context).placeholders
    mentions = [
        mention
        for mention in subject.facts.mentions
        if mention.vocabulary == "placeholders" and _counts(subject, context, mention)
    ]
    if not mentions or aside(subject, context):
        return
    mentions = [
        one
        for one in mentions
        if not (one.entry in TO_FILL or one.words.startswith(OPENS))
        or not _to_copy(subject, context, one)
    ]
    # What stands for a contact is said once, not for each mark in it.
    contacts = {one.section for one in mentions if one.entry == "contact-blank"}
    mentions = [one for one in mentions if one.entry != "blank" or one.section not in contacts]
    groups: dict[str, list[Mention]] = {}
    for mention in mentions:
        where = place(subject.facts, mention.section)
        groups.setdefault(f"{where}/{mention.words.casefold()}", []).append(mention)
    for key, group in groups.items():
        first = group[0]
        sure = first.entry in known and known[first.entry].kind == "sure"
        where = in_place(subject.facts, first.section)
        yield Fault(
            Severity.ERROR if sure else Severity.WARNING,
            f'The placeholder "{shorten(first.words, longest=60)}" was left{where or " here"}.',
            "Put in what belongs there, or take the placeholder out.",
            shown(subject.facts, group),
            key=key,
        )


def _counts(subject: Subject, context: Context, mention: Mention) -> bool:
    """Tell whether the words are a placeholder in the section that they stand in."""
    entry = vocabulary(context).placeholders.get(mention.entry)
    if entry and entry.where == "contact":
        return stands_in(subject, context, mention.section, CONTACTS)
    bracketed = mention.words.startswith(("[", "<"))
    return not bracketed or not stands_in(subject, context, mention.section, EXAMPLES)


def _to_copy(subject: Subject, context: Context, mention: Mention) -> bool:
    """Tell whether a blank is there for readers to fill in.

    So they are in a page that has a form or letter, known by its many blanks, and where the
    section or the title says so; the lead's words count only if the blank is not alone.
    Contacts are the page's own, whatever it is about.
    """
    sections = subject.facts.sections
    blanks = [len(BLANK.findall(one.text)) for one in sections]
    if max(blanks) >= MANY:
        return True
    words = vocabulary(context).page_words(subject.page.language)
    copied = phrases(words.copied if words else (), subject.page.language)
    section = mention.section
    text = BLANK.sub(" ", sections[section].text.replace(mention.words, " "))
    if copied.search(f"{sections[section].title}\n{text}"):
        return True
    if stands_in(subject, context, section, CONTACTS):
        return False
    if copied.search(subject.page.title):
        return True
    return sum(blanks) > 1 and copied.search(sections[0].text[:LEAD]) is not None
