"""The rule `unread-page`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from cphub.model.findings import Axis, Context, Fault, Severity, Subject
from cphub.registry import AtLeast, plugin
from cphub.rules._pages import aside
from cphub.rules._words import count

WINDOW = 60


@plugin(axis=Axis.RELEVANCE, relations=("views",))
def unread_page(
    subject: Subject,
    context: Context,
    *,
    min_views: Annotated[int, AtLeast(1)] = 10,
    min_days: Annotated[int, AtLeast(1)] = 28,
) -> Iterator[Fault]:
    """Find pages that hardly anybody reads.

    Why it matters:
        A page that nobody reads helps nobody, however good it is: nothing leads to it, it has
        a name that nobody looks for, or nobody needs it. Repairing it can wait. The views are
        those that the wiki tells of with `cphub harvest --views`; where they are not known,
        or too few days were counted, the rule is silent.

    Example:
        A guide to captions that was read twice in 60 days.

    How to fix:
        Link to it from pages that are read and give it a title that people look for; or merge
        it into one that is read.

    Settings:
        min_views = 10: fewer views than this in 60 days are hardly any; other times are
        counted in proportion.
        min_days = 28: with fewer days counted than this, nothing is said.
    """
    page, relations = subject.page, subject.relations
    views, days = relations.views, relations.view_days
    if views is None or days < min_days or views * WINDOW >= min_views * days:
        return
    is_new = page.parent == 0 and page.timestamp.date() + timedelta(days) > context.today
    if is_new or aside(subject, context):
        return
    yield Fault(
        Severity.WARNING if views == 0 else Severity.NOTE,
        f"It was read {count(views, 'time')} in {count(days, 'day')}.",
        "Link to it from pages that are read, or merge it into one that is.",
    )
