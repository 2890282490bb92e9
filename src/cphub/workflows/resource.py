"""What persons say of resources, and what is known of one: which pages are its editions and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from shlex import quote

from cphub.catalogue import Catalogue
from cphub.errors import UsageError
from cphub.model.pages import Page, State
from cphub.model.resources import Edition, Resource, Tie
from cphub.workflows._resources import Tied, tie
from cphub.workflows.clock import now
from cphub.workflows.show import one_page

Clock = Callable[[], datetime]
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a person's word: the resource of the page that was named, and what tying did."""

    page: Page
    resource: Resource
    tied: Tied


def find_resource(catalogue: Catalogue, name: str) -> tuple[Resource, Page | None]:
    """Return the resource that `name` means, and the page where it was named by one.

    Args:
        catalogue: only read.
        name: the number of a resource (`12`, `#12`), or a page as `cphub show` takes it.

    Raises:
        UsageError: there is no such resource, or there are several.
    """
    found = catalogue.find_resources(name)
    if len(found) == 1:
        return found[0]
    if not found and name.strip().removeprefix("#").isdecimal():
        raise UsageError(f"the catalogue has no resource {name}", "`cphub resource list` has all")
    page = one_page(catalogue, name)
    resource = catalogue.resource_of(page.wiki, page.page_id)
    if resource is None:
        raise UsageError(
            f"“{page.title}” is no edition of a resource yet",
            "`cphub audit` works out which pages are",
        )
    return resource, page


def spoken_of(catalogue: Catalogue, name: str, command: str) -> tuple[Resource, Page | None]:
    """Return the resource that a person says something of, as `find_resource` does.

    Args:
        catalogue: only read.
        name: as there.
        command: what says it, to be named in what is raised.

    Raises:
        UsageError: as there, or the page is a redirect, of which nothing counts.
    """
    resource, page = find_resource(catalogue, name)
    if page is not None:
        _refuse_redirect(catalogue, page, command)
    return resource, page


def _refuse_redirect(catalogue: Catalogue, page: Page, command: str) -> None:
    """Raise UsageError, with what to type, where a page only leads to another one."""
    if page.state is not State.REDIRECT:
        return
    target = catalogue.tie_redirects().get((page.wiki, page.title), "")
    if not target:
        raise UsageError(f"“{page.title}” is a redirect", "name the page that it leads to")
    found = catalogue.find_pages(f"{page.wiki}:{target.partition('#')[0]}")
    hint = "The catalogue does not have that page."
    if found:
        hint = f"Type: cphub {command} {quote(f'{found[0].wiki}:{found[0].title}')} …"
    raise UsageError(f"“{page.title}” is a redirect to “{target}”", hint)


def link(catalogue: Catalogue, one: str, other: str, *, clock: Clock = now) -> Said:
    """Let a person say that two pages are editions of one resource; machines never undo it.

    That somebody untied pages of the one resource from pages of the other holds no more.

    Raises:
        UsageError: one of them is no page, or both are the same.
        CatalogueError: the catalogue cannot be written.
    """
    moment = clock()
    with catalogue.write():
        first, second = one_page(catalogue, one), one_page(catalogue, other)
        for page in (first, second):
            _refuse_redirect(catalogue, page, "resource link")
        if _key(first) == _key(second):
            raise UsageError(f"“{first.title}” cannot be tied to itself", "name two pages")
        tie(catalogue, moment)  # so that both are editions of something
        ends = [
            (here, there)
            for here in _pages_of(catalogue, first)
            for there in _pages_of(catalogue, second)
        ]
        catalogue.end_words("untied", ends, moment)
        catalogue.save_words("tied", [(_key(first), _key(second))], moment)
        return _said(catalogue, first, moment)


def unlink(
    catalogue: Catalogue, name: str, other: str | None = None, *, clock: Clock = now
) -> Said:
    """Let a person say that a page is no edition of what the others of its resource are.

    Its own language subpages go with it. With `other` it is untied from that page alone.

    Raises:
        UsageError: there is no such page, or nothing that it could be untied from.
        CatalogueError: the catalogue cannot be written.
    """
    moment = clock()
    with catalogue.write():
        page = one_page(catalogue, name)
        tie(catalogue, moment)
        resource = catalogue.resource_of(page.wiki, page.page_id)
        editions = resource.editions if resource else ()
        own = {_key(page), *map(_key, _subpages(page, editions))}
        rest = [_key(edition) for edition in editions if _key(edition) not in own]
        if other is not None:
            unwanted = one_page(catalogue, other)
            if _key(unwanted) == _key(page):
                raise UsageError(f"“{page.title}” cannot be untied from itself", "name two pages")
            own, rest = {_key(page)}, [_key(unwanted)]
        if not rest:
            raise UsageError(
                f"“{page.title}” is tied to no page but its own language subpages",
                "there is nothing to untie it from",
            )
        pairs = [(mine, theirs) for mine in sorted(own) for theirs in rest]
        catalogue.save_words("untied", pairs, moment)
        return _said(catalogue, page, moment)


def name_source(catalogue: Catalogue, name: str, *, clock: Clock = now) -> Said:
    """Let a person say that a page is the source edition of its resource.

    Raises:
        UsageError: there is no such page.
        CatalogueError: the catalogue cannot be written.
    """
    moment = clock()
    with catalogue.write():
        page = one_page(catalogue, name)
        _refuse_redirect(catalogue, page, "resource source")
        catalogue.save_words("source", [(_key(page), _key(page))], moment)
        return _said(catalogue, page, moment)


def _said(catalogue: Catalogue, page: Page, moment: datetime) -> Said:
    tied = tie(catalogue, moment)
    resource = catalogue.resource_of(page.wiki, page.page_id)
    if resource is None:
        raise LookupError(f"page {page.page_id} was not tied")
    return Said(page, resource, tied)


def _pages_of(catalogue: Catalogue, page: Page) -> list[Key]:
    resource = catalogue.resource_of(page.wiki, page.page_id)
    return [_key(edition) for edition in resource.editions] if resource else [_key(page)]


def _subpages(page: Page, editions: Iterable[Edition]) -> list[Edition]:
    return [
        edition
        for edition in editions
        if edition.wiki == page.wiki
        and edition.tie is Tie.TRANSLATION
        and edition.title.startswith(f"{page.title}/")
    ]


def _key(page: Page | Edition) -> Key:
    return (page.wiki, page.page_id)
