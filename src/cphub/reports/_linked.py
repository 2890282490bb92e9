"""What the formats of linked data have in common."""

from __future__ import annotations

from collections.abc import Sequence

from cphub.errors import UsageError
from cphub.model.documents import Document
from cphub.model.linked import LinkedDocument, LinkedResource
from cphub.model.reports import Report
from cphub.reports import _parts

OVERVIEW = "overview"
"""The one report that these formats render."""


def linked(report: Report | Document, name: str) -> LinkedDocument:
    """Return a document with the resources that it is about.

    Raises:
        UsageError: it is about something else.
    """
    if isinstance(report, LinkedDocument):
        return report
    raise UsageError(
        f"the format {name} is for the {OVERVIEW} alone",
        f"cphub report {OVERVIEW} --format {name}",
    )


def proposals_left_out(resources: Sequence[LinkedResource]) -> str:
    """Say how much is not written because nobody but the machine says it."""
    proposed = sum(one.proposed for one in resources)
    if not proposed:
        return ""
    proposals = _parts.number(proposed, "proposal")
    return (
        f"Only what people said is written: {proposals} of cphub left out; "
        "`cphub describe` makes one a person's word."
    )
