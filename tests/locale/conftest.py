"""The report that the formats are tested with."""

from tests.reports.conftest import report

__all__ = ["report"]
