"""What a test sees of a page: its tables as a parser reads them, and what a browser makes of it."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

VOID = {"meta", "br", "rect", "input"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")


@dataclass
class Element:
    """A tag with its attributes, the text in it, and the tags that it stands in."""

    tag: str
    attributes: dict[str, str]
    within: tuple[str, ...]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """All elements of a page, in their order; tags must be closed in the order they were opened."""

    source: str
    elements: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[Element] = []
        self.feed(self.source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        within = tuple(element.tag for element in self._open)
        element = Element(tag, {name: value or "" for name, value in attrs}, within)
        self.elements.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        within = tuple(element.tag for element in self._open)
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, within))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        for element in self._open:
            element.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def policy(self) -> str:
        (found,) = (
            element.attributes["content"]
            for element in self.all("meta")
            if element.attributes.get("http-equiv") == "Content-Security-Policy"
        )
        return found


def browse(page: str, script: str, folder: Path, *, waits: bool = True) -> Any:
    """Open `page` in Chromium and return what `script`, an async function's body, returns.

    The script is let into the page's Content-Security-Policy, which is in force otherwise. One
    that `waits` has all the time it wants, but its clock is not that of the wall.
    """
    code = (
        'addEventListener("load", async () => { let told; try { told = await (async () => {'
        f'{script}}})(); }} catch (error) {{ told = "thrown: " + error; }}'
        'document.body.append(Object.assign(document.createElement("pre"), '
        '{ id: "told", textContent: JSON.stringify(told) })); });'
    )
    digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
    allowed = page.replace("script-src ", f"script-src {escape(repr(f'sha256-{digest}'))} ", 1)
    assert allowed != page
    shown = dump(allowed.replace("</body>", f"<script>{code}</script></body>"), folder, waits=waits)
    found = re.search('<pre id="told">(.*?)</pre>', shown, re.DOTALL)
    assert found, shown[-500:]
    return json.loads(unescape(found[1]))


def dump(page: str, folder: Path, *, waits: bool = True) -> str:
    """Return the page as it is after its scripts have run."""
    assert CHROMIUM
    path = folder / "page.html"
    path.write_text(page, encoding="utf-8")
    profile = f"--user-data-dir={folder / 'profile'}"
    clock = ["--virtual-time-budget=20000"] if waits else []
    command = [CHROMIUM, *FLAGS, profile, *clock, "--dump-dom", path.as_uri()]
    # Its crash reports and caches would otherwise stay in the home of who runs the tests.
    home = os.environ | {"HOME": str(folder)}
    run = subprocess.run(command, env=home, capture_output=True, check=True, timeout=180)
    return run.stdout.decode()
