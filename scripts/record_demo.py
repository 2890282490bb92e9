"""Record the demo's wikis: real MediaWikis with the pages of scripts/demo/, harvested once.

Run from the repository's root, where MediaWiki is installed (see tests/live/):

    python -m scripts.record_demo

It rewrites src/cphub/demo/answers/ and prints how large the recording is.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
from scripts.demo_pages import WIKIS, DemoPage, demo_pages
from tests.live.export import Revision, Revisions
from tests.live.family import Family, running_family
from tests.live.mediawiki import reason_to_skip

from cphub.demo import DAY, demo_config
from cphub.settings import load_settings
from cphub.wiki.replay import question_of
from cphub.workflows.harvest import harvest
from cphub.workflows.wikis import Reach

ANSWERS = Path(__file__).parents[1] / "src" / "cphub" / "demo" / "answers"
MOVING = ("curtimestamp", "time", "touched")  # what a recording of another day would change
A_MOMENT = DAY.strftime("%Y-%m-%dT%H:%M:%SZ")


class Recorder(httpx.BaseTransport):
    """Asks the live wikis in place of the demo's, and keeps what they answer."""

    def __init__(self, live: Mapping[str, str]) -> None:
        self.live = live
        self.answers: dict[str, dict[tuple[tuple[str, str], ...], dict[str, Any]]] = {}
        self._http = httpx.Client(timeout=60, headers={"Accept-Encoding": "identity"})

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Ask the live wiki that plays this one."""
        api = str(request.url.copy_with(query=None))
        asked = parse_qsl(request.url.query.decode(), keep_blank_values=True)
        asked += parse_qsl(request.read().decode(), keep_blank_values=True)
        answer = self._http.post(self.live[api], data=dict(asked))
        answer.raise_for_status()
        body = self._moved(answer.json(), self.live)
        if "error" in body or "errors" in body:
            raise RuntimeError(f"{api}: {asked} → {body}")
        self.answers.setdefault(api, {})[question_of(asked)] = body
        return httpx.Response(200, stream=httpx.ByteStream(json.dumps(body).encode()))

    def _moved(self, said: Any, live: Mapping[str, str]) -> Any:
        """Replace the live wikis' addresses by the demo's, and times by the demo's moment."""
        if isinstance(said, dict):
            return {
                name: A_MOMENT if name in MOVING else self._moved(value, live)
                for name, value in said.items()
            }
        if isinstance(said, list):
            return [self._moved(one, live) for one in said]
        if isinstance(said, str):
            for api, address in live.items():
                root = _root(api, "/w/api.php")
                said = said.replace(_root(address, "/api.php"), root)
                said = said.replace(f"{root}/index.php", f"{root}/w/index.php")
                said = said.replace(httpx.URL(address).netloc.decode(), httpx.URL(api).host)
            return said.replace("127.0.0.1", "demo.example")
        return said


def fill(family: Family, pages: list[DemoPage]) -> None:
    """Import the pages into the wikis they are written for."""
    for name in WIKIS:
        family.wikis[name].import_pages([_history(page) for page in pages if page.wiki == name])


def _history(page: DemoPage) -> Revisions:
    """Give each revision but the last the first paragraph, so that edits are edits."""
    start = page.text.split("\n\n", maxsplit=1)[0]
    *earlier, (moment, user, minor) = page.edits
    revisions = [
        Revision(f"{start}\n<!-- {n} -->" if n else start, day, who, small)
        for n, (day, who, small) in enumerate(earlier)
    ]
    return Revisions(page.title, [*revisions, Revision(page.text, moment, user, minor)])


def record(write: Callable[[str, str], None]) -> None:
    """Fill the wikis, harvest them, and `write` each wiki's name and recording."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder, "cphub.toml")
        config.write_text(demo_config(), encoding="utf-8")
        settings = replace(load_settings(config), catalog=Path(folder, "catalog.db"))
        with running_family(Path(folder), article_path="/wiki/$1") as family:
            fill(family, demo_pages())
            live = {settings.wikis[name].api: family.wikis[name].api for name in WIKIS}
            recorder = Recorder(live)
            result = harvest(
                settings, links=True, reach=Reach(transport=recorder), clock=lambda: DAY
            )
            for failure in result.failures:
                raise failure.error
        for name in WIKIS:
            write(name, _recording(settings.wikis[name].api, recorder))


def _recording(api: str, recorder: Recorder) -> str:
    """Return the recording as JSON, one answer a line, the same for the same answers."""
    lines = [
        json.dumps({"asked": dict(asked), "answered": body}, ensure_ascii=False)
        for asked, body in sorted(recorder.answers[api].items(), key=lambda pair: pair[0])
    ]
    body = ",\n".join(lines)
    return f'{{"api": {json.dumps(api)}, "answers": [\n{body}\n]}}\n'


def _root(api: str, path: str) -> str:
    return api.removesuffix(path)


def main() -> int:
    """Record, and say how large it became."""
    if reason := reason_to_skip():
        print(reason, file=sys.stderr)
        return 1

    def write(name: str, recording: str) -> None:
        path = ANSWERS / f"{name}.json"
        path.write_text(recording, encoding="utf-8")
        print(f"{path}: {path.stat().st_size:,} bytes")

    record(write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
