"""What a source is to the walk that lists its pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from cphub.errors import SettingsError
from cphub.model.pages import Listed, Namespace, Wiki

LIMIT = "max"


@dataclass(frozen=True, slots=True)
class Listing:
    """One listing to walk: its API parameters, by what it was reached, how deep it is."""

    params: Mapping[str, str]
    via: str = ""
    depth: int = 0


def _nothing_more(_listing: Listing, _page: Listed) -> Listing | None:
    return None


def _every_page(_page: Listed) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Plan:
    """How a source lists its pages.

    `first` are the listings to start with. `follow` turns a listed page into a further
    listing (a subcategory), or None. `keep` says which listed pages belong to the source.
    `anchor` is the title that must exist for the source to make sense, asked for only when
    the source lists nothing; "" where there is none. `named` marks sources whose pages are
    named one by one, so that a missing one is worth saying.
    """

    first: tuple[Listing, ...]
    follow: Callable[[Listing, Listed], Listing | None] = field(default=_nothing_more)
    keep: Callable[[Listed], bool] = field(default=_every_page)
    anchor: str = ""
    named: bool = False


def namespace_list(namespaces: Iterable[int]) -> str:
    """Return namespace numbers as the API takes them."""
    return "|".join(str(number) for number in sorted(set(namespaces)))


def split_namespace(wiki: Wiki, title: str) -> tuple[Namespace | None, str]:
    """Split `Help:Guide` into its namespace on `wiki` and the rest; main namespace is None.

    Namespace names are compared as MediaWiki does: no case, underscores as spaces.
    """
    prefix, colon, rest = title.replace("_", " ").strip().partition(":")
    if colon:
        wanted = prefix.strip().casefold()
        for space in wiki.namespaces:
            names = (space.name, space.canonical, *space.aliases)
            if space.id and wanted in {name.casefold() for name in names}:
                return space, rest.strip()
    return None, title.replace("_", " ").strip().removeprefix(":").strip()


def in_namespace(wiki: Wiki, title: str, number: int) -> str:
    """Return `title` with the wiki's own name of namespace `number` before it, once.

    Raises:
        SettingsError: the title is empty.
    """
    space, rest = split_namespace(wiki, title)
    if space is not None and space.id != number:
        rest = title.strip()
    if not rest:
        raise SettingsError(f"an empty title is no page of {wiki.name}")
    name = next((space.name for space in wiki.namespaces if space.id == number), "")
    return f"{name}:{rest}" if name else rest
