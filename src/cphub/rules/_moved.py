"""Pages that say in words that their content is elsewhere."""

from __future__ import annotations

from typing import Final

from cphub.data import phrases
from cphub.model.findings import Context, Subject
from cphub.rules._lengths import as_long_as
from cphub.rules._pages import vocabulary

MOST_WORDS: Final = 25
MOST_LINKS: Final = 2


def says_moved(subject: Subject, context: Context) -> bool:
    """Tell whether the page is little more than a sentence which leads elsewhere."""
    page, facts = subject.page, subject.facts
    few = as_long_as(MOST_WORDS, page.language, spaced=facts.spaced)
    if not facts.links or len(facts.links) > MOST_LINKS or not 0 < facts.words <= few:
        return False
    words = vocabulary(context).page_words(page.language)
    text = " ".join(section.text for section in facts.sections)
    return words is not None and phrases(words.moved, page.language).search(text) is not None
