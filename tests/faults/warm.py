"""What workers of an audit load; a fork server that has imported this need not load it again."""

from __future__ import annotations

import gc

import typer.main  # noqa: F401  # as the nursery, which they import
from tests.faults import drills  # noqa: F401  # as above

from cphub.wikitext import pool  # noqa: F401  # what they run
from cphub.wikitext.detectors import reader, witness

reader()
witness()
gc.collect()
gc.freeze()  # so that workers need not copy what they don't change
