"""What pages are to say: made of what stands there and of what is to be published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cphub.errors import UsageError
from cphub.wiki.edit import Standing, normal
from cphub.workflows._publish_markers import lines, marked, wrapped


@dataclass(frozen=True, slots=True)
class Draft:
    """A page as it stands, and the `text` that it is to have; equal where nothing is to do.

    `piece` is what cphub writes of it. `again` makes the draft anew of the page as somebody
    else has changed it. `touched`: somebody edited between the markers, and that is
    overwritten. `undoes` is the number of the edit that it takes back.
    """

    standing: Standing
    text: str
    piece: str
    again: Callable[[Standing], Draft]
    touched: bool = False
    undoes: int | None = None

    @property
    def title(self) -> str:
        """The page's title."""
        return self.standing.title

    @property
    def made(self) -> bool:
        """Tell whether there is no such page yet."""
        return not self.standing.page_id

    @property
    def same(self) -> bool:
        """Tell whether nothing is to be done."""
        return self.text == self.standing.text


def draft_of(standing: Standing, name: str, body: str, meaning: str) -> Draft:
    """Return a page with `body` between its markers called `name`.

    A page without markers that is missing or empty gets them. What stands there stays where
    it is the same, or, unless somebody edited it, where it says the same: `meaning` is equal.

    Raises:
        UsageError: there is text on it that is not cphub's, and no markers; or they are wrong.
    """

    def again(changed: Standing) -> Draft:
        return draft_of(changed, name, body, meaning)

    body = normal(body.strip("\n"))
    piece = wrapped(name, body, meaning)
    old = standing.text
    if not old.strip():
        return Draft(standing, normal(piece), piece, again)
    found = marked(old, name, standing.title)
    if found is None:
        raise UsageError(
            f"{standing.title} has text of others and no markers, so nothing is written there",
            f"put {lines(name)} where the report is to stand (one a line), or name another page",
        )
    told_already = found.meaning == meaning and not found.touched
    if told_already or found.body == body:
        return Draft(standing, old, piece, again)
    text = normal(found.before + piece + found.after)
    return Draft(standing, text, piece, again, found.touched)
