"""Text → facts: pure, linear, and in workers that can be killed."""

from __future__ import annotations

from cphub.wikitext.pool import Job, Unparsed, read_all
from cphub.wikitext.reader import FACTS_VERSION, facts_version, read
from cphub.wikitext.words import Words

__all__ = ["FACTS_VERSION", "Job", "Unparsed", "Words", "facts_version", "read", "read_all"]
