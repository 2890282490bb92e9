"""Vocabularies, kept as TOML beside this file, and what asks them."""

from __future__ import annotations

from cphub.data.entries import (
    LanguageNote,
    Meaning,
    PageWords,
    Placeholder,
    Service,
    TemplateEntry,
    TimeWords,
)
from cphub.data.loading import load_vocabulary
from cphub.data.matching import (
    LETTER,
    as_name,
    grammar,
    heading_key,
    language_of,
    phrases,
    template_key,
)
from cphub.data.reading import VocabularyError
from cphub.data.vocabulary import ANY, Vocabulary

__all__ = [
    "ANY",
    "LETTER",
    "LanguageNote",
    "Meaning",
    "PageWords",
    "Placeholder",
    "Service",
    "TemplateEntry",
    "TimeWords",
    "Vocabulary",
    "VocabularyError",
    "as_name",
    "grammar",
    "heading_key",
    "language_of",
    "load_vocabulary",
    "phrases",
    "template_key",
]
