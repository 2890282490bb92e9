"""Pages that use a template."""

from __future__ import annotations

from typing import Annotated

from cphub.model.pages import Wiki
from cphub.registry import AtLeast, plugin
from cphub.sources._plan import LIMIT, Listing, Plan, in_namespace, namespace_list

TEMPLATE = 10


@plugin()
def template(
    wiki: Wiki, *, template: str, namespaces: Annotated[tuple[int, ...], AtLeast(0)] = ()
) -> Plan:
    """Pages that use a template, redirects aside.

    `template` is its name, with or without `Template:`. `namespaces` are the numbers of the
    namespaces to keep; without it all.
    """
    title = in_namespace(wiki, template, TEMPLATE)
    params = {
        "generator": "embeddedin",
        "geititle": title,
        "geifilterredir": "nonredirects",
        "geilimit": LIMIT,
    }
    if namespaces:
        params["geinamespace"] = namespace_list(namespaces)
    return Plan((Listing(params, via=title),), anchor=title)
