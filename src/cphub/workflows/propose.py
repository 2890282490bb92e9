"""Work out what pages are about, from those that changed since the last time."""

from __future__ import annotations

import hashlib
from datetime import datetime

from cphub.catalogue import Catalogue
from cphub.catalogue.search_words import FOLDING
from cphub.data import VocabularyError
from cphub.data.subjects import SubjectVocabulary, load_subjects
from cphub.errors import SettingsError
from cphub.model.progress import Progress, Silent
from cphub.settings import Settings
from cphub.workflows._evidence import VERSION, Examiner
from cphub.workflows._subject_terms import Compiled

BATCH = 1000
"""Pages in one transaction."""


def subjects_of(settings: Settings) -> SubjectVocabulary:
    """Return the shipped words for subjects with the hub's own topics and words.

    Raises:
        SettingsError: an entry in cphub.toml is not well formed.
    """
    try:
        return load_subjects(settings.topics, settings.audiences, settings.kinds, settings.levels)
    except VocabularyError as error:
        raise SettingsError(f"{settings.path or 'cphub.toml'}: {error}") from error


def labels_in(settings: Settings, language: str) -> dict[str, str]:
    """Return what cphub.toml calls topics and the like in a language, by their English labels.

    Nothing where it has no words of its own: reports know the shipped ones.

    Raises:
        SettingsError: an entry in cphub.toml is not well formed.
    """
    own = (settings.topics, settings.audiences, settings.kinds, settings.levels)
    return subjects_of(settings).labels_in(language) if language and any(own) else {}


def propose(
    catalogue: Catalogue,
    vocabulary: SubjectVocabulary,
    *,
    noticed: datetime,
    progress: Progress | None = None,
) -> int:
    """Look at the pages that changed, all if the vocabulary did; return how many.

    What is looked in is what the search has: call `index` before. Ended half-way, what was
    found stays, and the next call goes on.

    Args:
        catalogue: opened for writing.
        vocabulary: what to look for.
        noticed: when what is new is said to have been found.
        progress: told of every batch.
    """
    progress = progress or Silent()
    print_ = print_of(vocabulary)
    total = catalogue.queue_unproposed(print_)
    if not total:
        return 0
    progress.start("catalogue", total, "looking for subjects")
    wikis = {name: wiki.language for name, wiki in catalogue.wikis().items()}
    examiner = Examiner(Compiled(vocabulary), wikis)
    done = 0
    while pages := catalogue.unproposed(BATCH):
        catalogue.save_proposals(print_, [examiner.look(page) for page in pages], noticed)
        done += len(pages)
        progress.advance("catalogue", len(pages))
    return done


def print_of(vocabulary: SubjectVocabulary) -> str:
    """Return a digest of all that proposals hang on besides the pages."""
    parts = f"{VERSION} {FOLDING} {vocabulary.digest}"
    return hashlib.sha256(parts.encode()).hexdigest()[:16]
