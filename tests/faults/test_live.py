"""The program as users start it, through faults in front of a real MediaWiki."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.faults.fault import first_of
from tests.faults.faults import FAULTS
from tests.faults.lab import CONFIG
from tests.faults.program import Cphub, Nursery
from tests.faults.server import FaultServer
from tests.faults.upstreams import live
from tests.live.export import Revision, Revisions
from tests.live.mediawiki import MediaWiki, reason_to_skip

pytestmark = [pytest.mark.live, pytest.mark.xdist_group("faults-live")]


@pytest.fixture(scope="module")
def mediawiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWiki]:
    """A MediaWiki with 120 pages in the category Training."""
    if reason := reason_to_skip():
        if os.environ.get("CI"):
            pytest.fail(f"the live tests must run in CI, but {reason}")
        pytest.skip(reason)
    wiki = MediaWiki("meta", "en", tmp_path_factory.mktemp("mediawiki"))
    try:
        wiki.install("Example Meta", "/index.php?title=$1")
        wiki.start()
        moment = datetime(2026, 1, 1, tzinfo=UTC)
        wiki.import_pages(
            Revisions(f"Guide {n}", [Revision(f"Text {n}: søk, 文. [[Category:Training]]", moment)])
            for n in range(120)
        )
        yield wiki
    finally:
        wiki.stop()


@pytest.fixture(scope="module")
def front(mediawiki: MediaWiki) -> Iterator[FaultServer]:
    with FaultServer(live(mediawiki.proxy.port)) as server:
        yield server


def configured(folder: Path, front: FaultServer, nursery: Nursery) -> Cphub:
    config = CONFIG.format(api=f"{front.address}/api.php", attempts=3, deadline=20)
    (folder / "cphub.toml").write_text(config, encoding="utf-8")
    return Cphub(nursery, folder)


@pytest.mark.parametrize(
    "name",
    [
        *("429 until a date", "503", "maxlag", "HTML with 200", "cut short, length known"),
        *("cut short gzip", "gzip twice, said so", "reset half-way", "connection refused"),
        *(
            "a warning that nobody knows",
            "internal_api_error_DBQueryError",
            "batchcomplete missing",
        ),
    ],
)
def test_a_fault_before_a_real_wiki_passes(
    name: str, front: FaultServer, nursery: Nursery, tmp_path: Path
) -> None:
    cphub, fault = configured(tmp_path, front, nursery), FAULTS[name]
    left = [first_of(phase, fault) for phase in ("siteinfo", "listing", "text")]
    phases = left[1:2] if fault.phases == ("listing",) else left
    front.play(lambda asked, n: next((f for plan in phases if (f := plan(asked, n))), None))
    done = cphub.run("harvest")
    assert done.sound, done
    assert done.code == 0, done
    assert cphub.rows("SELECT count(*) FROM current_pages") == [(120,)]
    assert cphub.rows("SELECT count(*) FROM texts") == [(120,)]


def test_a_real_process_that_is_refused_for_good_says_so_once(
    front: FaultServer, nursery: Nursery, tmp_path: Path
) -> None:
    configured(tmp_path, front, nursery)
    front.play(lambda _, __: FAULTS["404"].play)
    program = [sys.executable, "-m", "cphub", "harvest"]
    done = subprocess.run(
        program, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("404") == 1
    assert "Traceback" not in done.stderr
