"""Choose resources by what they are about and for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cphub.catalogue import Catalogue
from cphub.data.subjects import SubjectVocabulary, shipped_subjects
from cphub.errors import UsageError
from cphub.model.subjects import Property
from cphub.workflows.describe import name_of

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class About:
    """What resources have to be: one of each that is not empty.

    Without a `vocabulary` there are the shipped audiences, kinds and levels alone.
    """

    topics: Sequence[str] = ()
    levels: Sequence[str] = ()
    audiences: Sequence[str] = ()
    kinds: Sequence[str] = ()
    vocabulary: SubjectVocabulary | None = None

    @property
    def asks(self) -> bool:
        """Whether anything is asked for."""
        return any(True for _ in self.wanted())

    def wanted(self) -> Iterator[tuple[Property, Sequence[str]]]:
        """Yield the properties that are asked for, each with what may hold."""
        for what, values in (
            (Property.TOPIC, self.topics),
            (Property.LEVEL, self.levels),
            (Property.AUDIENCE, self.audiences),
            (Property.KIND, self.kinds),
        ):
            if values:
                yield what, values


def resources_about(catalogue: Catalogue, about: About) -> set[int]:
    """Return the numbers of the resources that are all that is asked for, all if nothing is.

    Raises:
        UsageError: there is no such topic, level, audience or kind.
    """
    vocabulary = about.vocabulary or shipped_subjects()
    found: set[int] | None = None
    for what, values in about.wanted():
        names = [_name(catalogue, vocabulary, what, value) for value in values]
        numbers = catalogue.resources_about(what, names)
        found = numbers if found is None else found & numbers
    return set(catalogue.resource_numbers().values()) if found is None else found


def pages_about(catalogue: Catalogue, about: About) -> set[Key]:
    """Return the editions of the resources that are all that is asked for.

    Raises:
        UsageError: there is no such topic, level, audience or kind.
    """
    numbers = resources_about(catalogue, about)
    return {key for key, number in catalogue.resource_numbers().items() if number in numbers}


def _name(catalogue: Catalogue, vocabulary: SubjectVocabulary, what: Property, value: str) -> str:
    """Return the name of what was typed; what people said once may be gone from cphub.toml."""
    try:
        return name_of(vocabulary, what, value)
    except UsageError:
        if value in catalogue.described_values(what):
            return value
        raise
