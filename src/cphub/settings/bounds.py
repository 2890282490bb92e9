"""What settings may be: how hard servers may be pressed, which languages and days there are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from datetime import date

from cphub.errors import UsageError
from cphub.settings.days import day_of
from cphub.settings.shape import LinksSettings, PolitenessSettings, Settings
from cphub.settings.values import shown

MOST_IN_FLIGHT = 3  # what Wikimedia asks of one client, over all its wikis
MOST_HOSTS = 20  # servers of strangers at once
LEAST_PAUSE = 0.5  # seconds between two requests to a stranger's server


LATER = date(2100, 1, 1)
"""A day to try lengths of time from: what fits then fits today, whatever day it is."""


def beyond(settings: Settings) -> Iterator[str]:
    """Yield what is wrong with values that are of the right kind."""
    yield from beyond_politeness(settings.politeness)
    yield from beyond_links(settings.links)
    yield from _unspoken(settings.report.language)
    yield from _no_time(settings.review.review_by)


def beyond_politeness(polite: PolitenessSettings) -> Iterator[str]:
    """Yield what is wrong with `[politeness]`."""
    for each in fields(polite):
        if getattr(polite, each.name) <= 0:
            yield f"politeness.{each.name} must be more than 0"
    if polite.in_flight > MOST_IN_FLIGHT:
        yield f"politeness.in_flight must be at most {MOST_IN_FLIGHT}: Wikimedia asks for it"


def beyond_links(links: LinksSettings) -> Iterator[str]:
    """Yield what is wrong with `[links]`; servers of one's own may be asked without a pause."""
    least = 0.0 if links.allow_private else LEAST_PAUSE
    if links.pause < least:
        yield f"links.pause must be {least:g} or more"
    if not 1 <= links.hosts <= MOST_HOSTS:
        yield f"links.hosts must be from 1 to {MOST_HOSTS}"
    if links.deadline <= 0:
        yield "links.deadline must be more than 0"


def _unspoken(language: str) -> Iterator[str]:
    if not language:
        return
    from cphub.locale.catalogues import language_for, languages  # noqa: PLC0415  # only with one

    try:
        language_for(language)
    except UsageError:
        yield f"report.language must be one of {', '.join(languages())}, not {shown(language)}"


def _no_time(text: str) -> Iterator[str]:
    """Yield what is wrong with how long verdicts hold; a day that is past is none to a review."""
    try:
        fits = not text or day_of(text, LATER) != LATER
    except ValueError:
        fits = False
    if not fits:
        yield f'review.review_by must be a time such as "6m" or "2y", or "never", not {shown(text)}'
