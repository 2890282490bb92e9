"""Pages whose titles begin alike."""

from __future__ import annotations

from typing import Annotated

from cphub.model.pages import Wiki
from cphub.registry import AtLeast, plugin
from cphub.sources._plan import LIMIT, Listing, Plan, split_namespace


@plugin()
def subpages(
    wiki: Wiki, *, prefix: str, namespaces: Annotated[tuple[int, ...], AtLeast(0)] = ()
) -> Plan:
    """Pages whose title begins with `prefix`, redirects aside.

    `prefix` may name a namespace (`Help:Uploading/`). It is compared letter by letter as
    Special:PrefixIndex does: end it with `/` to take subpages alone. `namespaces` looks in
    those namespaces instead of the prefix's own.
    """
    space, rest = split_namespace(wiki, prefix)
    wanted = namespaces or ((space.id,) if space else (0,))
    listings = tuple(
        Listing(
            {
                "generator": "allpages",
                "gapprefix": rest,
                "gapnamespace": str(number),
                "gapfilterredir": "nonredirects",
                "gaplimit": LIMIT,
            },
            via=prefix,
        )
        for number in wanted
    )
    return Plan(listings)
