"""Only rules that name the day say something else on another day."""

from __future__ import annotations

from datetime import date

import pytest
from tests.rules.test_cases import EVERY, IDS, RULES, TODAY, Case, _faults

from cphub.data import load_vocabulary
from cphub.settings import Settings
from cphub.workflows._fingerprints import fingerprints

DAYS = (date(1990, 1, 1), TODAY, date(2060, 1, 1))
PRINTS = [fingerprints(RULES, Settings(), load_vocabulary(), day) for day in DAYS]
COUNTING = {rule for rule in RULES if len({prints[rule] for prints in PRINTS}) > 1}


def test_every_rule_has_a_fingerprint_of_its_own() -> None:
    assert len(set(PRINTS[0].values())) == len(RULES)


def test_the_day_counts_for_rules_about_time() -> None:
    assert {"expired-notice", "expired-promise", "retired-service", "untouched-page"} <= COUNTING


@pytest.mark.parametrize(("rule", "case"), EVERY, ids=IDS)
def test_a_rule_that_does_not_name_the_day_says_the_same_on_any(rule: str, case: Case) -> None:
    if rule not in COUNTING:
        early, now, late = (_faults(RULES[rule], case, day) for day in DAYS)
        assert early == now == late
