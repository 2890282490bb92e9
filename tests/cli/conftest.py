"""Run `cphub` itself, as people do, in a folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def cphub(tmp_path: Path) -> Cphub:
    def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("CPHUB_")}
        return subprocess.run(
            [sys.executable, "-m", "cphub", *arguments],
            cwd=tmp_path,
            env={**inherited, "COLUMNS": "80", "PYTHONUTF8": "1", **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run
