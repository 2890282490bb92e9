"""Take the last publication back: put what stood before it where nobody has edited since."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from cphub import __version__
from cphub.catalogue import Catalogue
from cphub.catalogue.publications import Edit, Publication
from cphub.errors import SettingsError, UsageError
from cphub.model.progress import Progress, Silent
from cphub.settings import Settings
from cphub.wiki.edit import Standing, digest, look, look_at, normal, text_of
from cphub.wiki.site import Site
from cphub.workflows._publish_drafts import Draft
from cphub.workflows._publish_edits import Writer, settle, write_all
from cphub.workflows._publish_target import logged_in, target_of
from cphub.workflows.clock import now
from cphub.workflows.publish import Confirm, Outcome, Plan
from cphub.workflows.wikis import Reach

NOTHING = "nothing is published that could be taken back"


def undo(
    catalogue: Catalogue,
    settings: Settings,
    to: str,
    confirm: Confirm,
    *,
    reach: Reach | None = None,
    progress: Progress | None = None,
    clock: Callable[[], datetime] = now,
    folder: Path | None = None,
) -> Outcome:
    """Take back the last publication, all its pages: each gets the text that it had before.

    A page that it made is left empty: only administrators can delete one.

    Args:
        catalogue: has the log.
        settings: the wiki that is written to.
        to: the last one at this page; "" for the last one anywhere.
        confirm: asked once, before the first edit.
        reach: in place of the network, and a token file.
        progress: told of every page.
        clock: what the time is.
        folder: where texts that the wiki does not take are saved.

    Raises:
        UsageError: there is none, or somebody has edited one of its pages since.
        SettingsError: there is no login for the wiki.
        WikiError: the wiki refused or does not answer.
    """
    progress, wikis = progress or Silent(), catalogue.wikis()
    wiki, target = check_undo(catalogue, settings, to)
    with logged_in(settings, wiki, reach or Reach(), progress, wikis) as site:
        if catalogue.writable:
            settle(catalogue, site, catalogue.publications(wiki))
        found = _last(catalogue, wiki, look(site, target).title if target else "")
        drafts = tuple(draft for draft in _drafts(site, found) if not draft.same)
        summary = f"cphub {__version__}: takes back {found.report}"
        plan = Plan(site.wiki.name, site.user, summary, drafts)
        if drafts and not confirm(plan):
            return Outcome(plan, agreed=False)
        if not catalogue.writable:
            return Outcome(plan)
        writer = Writer(catalogue, site, summary, lambda: found.id, clock)
        written = write_all(writer, drafts, progress, folder or Path())
        catalogue.end_publication(found.id, clock(), undone=True)
        return Outcome(plan, written)


def check_undo(catalogue: Catalogue, settings: Settings, to: str) -> tuple[str, str]:
    """Return the wiki, and the page if one is named, of which something may be taken back.

    Raises:
        UsageError: nothing is published, or `to` names no page of a wiki of cphub.toml.
        SettingsError: the last publication is on no wiki of cphub.toml.
    """
    if to:
        target = target_of(to, settings, catalogue.wikis())
        return target.wiki, target.title
    wiki = _last(catalogue, settled=False).wiki
    if wiki not in settings.wikis:
        raise SettingsError(f"the last publication is on {wiki}, no wiki of cphub.toml any more")
    return wiki, ""


def _last(
    catalogue: Catalogue, wiki: str = "", title: str = "", *, settled: bool = True
) -> Publication:
    """Return the newest publication with edits to take back; before settling, perhaps made."""
    for publication in catalogue.publications(wiki, title):
        unknown = not settled and any(edit.after is None for edit in publication.edits)
        if not publication.undone and (publication.open_edits or unknown):
            return publication
    raise UsageError(NOTHING, "`cphub publish --log` lists what was published")


def _drafts(site: Site, publication: Publication) -> list[Draft]:
    """Return the pages as they stood before, the page that leads to the others first.

    Raises:
        UsageError: one of them cannot be put back; then none is.
    """
    edits: dict[int, list[Edit]] = {}
    for edit in publication.open_edits:
        edits.setdefault(edit.page_id, []).append(edit)
    return [_draft(site, of_page) for of_page in reversed(list(edits.values()))]


def _draft(site: Site, edits: Sequence[Edit]) -> Draft:
    first, last = edits[0], edits[-1]
    standing = look_at(site, last.page_id)
    if standing is None:
        raise UsageError(f"{last.title} is gone: somebody deleted it, so nothing is taken back")
    old: str | None = ""
    if first.before:
        old = text_of(site, last.page_id, first.before)
    if old is None:
        raise UsageError(
            f"what stood on {standing.title} before cannot be read any more (revision "
            f"{first.before}), so nothing is taken back"
        )
    text = normal(old)
    ours = standing.revision == last.after or digest(standing.text) == last.sha1
    if not ours and standing.text != text:
        raise _edited(standing)

    def again(changed: Standing) -> Draft:
        raise _edited(changed)

    return Draft(standing, text, text, again, undoes=last.id)


def _edited(standing: Standing) -> UsageError:
    when = f"{standing.timestamp:%Y-%m-%d %H:%M} UTC" if standing.timestamp else "later"
    return UsageError(
        f"{standing.title} was edited since, by {standing.user or 'somebody hidden'} on {when}, "
        "so nothing is taken back",
        "undo it by hand in the page's history, if it still is to be",
    )
