"""The rule `retired-service`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cphub.data import Service
from cphub.model.facts import Mention, Tense
from cphub.model.findings import Axis, Context, Fault, Severity, Subject
from cphub.registry import plugin
from cphub.rules._pages import aside, vocabulary
from cphub.rules._records import is_record
from cphub.rules._retired import mentions, retired
from cphub.rules._sections import PAST, stands_in
from cphub.rules._telling import tells_by_grammar
from cphub.rules._words import shown

# Of an address of the service, and of its name.
SEVERITY: Final = {
    "gone": (Severity.ERROR, Severity.WARNING),
    "renamed": (Severity.WARNING, Severity.NOTE),
    "check": (Severity.NOTE, Severity.NOTE),
}
BETWEEN_NAMES: Final = re.compile(r"\s*(?:[(),;<>]|\bor\b|\band\b|https?://|/(?=[\s)]|$))\s*")
SHORTEST_NAME: Final = 3


@plugin(axis=Axis.FRESHNESS)
def retired_service(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find tools, services, programmes and addresses that are gone or have another name.

    Why it matters:
        Steps that use a dead tool can't be followed. An address of something gone is an
        error, its name a warning; of something renamed, its address is a warning and its
        name a note. What is only believed to be gone, with something in its place, is a
        note: a person should look.
        Left alone are references, sentences and sections that tell the past (by their words
        or by a date that has passed), sentences that name what took its place, and pages
        that are records.

    Example:
        "Upload your collection with the GLAMwiki Toolset."

    How to fix:
        Describe the replacement that the finding names, or take the step out.

    Settings:
        None. A hub adds and mutes services in `[vocabulary.services]`. `cphub services update`
        adds the tools that their maintainers call deprecated in Toolhub.

    Where the figures come from:
        Each service is kept with the day of its end and the page that tells of it; the
        finding names them.
    """
    found: dict[str, list[Mention]] = {}
    for mention in (*subject.facts.mentions, *mentions(subject, context)):
        if mention.vocabulary == "services":
            found.setdefault(mention.entry, []).append(mention)
    if not found or aside(subject, context) or is_record(subject, context):
        return
    services = {**vocabulary(context).services, **retired(context).services}
    past = _sentences_of_the_past(subject, context)
    for name in sorted(found):
        service = services.get(name)
        if service is None or (service.status == "check" and not service.replaced_by):
            continue
        used = [
            mention
            for mention in found[name]
            if mention.sentence not in past
            and not _tells_the_past(subject, context, service, mention)
        ]
        if used:
            yield _fault(subject, service, used)


def _sentences_of_the_past(subject: Subject, context: Context) -> set[str]:
    """Return the sentences with a date that has passed and is not spoken of as coming."""
    return {
        date.sentence
        for date in subject.facts.dates
        if date.tense is not Tense.COMING and date.end and date.end < context.today
    }


def _tells_the_past(subject: Subject, context: Context, service: Service, mention: Mention) -> bool:
    if mention.in_reference:
        return True
    if service.historical_ok and (
        mention.historical
        or stands_in(subject, context, mention.section, PAST)
        or tells_by_grammar(subject, context, mention.sentence)
    ):
        return True
    return _names_the_replacement(service, mention)


def _names_the_replacement(service: Service, mention: Mention) -> bool:
    """Tell whether the sentence names what took the service's place.

    Names begin with a capital letter or have a dot, as addresses do.
    """
    rest = mention.sentence.casefold().replace(mention.words.casefold(), " ")
    return any(
        name.casefold() in rest
        for name in BETWEEN_NAMES.split(service.replaced_by)
        if len(name) >= SHORTEST_NAME and (name[0].isupper() or "." in name)
    )


def _fault(subject: Subject, service: Service, used: list[Mention]) -> Fault:
    of_address, of_name = SEVERITY[service.status]
    linked = any(mention.form == "address" for mention in used)
    since = f" since {service.since}" if service.since else ""
    says = {
        "gone": f"has been gone{since}" if since else "is gone",
        "renamed": f"has had another name{since}" if since else "has another name",
        "check": "may be gone",
    }[service.status]
    source = service.source.rstrip(".")
    note = f" {service.note.rstrip('.')}." if service.note else ""
    instead = f"Use {service.replaced_by} instead" if service.replaced_by else "Take it out"
    if service.status == "check":
        instead = f"See whether it still works; if not: {instead[0].lower()}{instead[1:]}"
    return Fault(
        of_address if linked else of_name,
        f"The page names {service.name}, which {says} (source: {source}).",
        f"{instead}.{note}",
        shown(subject.facts, used),
        key=service.id,
    )
