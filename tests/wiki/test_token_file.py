"""A token file for all wikis that holds no login is one error, before any wiki is asked."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from tests.security.hostile import config, cphub, network
from tests.workflows.fake_wiki import FakeWiki


@pytest.mark.parametrize("command", [("harvest",), ("harvest", "--dry-run")])
@pytest.mark.parametrize("content", ["root:x:0:0\n", 'token = "a"\npassword = "b"\n', None])
def test_a_wrong_token_file_is_told_once_and_asks_nobody(
    tmp_path: Path, command: tuple[str, ...], content: str | None
) -> None:
    wikis = FakeWiki("one"), FakeWiki("two"), FakeWiki("three")
    (tmp_path / "cphub.toml").write_text(config(*wikis))
    login = tmp_path / "passwd"
    if content is not None:
        login.write_text(content)
        login.chmod(0o600)
    with network(*wikis):
        said = cphub(tmp_path, *command, "--token-file", str(login))
    assert said.code == 2
    assert said.err.count("cphub: ") == 1
    assert "connecting" not in said.err
    assert not any(wiki.asked for wiki in wikis)


@pytest.mark.parametrize("fetched", [False, True])
def test_what_was_fetched_is_said_to_be_saved_only_if_it_was(
    tmp_path: Path, *, fetched: bool
) -> None:
    one, two = FakeWiki("one"), FakeWiki("two")
    one.edit("Guide", "Look!", categories=("Category:Training",) if fetched else ())
    one.before = None if fetched else lambda _asked: httpx.Response(503)
    two.before = lambda _asked: httpx.Response(503)
    (tmp_path / "cphub.toml").write_text(config(one, two))
    with network(one, two):
        said = cphub(tmp_path, "harvest")
    assert said.code == 5
    assert ("What was fetched is saved" in said.err) is fetched
    assert "the same command goes on" in said.err
