"""Ask one wiki how often its pages are read, at the end of its harvest, if that is wanted.

What it costs: a request for 50 pages, and more where the wiki answers for a few at a time.
Pages are asked about again after `AGE`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from cphub.catalogue.runs import RunWarning
from cphub.errors import ApiError
from cphub.model.weight import Views
from cphub.wiki.page_views import PAGES, has_page_views, page_views
from cphub.workflows._task import Task, ahead

AGE = timedelta(days=7)
"""Views are asked for again after this time."""

NONE_TOLD = "no-page-views"
REFUSED = "page-views-refused"

Answer = dict[int, Views | None] | ApiError


def ask_views(task: Task) -> None:
    """Ask for the views of pages that were not asked about of late; save each answer.

    Raises:
        WikiError: the wiki no longer answers. What was asked is saved.
        CatalogueError: see `Connection.write`.
    """
    if not has_page_views(task.site.wiki):
        _warn(task, NONE_TOLD, "the wiki does not tell how often pages are read")
        return
    started = task.asker.started
    ids = task.catalogue.views_wanted(task.wiki, started if task.full else started - AGE)
    if ids:
        task.progress.start(task.wiki, len(ids), "asking for page views")
    for answer in ahead(_answers(task, ids)):
        if isinstance(answer, ApiError):
            _warn(task, REFUSED, answer.message)
            continue
        task.catalogue.save_views(task.wiki, answer, started)
        task.progress.advance(task.wiki, len(answer))


def _answers(task: Task, ids: Sequence[int]) -> Iterator[Answer]:
    for start in range(0, len(ids), PAGES):
        try:
            yield page_views(task.site, ids[start : start + PAGES])
        except ApiError as error:
            yield error


def _warn(task: Task, code: str, message: str) -> None:
    task.catalogue.add_warnings(task.run, [RunWarning(task.wiki, "", code, message)])
