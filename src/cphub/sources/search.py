"""What the wiki's own search finds."""

from __future__ import annotations

from typing import Annotated

from cphub.model.pages import Wiki
from cphub.registry import AtLeast, plugin
from cphub.sources._plan import LIMIT, Listing, Plan, namespace_list


@plugin()
def search(
    wiki: Wiki, *, query: str, namespaces: Annotated[tuple[int, ...], AtLeast(0)] = (0,)
) -> Plan:
    """Pages that the wiki's search finds for `query`.

    `query` is what one types into the wiki's search box, keywords such as
    `hastemplate:` and `incategory:` included where the wiki has them. `namespaces` are the
    numbers of the namespaces to look in. A wiki gives 10,000 results at most.
    """
    params = {
        "generator": "search",
        "gsrsearch": query,
        "gsrnamespace": namespace_list(namespaces),
        "gsrlimit": LIMIT,
    }
    # CirrusSearch looks in titles and texts at once; MediaWiki's own search in one of them.
    kinds = ("text",) if "CirrusSearch" in wiki.extensions else ("title", "text")
    return Plan(tuple(Listing({**params, "gsrwhat": kind}, via=query) for kind in kinds))
