"""Which rules need not be run again: nothing that their findings hang on has changed since.

Triggers count the changes of every table that rules look at, and those of `findings`, so a
change by another process, another program or by hand counts as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

from cphub.catalogue.findings import Findings

_COUNT = "(SELECT changes FROM change_counts WHERE what = '{}')"
_INPUTS, _FINDINGS = _COUNT.format("inputs"), _COUNT.format("findings")


class Audited(Findings):
    """The part of the catalogue that knows what was audited and has not changed since."""

    def input_changes(self) -> int | None:
        """Return how often what rules look at has changed; None if somebody lost count."""
        row = self.row(f"SELECT {_INPUTS}")
        return row[0] if row and isinstance(row[0], int) else None

    def unchanged_rules(self, fingerprints: Mapping[str, str]) -> frozenset[str]:
        """Return the rules that would only say again what their open findings say.

        Args:
            fingerprints: by rule, what its findings hang on besides the catalogue.
        """
        known = self.rows(
            "SELECT rule, fingerprint FROM audited"  # noqa: S608  # constants
            f" WHERE inputs = {_INPUTS} AND findings = {_FINDINGS}"
        )
        return frozenset(rule for rule, print_ in known if fingerprints.get(rule) == print_)

    @contextmanager
    def auditing(
        self, rules: Collection[str], fingerprints: Mapping[str, str], inputs: int | None
    ) -> Iterator[None]:
        """Hold the transaction in which the findings of `rules`, which were run, are saved.

        Args:
            rules: those that were run; what is known of the others stays known.
            fingerprints: of those that need not be run again as long as nothing changes.
            inputs: `input_changes` before the rules looked.
        """
        with self.write():
            # Somebody else changed findings: who knows which.
            self.run(f"DELETE FROM audited WHERE findings IS NOT {_FINDINGS}")  # noqa: S608
            self.run_many("DELETE FROM audited WHERE rule = ?", ((rule,) for rule in rules))
            yield
            if inputs is not None:
                self.run_many(
                    "INSERT INTO audited (rule, fingerprint, inputs, findings)"
                    f" SELECT ?, ?, ?, {_FINDINGS} WHERE {_FINDINGS} IS NOT NULL",
                    ((rule, fingerprints[rule], inputs) for rule in rules if rule in fingerprints),
                )
            self.run(
                f"UPDATE audited SET findings = {_FINDINGS} WHERE findings IS NOT {_FINDINGS}"  # noqa: S608
            )
