"""Make edits one by one, each written down before and after; none is sent without looking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cphub.catalogue import Catalogue
from cphub.catalogue.publications import Edit, Publication
from cphub.errors import ApiError, CphubError, WikiBusy, WikiError
from cphub.model.progress import Progress
from cphub.wiki.edit import CONFLICTS, Saved, digest, look, may_be_made, own_edit, save
from cphub.wiki.site import Site
from cphub.workflows._publish_drafts import Draft
from cphub.workflows._publish_rescue import rescue

NOBODY_KNOWS = "whether the edit was made is not known; run the same command again: it looks first"


@dataclass(frozen=True, slots=True)
class Written:
    """An edit that was made: the page, its address, the revision, and whether it is new."""

    title: str
    url: str
    revision: int
    made: bool


@dataclass
class Writer:
    """Edits pages of a site and keeps the log; `begin` returns the publication's number."""

    catalogue: Catalogue
    site: Site
    summary: str
    begin: Callable[[], int]
    clock: Callable[[], datetime]
    written: list[Written] = field(default_factory=list)

    def write(self, draft: Draft) -> None:
        """Give a page the text of `draft`; once more, made anew, if somebody was quicker.

        An edit of which nobody knows whether it was made is looked for before anything is
        sent again.

        Raises:
            WikiError: the wiki refused or does not answer.
            UsageError: what somebody else wrote meanwhile leaves no place for it.
        """
        for last in (False, True):
            if draft.same:
                return
            number = self._begin(draft)
            try:
                saved = save(self.site, draft.standing, draft.text, self.summary)
            except WikiError as error:
                if (found := self._after(error, draft, number)) is None:
                    if last or isinstance(error, WikiBusy):
                        raise
                    draft = self._anew(error, draft)
                    continue
                saved = found
            self.catalogue.end_edit(number, saved.page_id, saved.before, saved.after)
            if saved.after != saved.before:
                url = self.site.wiki.url(draft.title)
                self.written.append(Written(draft.title, url, saved.after, draft.made))
            return

    def _anew(self, error: WikiError, draft: Draft) -> Draft:
        standing = look(self.site, draft.title)
        if draft.standing.page_id and not standing.page_id:
            raise error  # it was deleted; nobody makes it again unasked
        return draft.again(standing)

    def _begin(self, draft: Draft) -> int:
        standing = draft.standing
        with self.catalogue.write():
            return self.catalogue.begin_edit(
                self.begin(),
                (standing.title, standing.page_id),
                standing.revision,
                digest(draft.text),
                self.clock(),
                draft.undoes,
            )

    def _after(self, error: WikiError, draft: Draft, number: int) -> Saved | None:
        """Return the edit if it was made in spite of `error`, None if it may be tried again.

        Raises:
            WikiError: `error` itself where the wiki refused, or cannot say what became of it.
        """
        conflict = isinstance(error, ApiError) and error.code in CONFLICTS
        if not conflict and not may_be_made(error):
            self.catalogue.forget_edit(number)
            raise error
        try:
            saved = own_edit(self.site, draft.title, digest(draft.text), draft.standing.revision)
        except WikiError:
            error.hint = NOBODY_KNOWS
            raise error from None
        if saved is None:
            self.catalogue.forget_edit(number)
        return saved


def write_all(
    writer: Writer, drafts: Sequence[Draft], progress: Progress, folder: Path
) -> tuple[Written, ...]:
    """Make the edits in their order; what could not be made is saved in files in `folder`.

    Raises:
        WikiError: the wiki refused or does not answer.
        UsageError: what somebody else wrote meanwhile leaves no place for it.
        KeyboardInterrupt: Ctrl-C; its text says how far it came.
    """
    wiki = writer.site.wiki.name
    progress.start(wiki, len(drafts), "writing")
    for number, draft in enumerate(drafts):
        try:
            writer.write(draft)
        except CphubError as error:
            rescue(error, ((left.title, left.piece) for left in drafts[number:]), folder)
            writer.catalogue.forget_empty_publications()
            raise
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                f"{number} of {len(drafts)} pages are written for sure; the same command looks "
                "what became of the next one, and goes on."
            ) from None
        progress.advance(wiki, 1)
    return tuple(writer.written)


def settle(catalogue: Catalogue, site: Site, publications: list[Publication]) -> None:
    """Look what became of edits that were about to be made when a run was broken off.

    Raises:
        WikiError: the wiki does not answer.
    """
    for publication in publications:
        for edit in publication.edits:
            if edit.after is None:
                _settle(catalogue, site, edit)


def _settle(catalogue: Catalogue, site: Site, edit: Edit) -> None:
    saved = own_edit(site, edit.title, edit.sha1, edit.before)
    if saved is None:
        catalogue.forget_edit(edit.id)
    else:
        catalogue.end_edit(edit.id, saved.page_id, saved.before, saved.after)
