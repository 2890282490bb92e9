"""A wiki that says nothing but hostile things, and the program run against it in this process."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import respx
import typer
from tests.security.corpus import CORPUS, unsafe
from tests.workflows.fake_wiki import FakePage, FakeWiki

from cphub import reports
from cphub.cli.main import app, run
from cphub.registry import discover

CATEGORY = "Category:Training"
FORMATS = sorted(discover(reports))
LANGUAGE_NAME = "\x1b[2J{{Pwned}}<script>"


class HostileWiki(FakeWiki):
    """Has a page called after each payload, with it in text, user, props and site information."""

    def __init__(self, name: str = "evil", payloads: Mapping[str, str] = CORPUS) -> None:
        super().__init__(name)
        self.payloads = dict(payloads)
        for number, payload in enumerate(payloads.values()):
            text = (
                f"Short. {payload}\n\n== {payload} ==\n\n{{{{Expand section|{payload}}}}}\n"
                f"{{{{Outdated|{payload}}}}} TODO: {payload} [[{payload}]] {payload}"
            )
            user = payload if number % 2 else f"{payload}Bot"
            self.edit(payload, text, categories=(CATEGORY,), user=user)
            self.edit(f"{payload} (redirect)", "#REDIRECT [[x]]", categories=(CATEGORY,))
            self.pages[max(self.pages)].redirect = True
        self.bots = tuple(payloads.values())
        self.extensions = tuple(payloads.values())

    def _site(self) -> dict[str, Any]:
        payloads = list(self.payloads.values())
        site = super()._site()
        site["general"] |= {"sitename": "".join(payloads), "generator": "MediaWiki " + payloads[0]}
        site["languages"] = [
            {"code": "en", "name": LANGUAGE_NAME},
            *({"code": payload, "name": payload} for payload in payloads),
        ]
        site["interwikimap"] = [{"prefix": p, "url": p} for p in payloads]
        site["magicwords"] = [{"name": p, "aliases": [p]} for p in payloads]
        site["namespacealiases"] = [{"id": 10, "alias": p} for p in payloads]
        return site

    def _page(self, page: FakePage, asked: dict[str, str]) -> dict[str, Any]:
        known = super()._page(page, asked)
        payloads = list(self.payloads.values())
        payload = payloads[page.page_id % len(payloads)]
        if page.page_id % 3 == 0:
            known["pagelanguage"] = payload
        if "pageprops" in asked.get("prop", ""):
            known["pageprops"] = {payload: payload}
            known["langlinks"] = [{"lang": payload, "title": payload}]
            known["categories"].append({"ns": 14, "title": payload, "hidden": True})
        return known


@dataclass(frozen=True)
class Said:
    """What a command did: its exit code, and all that it said."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8", "surrogateescape")


def cphub(folder: Path, *arguments: str) -> Said:
    """Run one command in `folder`, in this process, as `cphub` itself would."""
    out, err = io.BytesIO(), io.BytesIO()
    stdout = io.TextIOWrapper(out, "utf-8", "backslashreplace", newline="\n")
    stderr = io.TextIOWrapper(err, "utf-8", "backslashreplace", newline="\n")
    with (
        contextlib.chdir(folder),
        contextlib.redirect_stdout(stdout),
        contextlib.redirect_stderr(stderr),
    ):
        code = run(list(arguments))
        stdout.flush()
        stderr.flush()
    return Said(code, out.getvalue(), err.getvalue().decode())


@contextlib.contextmanager
def network(*wikis: FakeWiki) -> Iterator[respx.Router]:
    """Let these wikis be all that the network reaches."""
    with respx.mock(assert_all_called=False) as router:
        for wiki in wikis:
            router.route(host=f"{wiki.name}.example.org").mock(side_effect=wiki.answer)
        router.route().mock(side_effect=httpx.ConnectError("Name or service not known"))
        yield router


def toml(text: str) -> str:
    """Write a TOML string, whatever is in it."""
    text = text.encode("utf-8", "replace").decode()
    plain = (c if c.isprintable() and c not in '"\\' else f"\\U{ord(c):08x}" for c in text)
    return '"' + "".join(plain) + '"'


def config(*wikis: FakeWiki, title: str = "", name: str = "training", more: str = "") -> str:
    """Write a cphub.toml that harvests the category of these wikis."""
    tables = (
        f"[wikis.{toml(wiki.name)}]\napi = {toml(wiki.api)}\n\n"
        f"[[sources]]\nname = {toml(f'{name} {wiki.name}')}\nwiki = {toml(wiki.name)}\n"
        f'kind = "category"\ncategory = "Training"\n\n'
        for wiki in wikis
    )
    head = f'contact = "anna@example.org"\nreport.title = {toml(title)}\npoliteness.attempts = 1\n'
    return head + more + "".join(tables)


def harvested(folder: Path, *wikis: FakeWiki, name: str = "training") -> Path:
    """Harvest these wikis in `folder`; return its catalogue."""
    folder.mkdir(exist_ok=True)
    (folder / "cphub.toml").write_text(config(*wikis, name=name), encoding="utf-8")
    with network(*wikis):
        said = cphub(folder, "harvest")
    assert said.code == 0, said.err
    return folder / "catalog.db"


def commands(group: Any = None, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the way to every command that there is, with those of later releases."""
    group = group or typer.main.get_command(app)
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield (*path, name)


def command_at(path: Sequence[str]) -> Any:
    """Return typer's own object for the command at `path`."""
    found: Any = typer.main.get_command(app)
    for name in path:
        found = found.commands[name]
    return found


def calls(path: Sequence[str], words: Sequence[str]) -> Iterator[list[str]]:
    """Yield command lines that reach all that a command can be asked with.

    Its arguments are each of `words`, every format is asked for, every switch is set once.
    """
    command = command_at(path)
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = {p.opts[-1]: p for p in command.params if p.param_type_name == "option"}
    own = [
        name
        for name in options
        if name not in {"--config", "--catalog", "--version", "--verbose", "--help"}
    ]
    takes: list[list[str]] = [[]] if not any(a.required for a in arguments) else []
    takes += [["--", *([word] * len(arguments))] for word in words] if arguments else []
    for taken in takes:
        yield [*path, *taken]
    least = takes[0]
    # An argument that names one of a few things is given each.
    named = [[choice] for a in arguments for choice in getattr(a.type, "choices", ())]
    yield from ([*path, *each] for each in named)
    if "--format" in options:
        yield from (
            [*path, "--format", name, *each] for name in FORMATS for each in (least, *named)
        )
    for name in own:
        if options[name].is_flag:
            yield [*path, name, *least]
        else:
            yield from ([*path, f"{name}={word}", *least] for word in words[:3])
    yield [*path, "--verbose", *least]


def error(code: str, text: str) -> httpx.Response:
    """Return an API error that says `text`."""
    body = {
        "errors": [{"code": code, "text": text, "module": text}],
        "warnings": [{"code": text, "module": text, "text": text}],
    }
    return httpx.Response(200, content=json.dumps(body).encode())


def unsafe_output(said: Said) -> set[str]:
    """Return what of a command's output should not be there."""
    text = said.text + said.err
    return unsafe(text) | {word for word in ("Traceback", "a bug in cphub") if word in text}
