"""What a wiki says when it refuses is shown as safely as what it says of pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from tests.security.corpus import CORPUS, TERMINAL, stored
from tests.security.hostile import CATEGORY, config, cphub, error, network, unsafe_output
from tests.workflows.fake_wiki import FakeWiki

ANSWERS: dict[str, Callable[[str], httpx.Response]] = {
    "error": lambda payload: error("failed", payload),
    "code": lambda payload: error(payload, "no"),
    "forbidden": lambda payload: httpx.Response(403, text=f"<b>{stored(payload)}</b>"),
    "busy": lambda payload: httpx.Response(
        503, text=stored(payload), headers={"Retry-After": "999999"}
    ),
    "page": lambda payload: httpx.Response(200, text=stored(payload)),
    "moved": lambda payload: httpx.Response(
        301, headers=[(b"Location", b"https://x.example/" + stored(payload).encode())]
    ),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_refusals_are_quoted_safely(tmp_path: Path, name: str) -> None:
    wiki = FakeWiki()
    wiki.edit("Guide", categories=(CATEGORY,))
    (tmp_path / "cphub.toml").write_text(config(wiki), encoding="utf-8")
    for payload in (*TERMINAL.values(), CORPUS["rich"], CORPUS["long"], CORPUS["percent"]):
        answer = ANSWERS[name](payload)
        wiki.before = lambda asked, answer=answer: answer if "pageids" in asked else None
        with network(wiki):
            said = cphub(tmp_path, "harvest")
            assert not unsafe_output(said), said
            assert said.code in {1, 5}, said
    wiki.before = lambda _asked: ANSWERS[name](" ".join(CORPUS.values()))
    with network(wiki):
        assert not unsafe_output(cphub(tmp_path, "doctor", "--online"))
        assert not unsafe_output(cphub(tmp_path, "harvest", "--dry-run"))
    for command in ("status", "audit", "report"):
        assert not unsafe_output(cphub(tmp_path, command))
