"""The rule `untouched-page`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import Between, plugin
from cphub.rules._pages import aside, edition_of, kinds
from cphub.rules._records import is_record
from cphub.rules._titles import has_year


@plugin(axis=Axis.FRESHNESS)
def untouched_page(
    subject: Subject,
    context: Context,
    *,
    max_age_days: Annotated[int, Between(0, 36_500)] = 730,
    count_minor: bool = False,
) -> Iterator[Fault]:
    """Find pages that no person has edited for two years.

    Why it matters:
        Tools, forms and people change. A page that nobody has touched for long may still be
        right, but nobody has said so. Edits by bots are left out, or every translation
        would look fresh. Where the last edit by a person is not known, the page is reported
        only if even its newest edit is too old. Records are left alone: archives,
        newsletters, reports, minutes, pages of a year by their title, pages that mostly tell
        what was or are marked as historical. On a translation the finding is a note, for it
        is the source page that ages.

    Example:
        A guide to uploading whose last edit by a person was in May 2021; a bot fixed a link
        in it last week.

    How to fix:
        Read it, correct what is no longer so, and save. If it should stay as it was, mark it
        as historical.

    Settings:
        max_age_days = 730: how many days may pass without an edit.
        count_minor = false: whether an edit marked as minor counts.
    """
    page = subject.page
    exact = page.edited_by_person if count_minor else page.edited_in_substance
    last = (exact or page.edited_by_person or page.timestamp).date()
    if context.today - last <= timedelta(days=max_age_days) or aside(subject, context):
        return
    of_a_year = has_year(page.title) and "how-to" not in kinds(subject, context)
    if of_a_year or is_record(subject, context):
        return
    source = edition_of(subject)
    when = f"on {last.isoformat()}" if exact else f"on or before {last.isoformat()}"
    minor = "" if count_minor else " in substance"
    yield Fault(
        Severity.NOTE if source else Severity.WARNING,
        f"A person last edited this page{minor} {when}, more than {max_age_days} days ago.",
        f'Bring the source page "{source}" up to date; its translations follow.'
        if source
        else "Read the page, correct what is no longer so, or mark it as historical.",
        (Evidence(f"last edited {when}"),),
    )
