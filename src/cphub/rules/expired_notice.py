"""The rule `expired-notice`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Final

from cphub.data import Meaning
from cphub.model.facts import Template
from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import Between, plugin
from cphub.rules._dates import given, in_passing, time_words
from cphub.rules._pages import aside, marks, vocabulary
from cphub.rules._words import call, place

DATED: Final = frozenset({Meaning.UPDATE_AFTER, Meaning.AS_OF})
TAGS: Final = frozenset(
    {
        Meaning.DRAFT, Meaning.UNDER_CONSTRUCTION, Meaning.STUB, Meaning.EXPAND,
        Meaning.EMPTY_SECTION, Meaning.LEAD_MISSING, Meaning.MERGE, Meaning.CLEANUP,
        Meaning.UNREFERENCED, Meaning.CITATION_NEEDED, Meaning.ROUGH_TRANSLATION,
        Meaning.WRONG_LANGUAGE, Meaning.TRANSLATE, Meaning.DEAD_LINK, Meaning.ORPHAN,
        Meaning.UNCATEGORISED,
    }
)  # fmt: skip


@plugin(axis=Axis.FRESHNESS)
def expired_notice(
    subject: Subject,
    context: Context,
    *,
    tag_age_days: Annotated[int, Between(0, 36_500)] = 1095,
    as_of_days: Annotated[int, Between(0, 36_500)] = 1825,
) -> Iterator[Fault]:
    """Find pages whose own date of expiry has passed.

    Why it matters:
        The author said from when the text could no longer be relied on, and that day is
        over. Nothing tells more surely that a page is out of date. A maintenance tag that
        has carried its date for years, and a figure that was true as of long ago, say the
        same less loudly. A tag that says the page is out of date is reported by
        marked-outdated, whatever its date.

    Example:
        `{{Update after|2023|6|1}}`, or `{{Under construction|date=May 2019}}`.

    How to fix:
        Bring the text up to date, then set a new date or remove the template.

    Settings:
        tag_age_days = 1095: how many days a dated maintenance tag may stand.
        as_of_days = 1825: how many days a statement marked "as of" may stand.
    """
    found = list(marks(subject, context, DATED | TAGS))
    if not found or aside(subject, context):
        return
    words = time_words(vocabulary(context), subject.page.language, subject.wiki.language)
    tag_limit = context.today - timedelta(days=tag_age_days)
    as_of_limit = context.today - timedelta(days=as_of_days)
    for template, entry in found:
        expires = given(template, entry.expires, words)
        as_of = given(template, entry.as_of, words)
        tagged = given(template, entry.tagged, words) or in_passing(template, words)
        if expires and expires.start < context.today:
            severity = Severity.ERROR
            said = f"gave itself until {expires.start.isoformat()}, which has passed"
        elif as_of and as_of.end < as_of_limit:
            severity = Severity.NOTE
            said = f"is true as of {as_of.end.isoformat()}, more than {as_of_days} days ago"
        elif entry.meaning in TAGS and tagged and tagged.end < tag_limit:
            severity = Severity.WARNING
            said = (
                f"has carried {{{{{template.name}}}}} since {tagged.end.isoformat()},"
                f" more than {tag_age_days} days"
            )
        else:
            continue
        yield _fault(subject, template, severity, said)


def _fault(subject: Subject, template: Template, severity: Severity, said: str) -> Fault:
    section = place(subject.facts, template.section)
    what = f'The section "{section}"' if section else "The page"
    return Fault(
        severity,
        f"{what} {said}.",
        "Bring the text up to date, then set a new date or remove the template.",
        (Evidence(call(template), section),),
        key=f"{section}/{template.name}",
    )
