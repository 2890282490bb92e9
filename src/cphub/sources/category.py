"""Pages of a category and, to a depth, of its subcategories."""

from __future__ import annotations

from typing import Annotated

from cphub.model.pages import Listed, Wiki
from cphub.registry import AtLeast, plugin
from cphub.sources._plan import LIMIT, Listing, Plan, in_namespace, namespace_list

FILE, CATEGORY = 6, 14


@plugin()
def category(
    wiki: Wiki,
    *,
    category: str,
    depth: Annotated[int, AtLeast(0)] = 0,
    namespaces: Annotated[tuple[int, ...], AtLeast(0)] = (),
) -> Plan:
    """Pages in a category, and in its subcategories down to `depth` levels.

    `category` is the category's name, with or without `Category:`. `depth` 0 takes the
    category's own pages. `namespaces` are the numbers of the namespaces to keep; without
    it all pages but files and the categories themselves. A page's membership remembers the
    category it was found in.
    """
    start = in_namespace(wiki, category, CATEGORY)

    def listing(title: str, level: int) -> Listing:
        kinds = ["page"] if not namespaces or set(namespaces) - {FILE, CATEGORY} else []
        kinds += ["file"] if FILE in namespaces else []
        kinds += ["subcat"] if level < depth or CATEGORY in namespaces else []
        params = {
            "generator": "categorymembers",
            "gcmtitle": title,
            "gcmtype": "|".join(kinds),
            "gcmlimit": LIMIT,
        }
        if namespaces:
            below = (CATEGORY,) if level < depth else ()
            params["gcmnamespace"] = namespace_list((*namespaces, *below))
        return Listing(params, via=title, depth=level)

    def follow(here: Listing, page: Listed) -> Listing | None:
        if page.namespace != CATEGORY or here.depth >= depth:
            return None
        return listing(page.title, here.depth + 1)

    def keep(page: Listed) -> bool:
        return page.namespace in namespaces if namespaces else page.namespace != CATEGORY

    return Plan((listing(start, 0),), follow=follow, keep=keep, anchor=start)
