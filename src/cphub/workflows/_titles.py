"""Ask wikis what only they know of titles: redirected templates, missing files and pages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from cphub.catalogue import Catalogue
from cphub.data import Vocabulary
from cphub.model.pages import Fetched
from cphub.wiki.pages import TEXTS
from cphub.wiki.site import Site
from cphub.wiki.titles import GROWTH, growth_templates, linked_titles, redirect_targets
from cphub.wikitext.names import file_names, template_names
from cphub.wikitext.words import TEMPLATE, Words

AGE = timedelta(days=30)
"""What a wiki said of a title is asked again after this time."""

GROWTH_TASKS = {"update": "Update", "expand": "Expand"}
"""Growth's tasks, and the English template that means the same."""


@dataclass(frozen=True, slots=True)
class Asker:
    """What asking one wiki about titles needs."""

    site: Site
    catalogue: Catalogue
    run: int
    started: datetime
    vocabulary: Vocabulary
    words: Words

    @property
    def wiki(self) -> str:
        """The wiki's short name."""
        return self.site.wiki.name

    def want(self, pages: Collection[Fetched]) -> None:
        """Remember what of these pages the wiki is to be asked about.

        These are templates that no vocabulary knows, which may be redirects, and the files
        of pages that the wiki itself lists as showing a file that is not there.
        """
        wanted = set()
        broken = self.site.wiki.broken_files_category
        for page in pages:
            if page.text is None or page.listed.content_model != "wikitext":
                continue
            wanted |= {
                self._template(name)
                for name in template_names(page.text, self.words)
                if self.vocabulary.template(name, self.site.wiki.language) is None
            }
            if broken and any(category.title == broken for category in page.categories):
                wanted |= file_names(page.text, self.words)
        if "GrowthExperiments" in self.site.wiki.extensions:
            wanted.add(GROWTH)
        self.catalogue.want_titles(self.wiki, wanted)

    def wanted(self) -> list[str]:
        """Return the titles to ask about now."""
        return self.catalogue.wanted_titles(self.wiki, self.started - AGE)

    def ask(self, titles: Sequence[str]) -> Iterator[dict[str, str | None]]:
        """Yield what the wiki says of `titles`, an answer at a time."""
        if GROWTH in titles:
            tasks = growth_templates(self.site)
            answer: dict[str, str | None] = {GROWTH: ""}
            for task, meaning in GROWTH_TASKS.items():
                for name in tasks.get(task, ()):
                    answer[self._template(name)] = self._template(meaning)
            yield answer
        others = [title for title in titles if title != GROWTH]
        for start in range(0, len(others), self.site.limit):
            yield redirect_targets(self.site, others[start : start + self.site.limit])

    def ask_links(self, page_ids: Sequence[int]) -> Iterator[dict[str, str | None]]:
        """Yield which titles that pages link to are missing, an answer at a time."""
        for start in range(0, len(page_ids), TEXTS):
            yield from linked_titles(self.site, page_ids[start : start + TEXTS])

    def save(self, answer: dict[str, str | None]) -> None:
        """Save an answer."""
        self.catalogue.save_titles(self.run, self.wiki, answer)

    def _template(self, name: str) -> str:
        return f"{self.words.names[TEMPLATE]}:{name}"
