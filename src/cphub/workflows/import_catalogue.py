"""Take the rows of a catalogue that somebody else made into one's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from cphub.catalogue import Catalogue, open_catalogue
from cphub.catalogue.imports import Taken, take
from cphub.catalogue.offered import Offered, open_offered
from cphub.errors import UsageError
from cphub.workflows._resources import tie
from cphub.workflows.clock import now
from cphub.workflows.index import index


def import_catalogue(own: Path, other: Path, *, clock: Callable[[], datetime] = now) -> Taken:
    """Take what `other` has and `own` has not, or has older, in one transaction.

    `own` is made where it is not there; `other` is only read.

    Raises:
        UsageError: they are one and the same file.
        CatalogueError: one of them cannot be read, or one's own not be written.
    """
    with taking(own, other, clock) as (catalogue, _offered, taken):
        tie(catalogue, clock())
    return taken


@contextmanager
def taking(
    own: Path, other: Path, clock: Callable[[], datetime]
) -> Iterator[tuple[Catalogue, Offered, Taken]]:
    """Take the pages of `other`, and let the caller take more and tie them, as one run.

    All of it is one transaction. Raises what `import_catalogue` does.
    """
    if own.exists() and other.exists() and own.samefile(other):
        raise UsageError(f"{other} is your own catalogue", "name one that somebody else made")
    with (
        open_offered(other) as offered,
        open_catalogue(own, write=True) as catalogue,
        catalogue.write(),
    ):
        run = catalogue.start_run("import", clock())
        taken = take(catalogue, offered, run)
        yield catalogue, offered, taken
        index(catalogue)
        counts = {
            "new": taken.pages["new"],
            "changed": taken.pages["newer"],
            "unchanged": taken.pages["known"],
            "failed": len(taken.rejected),
        }
        catalogue.end_run(run, clock(), "done", counts)
