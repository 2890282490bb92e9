"""Which open findings a person means."""

from __future__ import annotations

from cphub.catalogue import Catalogue
from cphub.errors import UsageError
from cphub.model.findings import Finding
from cphub.model.pages import Page
from cphub.model.resources import Resource
from cphub.settings.values import suggestion
from cphub.workflows.review_documents import QUIET

ALL = "all"
LONGEST_QUOTE = 80
LONGEST_NUMBER = 9  # digits; Python reads none of thousands


def named_findings(
    catalogue: Catalogue, resource: Resource, page: Page | None, rule: str, which: str
) -> list[Finding]:
    """Return the open findings of a rule that were meant.

    Those of the page that was named come before those of the resource's other editions.
    `which` is a number as the error lists them, words of one, or `all`.

    Raises:
        UsageError: there is none, or `which` does not tell.
    """
    findings = [
        finding
        for edition in resource.editions
        for finding in catalogue.open_findings(edition.wiki, edition.page_id)
    ]
    found = [finding for finding in findings if finding.rule == rule]
    own = [one for one in found if page and (one.wiki, one.page_id) == (page.wiki, page.page_id)]
    found = own or found
    if not found:
        if why := _why_quiet(catalogue, resource, rule):
            raise UsageError(f"the finding of {rule} is quiet already", f"It is {why}.")
        rules = sorted({finding.rule for finding in findings})
        there = f"It has open findings of: {', '.join(rules)}" if rules else "It has none at all."
        near = suggestion(rule, rules) if rules else ""
        raise UsageError(f"there is no open finding of {rule}{near}", there)
    if (len(found) == 1 and not which) or which.casefold() == ALL:
        return found
    if which.isdecimal():
        if len(which) <= LONGEST_NUMBER and 1 <= int(which) <= len(found):
            return [found[int(which) - 1]]
    elif which:
        meant = [one for one in found if which.casefold() in words_of_finding(one).casefold()]
        if len(meant) == 1:
            return meant
    listed = "; ".join(f"{number}: {words_of_finding(one)}" for number, one in enumerate(found, 1))
    raise UsageError(
        f"there are {len(found)} open findings of {rule}: {listed}",
        "say which with --finding NUMBER, --finding WORDS or --finding all",
    )


def _why_quiet(catalogue: Catalogue, resource: Resource, rule: str) -> str:
    """Return why the resource's findings of a rule are quiet; "" if it has no such ones."""
    reasons = {
        QUIET[why]
        for edition in resource.editions
        for one, why, _uuid in catalogue.quiet_findings(edition.wiki, edition.page_id)
        if one.rule == rule
    }
    return ", or ".join(sorted(reasons))


def words_of_finding(finding: Finding) -> str:
    """Return a finding in a line: page, message, and the beginning of its evidence."""
    quoted = " · ".join(one.text for one in finding.evidence)[:LONGEST_QUOTE]
    return f"{finding.title}, {finding.message}" + (f" ({quoted})" if quoted else "")
