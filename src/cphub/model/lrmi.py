"""LRMI's names for what resources are (Learning Resource Metadata Innovation, schema.org).

`educationalLevel`, `learningResourceType`, `audience` (an `EducationalAudience`), `teaches`,
`inLanguage` and `timeRequired` as https://www.dublincore.org/specifications/lrmi/ and
https://schema.org/LearningResource have them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cphub.model.subjects import Described, Property

NAMES = {
    Property.LEVEL: "educationalLevel",
    Property.KIND: "learningResourceType",
    Property.AUDIENCE: "audience",
    Property.TOPIC: "teaches",
    Property.TIME_REQUIRED: "timeRequired",
}
"""The properties by what LRMI calls them."""

LANGUAGE = "inLanguage"

Label = Callable[[Property, str], str]


def plain(what: Property, value: str) -> str:
    """Return a value as it is: what stands for it where nobody gives labels."""
    del what
    return value


def lrmi(
    subjects: Iterable[Described], languages: Iterable[str] = (), label: Label = plain
) -> dict[str, Any]:
    """Return what holds of a resource under LRMI's names, ready for JSON-LD.

    What nobody said and the machine does not propose is left out. A level and the time are
    one text each, the others lists.

    Args:
        subjects: what holds of it.
        languages: of its editions, by code.
        label: gives the text for a property and a value.
    """
    found: dict[str, Any] = {}
    for one in subjects:
        text = (
            one.value if one.property is Property.TIME_REQUIRED else label(one.property, one.value)
        )
        name = NAMES[one.property]
        if one.property in (Property.LEVEL, Property.TIME_REQUIRED):
            found[name] = text
        elif one.property is Property.AUDIENCE:
            audience = {"@type": "EducationalAudience", "educationalRole": text}
            found.setdefault(name, []).append(audience)
        else:
            found.setdefault(name, []).append(text)
    if codes := sorted(set(languages)):
        found[LANGUAGE] = codes
    return found
