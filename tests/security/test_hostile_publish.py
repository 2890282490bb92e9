"""Publishing: what hostile pages say stays text, and the password goes to its wiki alone."""

from __future__ import annotations

import json
import logging
import re
import shutil
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.security.corpus import CORPUS
from tests.security.hostile import CATEGORY, HostileWiki, config, cphub, network
from tests.security.test_hostile_content import check_terminal
from tests.security.test_secrets import ODD, TOKEN, forms
from tests.workflows.fake_editing import PASSWORD, EditableWiki
from tests.workflows.fake_wiki import FakeWiki

REPORTS = ("findings", "overview", "matrix", "gaps", "outdated", "coverage")


def hub(folder: Path, *wikis: FakeWiki) -> None:
    """Write a cphub.toml with a login for the first of the wikis, and harvest them."""
    text = config(*wikis).replace("api =", 'token_file = "login.toml"\napi =', 1)
    (folder / "cphub.toml").write_text('languages = ["sv"]\n' + text, encoding="utf-8")
    login = folder / "login.toml"
    login.write_text(f'user = "A@b"\npassword = "{PASSWORD}"\nhost = "home.example.org"\n')
    login.chmod(0o600)
    with network(*wikis):
        assert cphub(folder, "harvest").code == 0


def wiki_at_home() -> EditableWiki:
    wiki = EditableWiki("home")
    wiki.edit("Guide", "Look!", categories=(CATEGORY,))
    wiki.languages = {"en": "English", "sv": "svenska"}
    wiki.edit("Guide/sv", "Se!", categories=(CATEGORY,)).language = "sv"
    return wiki


@pytest.fixture(scope="module")
def harvested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home")
    hub(folder, wiki_at_home())
    return folder


@pytest.fixture
def home() -> EditableWiki:
    return wiki_at_home()


@pytest.fixture
def folder(harvested: Path, tmp_path: Path) -> Path:
    for name in ("cphub.toml", "catalog.db", "login.toml"):
        shutil.copy(harvested / name, tmp_path)
    return tmp_path


def test_no_report_on_hostile_pages_does_anything_on_the_page(
    tmp_path: Path, home: EditableWiki
) -> None:
    evil = HostileWiki("evil")
    hub(tmp_path, home, evil)
    with network(home, evil):
        assert cphub(tmp_path, "audit", "--today", "2026-11-22").code == 0
        for report in REPORTS:
            said = cphub(tmp_path, "publish", report, "--to", f"home:Project:{report}", "--yes")
            assert said.code == 0, said.err
            check_terminal(said.text + said.err)
    texts = [edit["text"] for edit in home.edits]
    assert len(texts) == len(REPORTS)
    for text in texts:
        bare = re.sub(
            r"^<!-- (cphub:(start|end) [a-z]+|Written by .*) -->$", "", text, flags=re.MULTILINE
        )
        assert text.count("<!--") == 3
        assert not re.search(r"~~~|\{\{subst|<(script|nowiki|translate|!--)", bare)
        assert not re.search(r"\[\[(?!:)", bare)  # a link, never a category, file or language
        assert not re.search(r"\{\{(?!#language:|FULLPAGENAME)", bare)


def test_a_hostile_page_in_the_way_is_shown_safely(folder: Path, home: EditableWiki) -> None:
    call = ("publish", "overview", "--to", "home:Map")
    for payload in CORPUS.values():
        old = f"{payload}\n<!-- cphub:start overview -->\n{payload}\n<!-- cphub:end overview -->"
        home.edit("Map", old, user=payload)
        error = {"code": payload, "text": payload, "data": {"abusefilter": {payload: payload}}}
        refusal = httpx.Response(200, content=json.dumps({"errors": [error]}))
        home.before = lambda asked, said=refusal: said if asked["action"] == "edit" else None
        with network(home):
            shown = cphub(folder, *call, "--dry-run")
            refused = cphub(folder, *call, "--yes")
        for said in (shown, refused):
            check_terminal(said.text + said.err)
        assert shown.code in {0, 2}, shown.err
        assert refused.code in {1, 2}, refused.err


@pytest.mark.parametrize("secret", [PASSWORD, TOKEN], ids=["password", "token"])
@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("when", ["always", "edit"])
def test_the_password_or_token_is_said_nowhere(
    folder: Path,
    home: EditableWiki,
    caplog: pytest.LogCaptureFixture,
    *,
    secret: str,
    odd: str,
    when: str,
) -> None:
    if secret == TOKEN:
        login = f'token = "{TOKEN}"\nhost = "home.example.org"\n'
        (folder / "login.toml").write_text(login)
        home.sessions = 1  # a token is a session by itself
    evil = FakeWiki("evil")
    play: Any = ODD[odd]

    def before(asked: dict[str, str]) -> httpx.Response | None:
        if play is None or (when == "edit" and asked.get("action") != "edit"):
            return None
        answer: httpx.Response | None = play(asked)
        return answer

    home.before = before
    with caplog.at_level(logging.DEBUG), network(home, evil) as router:
        said = cphub(folder, "--verbose", "publish", "overview", "--to", "home:Map", "--yes")
        undone = cphub(folder, "--verbose", "publish", "--undo", "--yes")
        log = cphub(folder, "--verbose", "publish", "--log", "--format", "json")
        sent = repr([call.request.headers.raw for call in router.calls]) + repr(home.asked)
        addresses = " ".join(str(call.request.url) for call in router.calls)
    assert evil.asked == []
    if odd == "well":  # or nothing would be shown by what follows
        assert said.code == undone.code == 0, said.err + undone.err
        assert secret in sent
    told = "".join(one.text + one.err for one in (said, undone, log)) + addresses + caplog.text
    written = b"".join(
        path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "login.toml"
    )
    for form in forms(secret):
        if len(form) >= 8:
            assert form not in told.encode() + written


def test_a_stranger_s_log_of_publications_is_not_taken(folder: Path, home: EditableWiki) -> None:
    mine, theirs = folder / "catalog.db", folder / "theirs.db"
    shutil.copy(mine, folder / "mine.db")
    with network(home):
        assert cphub(folder, "publish", "overview", "--to", "home:Map", "--yes").code == 0
        mine.rename(theirs)
        (folder / "mine.db").rename(mine)
        merged = cphub(folder, "catalogue", "merge", str(theirs))
        assert merged.code == 0, merged.err
        undone = cphub(folder, "publish", "--undo", "--yes")
    assert undone.code == 2, undone.err
    assert "nothing is published" in undone.err
    assert len(home.edits) == 1
