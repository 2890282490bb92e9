"""A small map as linked data, and a way to put one text wherever it takes text from outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tests.reports.documents import DOCUMENT

from cphub.model.linked import LinkedDocument, LinkedEdition, LinkedResource
from cphub.model.lrmi import lrmi
from cphub.model.reviews import Verdict
from cphub.model.subjects import Described, Origin, Property
from cphub.model.wikibase import WIKIDATA, KnownItems, Wikibase

META = "https://meta.example.org/wiki/"
CHANGED = datetime(2026, 11, 20, 8, 15, tzinfo=UTC)
REVIEWED = datetime(2026, 11, 21, 9, tzinfo=UTC)

SOURCE = LinkedEdition("Guide", "en", f"{META}Guide", CHANGED, is_source=True)
SWEDISH = LinkedEdition("Guide/sv", "sv", f"{META}Guide/sv", CHANGED, translated=True)
FRENCH = LinkedEdition("Le guide", "fr", "https://fr.example.org/wiki/Le_guide", CHANGED)
ALONE = LinkedResource(2, (LinkedEdition("Alone", "als", f"{META}Alone", CHANGED),))


def described(what: Property, value: str) -> Described:
    """Return a person's word."""
    return Described(what, value, Origin.PERSON, 1.0, (), "meta", 1, REVIEWED, "Anna")


def about(one: LinkedResource, *said: Described) -> LinkedResource:
    """Return a resource of which people said that."""
    return replace(one, subjects=said, lrmi=lrmi(said))


GUIDE = about(
    replace(
        LinkedResource(1, (SOURCE, SWEDISH, FRENCH)),
        proposed=2,
        verdict=Verdict.EXPIRED,
        reviewed=REVIEWED,
    ),
    described(Property.LEVEL, "beginner"),
    described(Property.TOPIC, "upload"),
    described(Property.AUDIENCE, "glam-staff"),
    described(Property.KIND, "guide"),
    described(Property.TIME_REQUIRED, "PT1H30M"),
)
WIKIBASE = Wikibase(
    url="https://metabase.example.org/",
    instance="Q1",
    properties={
        "instance_of": "P1",
        "url": "P2",
        "title": "P3",
        "language": "P4",
        "level": "P5",
        "topic": "P6",
        "audience": "P7",
        "kind": "P8",
        "time_required": "P9",
        "verdict": "P10",
        "reviewed": "P11",
        "wikidata_item": "P12",
        "reference_url": "P13",
    },
    languages={"en": "Q10", "sv": "Q11", "fr": "Q12", "als": "Q13"},
    levels={"beginner": "Q20"},
    topics={"upload": "Q30"},
    audiences={"glam-staff": "Q40"},
    kinds={"guide": "Q50"},
    verdicts={"expired": "Q60"},
    units={"minute": "Q70", "day": "Q71", "week": "Q72"},
)


def document(
    *resources: LinkedResource, wikibase: Wikibase = WIKIBASE, known: KnownItems | None = None
) -> LinkedDocument:
    """Return a map of these resources."""
    return LinkedDocument(
        DOCUMENT.title,
        DOCUMENT.lead,
        DOCUMENT.sheets,
        linked=resources,
        wikibase=wikibase,
        known=known or KnownItems(),
    )


def filled(text: str) -> LinkedDocument:
    """Return a map with `text` wherever a wiki, a person or another catalogue writes it."""
    fair = LinkedEdition(text, "en", f"{META}Fair", CHANGED, is_source=True)
    odd = LinkedEdition(text, text, text, CHANGED, translated=True, item=text, repository=WIKIDATA)
    server = LinkedEdition(text, "fr", f"https://{text}/wiki/{text}", CHANGED)
    said = [described(what, text) for what in Property if text]
    return document(
        about(LinkedResource(1, (fair, odd, server)), *said),
        about(LinkedResource(2, (odd, server)), *said),
        LinkedResource(3, (odd,)),
        LinkedResource(4, (server,)),
    )
