"""Ask for the texts that sources had when editions made by hand were last edited.

Where Translate keeps the units it tells itself what is outdated. Elsewhere the source's text
of that time is compared with today's (`cphub.wikitext.comparison`). Asked for is one revision
for each source page and moment, a request each, and only where the source was edited later;
where harvests met the revision themselves, nothing is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cphub.catalogue.catalogue import Catalogue
from cphub.catalogue.runs import RunWarning
from cphub.errors import ApiError
from cphub.model.progress import Progress
from cphub.model.translations import Baseline
from cphub.wiki.history import OldRevision, revision_at
from cphub.wiki.pages import edited_by_person
from cphub.wiki.site import Site
from cphub.workflows._task import ahead
from cphub.workflows._wiki_harvest import bot_test

MOST = 200
"""Old texts asked for in one harvest of a wiki; the next one goes on."""

AGE = timedelta(days=30)
"""A wiki that could not tell an old text is asked again after this time."""

MORE = "old-texts-left"
REFUSED = "old-text-refused"

NOT_YET = "the source has no revision of that time"
HIDDEN = "the source's text of that time is hidden"

Wanted = Sequence[tuple[int, datetime]]


@dataclass(frozen=True, slots=True)
class Question:
    """What asking one wiki for old texts needs."""

    site: Site
    catalogue: Catalogue
    run: int
    started: datetime
    progress: Progress

    @property
    def wiki(self) -> str:
        """The wiki's short name."""
        return self.site.wiki.name


def ask_editors(question: Question) -> None:
    """Ask one wiki when persons last edited editions whose newest edit is a bot's.

    `harvest_wiki` asks so of pages that were edited lately; an edition is compared with its
    source however old it is. A request a page, each saved as it comes.

    Raises:
        WikiError: the wiki no longer answers. What was asked is saved.
        CatalogueError: see `Connection.write`.
    """
    catalogue, wiki = question.catalogue, question.wiki
    ids = catalogue.editors_wanted(wiki, MOST)
    if ids:
        question.progress.start(wiki, len(ids), "asking who edited editions")
    is_bot = bot_test(question.site.wiki.bots)
    answers = ((page_id, edited_by_person(question.site, page_id, is_bot)) for page_id in ids)
    for page_id, edits in ahead(answers):
        catalogue.save_person_edits(wiki, {page_id: edits})
        question.progress.advance(wiki, 1)


def ask_baselines(question: Question) -> None:
    """Ask one wiki for the old texts of its source pages, each saved as it comes.

    Raises:
        WikiError: the wiki no longer answers. What was asked is saved.
        CatalogueError: see `Connection.write`.
    """
    catalogue, wiki, run = question.catalogue, question.wiki, question.run
    catalogue.meet_revisions(wiki)
    pairs = catalogue.edited_sources(wiki)
    wanted = catalogue.baselines_wanted(run, wiki, pairs, question.started - AGE)
    if not wanted:
        return
    question.progress.start(wiki, min(len(wanted), MOST), "asking for old texts of sources")
    for page_id, moment, answer in ahead(_answers(question.site, wanted[:MOST])):
        if isinstance(answer, ApiError):
            warning = RunWarning(wiki, "", REFUSED, f"page {page_id}: {answer.message}")
            catalogue.add_warnings(run, [warning])
        else:
            _save(question, page_id, moment, answer)
        question.progress.advance(wiki, 1)
    if (left := len(wanted) - MOST) > 0:
        texts = "1 old text of sources is" if left == 1 else f"{left} old texts of sources are"
        message = f"{texts} left to ask for; the next harvest goes on"
        catalogue.add_warnings(run, [RunWarning(wiki, "", MORE, message)])


def _answers(
    site: Site, wanted: Wanted
) -> Iterator[tuple[int, datetime, OldRevision | ApiError | None]]:
    for page_id, moment in wanted:
        try:
            yield page_id, moment, revision_at(site, page_id, moment)
        except ApiError as error:
            yield page_id, moment, error


def _save(question: Question, page_id: int, moment: datetime, old: OldRevision | None) -> None:
    why = NOT_YET if old is None else HIDDEN if old.text is None else ""
    known = old if old is not None and not why else None
    baseline = Baseline(
        wiki=question.wiki,
        page_id=page_id,
        moment=moment,
        revision=known.revision if known else None,
        timestamp=known.timestamp if known else None,
        why=why,
    )
    question.catalogue.save_baseline(
        question.run,
        baseline,
        known.text if known else None,
        known.parent if known else 0,
    )
