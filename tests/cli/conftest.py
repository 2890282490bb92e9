"""Run `cphub` itself, as people do, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cphub.demo import DAY, demo_answers, demo_config
from cphub.settings import load_settings
from cphub.wiki.replay import Replay
from cphub.workflows.harvest import harvest
from cphub.workflows.wikis import Reach

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]
TODAY = f"{DAY:%Y-%m-%d}"


def run_in(folder: Path) -> Cphub:
    def run(*arguments: str, **environ: str) -> subprocess.CompletedProcess[str]:
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("CPHUB_")}
        return subprocess.run(
            [sys.executable, "-m", "cphub", *arguments],
            cwd=folder,
            env={**inherited, "COLUMNS": "80", "PYTHONUTF8": "1", **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def cphub(tmp_path: Path) -> Cphub:
    """Run the program in an empty folder."""
    return run_in(tmp_path)


@pytest.fixture(scope="session")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a cphub.toml and the demo's wikis, harvested and audited."""
    folder = tmp_path_factory.mktemp("audited")
    (folder / "cphub.toml").write_text(demo_config(), encoding="utf-8")
    settings = load_settings(folder / "cphub.toml", environ={})
    result = harvest(settings, reach=Reach(transport=Replay(demo_answers())), clock=lambda: DAY)
    assert not result.failures
    run = run_in(folder)("audit", "--today", TODAY)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.fixture
def hub(audited: Path, tmp_path: Path) -> Cphub:
    """Run the program in a folder of its own with an audited catalogue."""
    shutil.copytree(audited, tmp_path, dirs_exist_ok=True)
    return run_in(tmp_path)
