"""Pages that a page links to."""

from __future__ import annotations

from typing import Annotated

from cphub.model.pages import Wiki
from cphub.registry import AtLeast, plugin
from cphub.sources._plan import LIMIT, Listing, Plan, namespace_list


@plugin()
def links(
    wiki: Wiki,  # noqa: ARG001  # every source is given the wiki
    *,
    page: str,
    namespaces: Annotated[tuple[int, ...], AtLeast(0)] = (),
) -> Plan:
    """Pages of the same wiki that a page links to; links to redirects are followed.

    `page` is the page's title: a portal, a list of materials. `namespaces` are the numbers
    of the namespaces to keep; without it all.
    """
    params = {"generator": "links", "titles": page, "gpllimit": LIMIT, "redirects": "1"}
    if namespaces:
        params["gplnamespace"] = namespace_list(namespaces)
    return Plan((Listing(params, via=page),), anchor=page)
