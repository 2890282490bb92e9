"""Gather all that is known of a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from cphub.catalogue import Catalogue
from cphub.catalogue.lookups import LONGEST_ID, Membership, PageChange
from cphub.errors import UsageError
from cphub.model.facts import Facts
from cphub.model.findings import Finding
from cphub.model.links import LinkStatus
from cphub.model.pages import Page, Wiki
from cphub.model.resources import Resource
from cphub.model.reviews import Dismissal, Quiet, Review, Standing
from cphub.model.subjects import Described
from cphub.model.weight import Views
from cphub.workflows._link_relations import links_of


@dataclass(frozen=True, slots=True)
class PageStory:
    """All that the catalogue knows of a page.

    `facts` are those of its newest reading, None where there is none; `unread` says why.
    `resource` is what it is an edition of, with the editions that are there to be read; None
    where none is. `past` are findings that are gone, each with when; `changes` are newest first.
    `standing` is what holds of the resource by what people said, `words` what they said, newest
    first, and `quiet` are the open findings that are quiet by it, each with why. `subjects` is what
    the resource is about and for whom, `views` how often the page is read, None if not known.
    """

    page: Page
    wiki: Wiki
    url: str
    facts: Facts | None
    unread: str
    findings: tuple[Finding, ...]
    past: tuple[tuple[Finding, datetime], ...]
    memberships: tuple[Membership, ...]
    changes: tuple[PageChange, ...]
    resource: Resource | None = None
    standing: Standing = Standing()  # noqa: RUF009  # frozen
    words: tuple[Review | Dismissal, ...] = ()
    quiet: tuple[tuple[Finding, Quiet], ...] = ()
    links: Mapping[str, LinkStatus] = field(default_factory=dict)
    subjects: tuple[Described, ...] = ()
    views: Views | None = None


def show(catalogue: Catalogue, name: str) -> PageStory:
    """Return what is known of the page that `name` means.

    Args:
        catalogue: only read.
        name: a title, `wiki:title` or `wiki:page id`.

    Raises:
        UsageError: there is no such page, or there are several.
    """
    with catalogue.read():
        page = one_page(catalogue, name)
        key = (page.wiki, page.page_id)
        wiki = catalogue.wikis()[page.wiki]
        facts, unread = catalogue.facts(page.wiki, page.revision)
        resource = catalogue.resource_of(*key, gone=False)
        return PageStory(
            page=page,
            wiki=wiki,
            url=wiki.url(page.title),
            facts=facts,
            unread=unread,
            findings=tuple(
                sorted(catalogue.open_findings(*key), key=lambda f: (f.severity.rank, f.rule))
            ),
            past=tuple(catalogue.past_findings(*key)),
            memberships=tuple(catalogue.memberships(*key)),
            changes=tuple(catalogue.page_changes(*key)),
            resource=resource,
            standing=catalogue.standing(resource.id) if resource else Standing(),
            words=tuple(catalogue.words_on(resource.id)) if resource else (),
            quiet=tuple((one, why) for one, why, _uuid in catalogue.quiet_findings(*key)),
            subjects=catalogue.subjects(resource.id) if resource else (),
            views=catalogue.page_views().get(key),
            links=(links_of(facts, catalogue.link_statuses()) if facts else None) or {},
        )


def one_page(catalogue: Catalogue, name: str) -> Page:
    """Return the page that `name` means.

    Raises:
        UsageError: there is no such page, or there are several.
    """
    pages = catalogue.find_pages(name)
    if not pages:
        raise _no_page(catalogue, name)
    if len(pages) > 1:
        raise _several(name, pages)
    return pages[0]


def _no_page(catalogue: Catalogue, name: str) -> UsageError:
    near = catalogue.titles_like(name)
    hint = f"There are: {', '.join(near)}" if near else "`cphub harvest` fetches what is new."
    number = name.strip().removeprefix("#")
    if number.isascii() and number.isdecimal() and len(number) <= LONGEST_ID:
        resource = catalogue.resource(int(number))
        if resource is not None:
            first = resource.source or resource.editions[0]
            hint = f"Resource {number} has: {first.wiki}:{first.title}"
    return UsageError(f'the catalogue has no page "{name}"', hint)


def _several(name: str, pages: list[Page]) -> UsageError:
    names = [f"{page.wiki}:{page.title}" for page in pages]
    if len(set(names)) < len(names):
        names = [f"{page.wiki}:{page.page_id} ({page.state})" for page in pages]
    return UsageError(f'"{name}" can be {len(pages)} pages', f"Name one: {', '.join(names)}")
