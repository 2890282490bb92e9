"""The rule `missing-file`."""

from __future__ import annotations

from collections.abc import Iterator

from cphub.model.findings import Axis, Context, Evidence, Fault, Severity, Subject
from cphub.registry import plugin
from cphub.rules._pages import aside
from cphub.rules._words import count, listing


@plugin(axis=Axis.COMPLETENESS, relations=("missing_files",))
def missing_file(subject: Subject, context: Context) -> Iterator[Fault]:
    """Find pages that show a picture or other file which does not exist.

    Why it matters:
        Where a screenshot should be, learners see a file name in red. The file was deleted
        or renamed, or its name is misspelt. Only files that the wiki was asked about count.

    Example:
        `[[File:Upload wizard 2012.png|thumb|Step 1]]` after the file was deleted.

    How to fix:
        Put in a picture that exists, or take the file out.

    Settings:
        None.
    """
    missing = subject.relations.missing_files
    if not missing or aside(subject, context):
        return
    names = sorted(set(missing))
    yield Fault(
        Severity.ERROR,
        f"{count(len(names), 'file that the page shows does', 'files that the page shows do')}"
        f" not exist: {listing(names)}.",
        "Put in a picture that exists, or take the file out.",
        tuple(Evidence(name) for name in names),
    )
