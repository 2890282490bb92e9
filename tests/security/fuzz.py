"""Fuzz one target with atheris: python -m tests.security.fuzz TARGET [libFuzzer's options].

atheris is no dependency of cphub; docs/security.md says how to run this.
"""

from __future__ import annotations

import sys

import atheris  # type: ignore[import-untyped]  # installed by who fuzzes

with atheris.instrument_imports(include=["cphub"]):
    from tests.security.targets import TARGETS


def main() -> None:
    """Fuzz until something is found or libFuzzer's own limits end it."""
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    if name not in TARGETS:
        raise SystemExit(f"name one of: {', '.join(TARGETS)}")
    atheris.Setup(sys.argv, TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
