"""What the rules about relevance are told: the topics of resources."""

from __future__ import annotations

from cphub.catalogue import Catalogue
from cphub.model.subjects import Property

Key = tuple[str, int]


def topics(catalogue: Catalogue) -> dict[Key, tuple[str, ...]]:
    """Return the topics of each resource, by the edition that stands for it, as far as known.

    () says that no edition has a word of any topic. A resource is left out where some edition
    was not read, where the hub has no topics or none of their words in the edition's language,
    and where a word of a topic stands somewhere that was too little to propose it.
    """
    looked = catalogue.topics_known()
    if not any(sought for _, sought, _ in looked.values()):
        return {}
    subjects = catalogue.all_subjects()
    found = {}
    for resource in catalogue.resources():
        stands = resource.source or resource.editions[0]
        place = stands.wiki, stands.page_id
        held = subjects.get(resource.id, ())
        names = tuple(one.value for one in held if one.property is Property.TOPIC)
        if names:
            found[place] = names
            continue
        told = [looked.get((one.wiki, one.page_id)) for one in resource.editions]
        nothing = all(one is not None and one[0] and not one[2] for one in told)
        if nothing and looked[place][1]:
            found[place] = ()
    return found
