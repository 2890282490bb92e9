"""`cphub harvest` as a process: what is shown, what is said, how it ends."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from cphub.cli.harvest import COLUMNS
from cphub.demo import demo_answers, demo_config
from cphub.wiki.replay import Replay

Cphub = Callable[..., "subprocess.CompletedProcess[str]"]


class Wikis:
    """The demo's recorded wikis behind a port of this machine.

    Once `hold` texts were asked for, further ones are answered when `go` is set.
    """

    def __init__(self) -> None:
        self.hold = 10**6
        self.held = threading.Event()
        self.go = threading.Event()
        self.texts = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())

    def config(self) -> str:
        port = self.server.server_address[1]
        return re.sub(
            r'api = "https://(\w+)\.demo\.example/w/api\.php"',
            rf'api = "http://127.0.0.1:{port}/\1"\nallow_insecure = true',
            demo_config(),
        )

    def answer(self, path: str, query: str, body: bytes) -> bytes:
        if "rvslots" in query or b"rvslots" in body:
            self.texts += 1
            if self.texts > self.hold:
                self.held.set()
                self.go.wait(60)
        api = f"https://{path.strip('/')}.demo.example/w/api.php"
        kind = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        method = "POST" if body else "GET"
        request = httpx.Request(
            method, f"{api}?{query}" if query else api, content=body, headers=kind
        )
        return self.replay.handle_request(request).read()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        self.replay = Replay(demo_answers())
        answer = self.answer

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path, _, query = self.path.partition("?")
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                content = answer(path, query, body)
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(BrokenPipeError):  # who was stopped does not listen
                    self.wfile.write(content)

            do_POST = do_GET  # noqa: N815  # http.server's name

            def log_message(self, *_arguments: object) -> None:
                pass

        return Handler


def table(text: str) -> list[dict[str, str]]:
    header, *rows = (line.split() for line in text.splitlines())
    return [dict(zip(header, row, strict=True)) for row in rows]


@pytest.fixture
def wikis() -> Iterator[Wikis]:
    wikis = Wikis()
    thread = threading.Thread(target=wikis.server.serve_forever, daemon=True)
    thread.start()
    yield wikis
    wikis.go.set()
    wikis.server.shutdown()
    wikis.server.server_close()
    thread.join()


def test_a_harvest_ends_with_a_table_and_the_next_fetches_no_text(
    cphub: Cphub, tmp_path: Path, wikis: Wikis
) -> None:
    (tmp_path / "cphub.toml").write_text(wikis.config(), encoding="utf-8")
    first = cphub("harvest")
    assert first.returncode == 0, first.stderr
    assert first.stdout.splitlines()[0].split() == ["wiki", *COLUMNS]
    listed = {row["wiki"]: row["listed"] for row in table(first.stdout)}
    assert listed.keys() == {"meta", "svwiki", "frwiki"}
    assert {row["wiki"]: row["new"] for row in table(first.stdout)} == listed
    assert "meta: fetching texts, " in first.stderr
    assert first.stderr.splitlines()[-1] == (
        "Saved in catalog.db. `cphub audit` finds what is wrong."
    )
    texts = wikis.texts
    second = cphub("harvest")
    assert second.returncode == 0
    assert wikis.texts == texts
    assert {row["wiki"]: row["unchanged"] for row in table(second.stdout)} == listed


def test_a_dry_run_tells_what_would_be_asked_and_saves_nothing(
    cphub: Cphub, tmp_path: Path, wikis: Wikis
) -> None:
    (tmp_path / "cphub.toml").write_text(wikis.config(), encoding="utf-8")
    run = cphub("harvest", "--dry-run", "glam-sv")
    assert run.returncode == 0
    assert re.search(r"^svwiki +(\d+) +\1 +\d+$", run.stdout, re.MULTILINE)
    assert "Nothing was saved." in run.stderr
    assert (wikis.texts, (tmp_path / "catalog.db").exists()) == (0, False)


def test_ctrl_c_says_what_is_saved_and_the_same_command_goes_on(
    cphub: Cphub, tmp_path: Path, wikis: Wikis
) -> None:
    (tmp_path / "cphub.toml").write_text(wikis.config(), encoding="utf-8")
    wikis.hold = 1
    process = subprocess.Popen(
        [sys.executable, "-m", "cphub", "harvest"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("CPHUB_")},
    )
    assert wikis.held.wait(60)
    process.send_signal(signal.SIGINT)
    threading.Timer(1, wikis.go.set).start()
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert re.match(
        r"cphub: stopped\. [\d,]+ pages? saved in catalog\.db; run the same command again to go on",
        said.splitlines()[-1],
    )
    again = cphub("harvest")
    assert again.returncode == 0
    listed = {row["wiki"]: row["listed"] for row in table(again.stdout)}
    after = cphub("harvest")
    assert {row["wiki"]: row["unchanged"] for row in table(after.stdout)} == listed


@pytest.mark.parametrize(
    ("arguments", "contact", "said"),
    [
        (["harvest", "shcool"], "a@example.org", 'there is no source "shcool"'),
        (["harvest"], "", "there is no contact"),
        (["harvest", "--dry-run"], "", "there is no contact"),
        (["harvest", "--token-file", "none"], "a@example.org", "cannot read the token file none"),
    ],
)
def test_what_is_wrong_is_told_before_any_text_is_asked_for(  # noqa: PLR0917  # a case a row
    cphub: Cphub, tmp_path: Path, wikis: Wikis, arguments: list[str], contact: str, said: str
) -> None:
    text = re.sub("contact = .*", f'contact = "{contact}"', wikis.config())
    (tmp_path / "cphub.toml").write_text(text, "utf-8")
    run = cphub(*arguments)
    assert run.returncode == 2
    assert said in run.stderr
    assert wikis.texts == 0


def test_one_wiki_that_fails_does_not_stop_the_others(
    cphub: Cphub, tmp_path: Path, wikis: Wikis
) -> None:
    text = wikis.config().replace(
        "[wikis.frwiki]\napi = ", '[wikis.frwiki]\napi = "http://127.0.0.1:1/w/api.php" # '
    )
    (tmp_path / "cphub.toml").write_text(text + "\n[politeness]\nattempts = 1\n", "utf-8")
    run = cphub("harvest")
    assert run.returncode == 5
    assert re.search(r"^svwiki +([1-9]\d*) +\1 ", run.stdout, re.MULTILINE)
    assert re.search(r"^cphub: frwiki \(glam-fr\): cannot reach frwiki ", run.stderr, re.MULTILINE)


def test_without_a_settings_file_the_way_to_one_is_told(cphub: Cphub) -> None:
    run = cphub("harvest")
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr == "cphub: no cphub.toml here\nwrite one with `cphub init`\n"
