"""What the wiki's own search finds."""

from __future__ import annotations

from cphub.model.pages import Wiki
from cphub.registry import plugin
from cphub.sources._plan import LIMIT, Listing, Plan, namespace_list


@plugin()
def search(wiki: Wiki, *, query: str, namespaces: tuple[int, ...] = (0,)) -> Plan:  # noqa: ARG001  # every source is given the wiki
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
        "gsrwhat": "text",  # MediaWiki's own search answers with titles alone otherwise
    }
    return Plan((Listing(params, via=query),))
