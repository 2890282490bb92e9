"""What a hostile wiki says goes through every command and format and stays text."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import mwparserfromhell
import pytest
from markdown_it import MarkdownIt
from mwparserfromhell.nodes import ExternalLink, Tag, Template, Wikilink
from tests.reports.quick_reader import read
from tests.security.corpus import CORPUS, MARK, TERMINAL, stored, typed, unsafe
from tests.security.hostile import (
    FORMATS,
    HostileWiki,
    calls,
    commands,
    config,
    cphub,
    network,
)

from cphub import reports
from cphub.catalogue import open_catalogue
from cphub.clean import clean
from cphub.model.reviews import Said
from cphub.model.subjects import Property
from cphub.registry import discover

EVERYTHING = " ".join(CORPUS.values())
WORDS = [typed(word) for word in (EVERYTHING, *CORPUS.values())]
ALONE = {("demo",), ("init",)}  # what they do has nothing to do with what a wiki says
ONLY = {name: plugin.attributes.get("only") for name, plugin in discover(reports).items()}
WIKIBASE = (
    '[wikibase]\nurl = "https://metabase.example.org"\ninstance = "Q1"\n'
    'properties = { instance_of = "P1", url = "P2", title = "P3", language = "P4", topic = "P6" }\n'
    'languages = { en = "Q2" }\n\n'
)
SUFFIXES = {name: plugin.attributes["suffix"] for name, plugin in discover(reports).items()}


@pytest.fixture(scope="module")
def wikis() -> tuple[HostileWiki, HostileWiki]:
    """Two wikis, so that formats that name the wiki name it; the second one's name is hostile."""
    second = HostileWiki("second", {name: CORPUS[name] for name in ("clear", "script", "equals")})
    return HostileWiki(), second


@pytest.fixture(scope="module")
def harvested(
    tmp_path_factory: pytest.TempPathFactory, wikis: tuple[HostileWiki, HostileWiki]
) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    name = stored(EVERYTHING).replace("\0", "")
    text = config(*wikis, title=EVERYTHING, name=name, more=WIKIBASE)
    (folder / "cphub.toml").write_text(text, encoding="utf-8")
    with network(*wikis):
        for command in (["harvest"], ["audit", "--today", "2026-11-22"]):
            said = cphub(folder, *command)
            assert said.code == 0, said.err
            check_terminal(said.err)
    say_everything(folder / "catalog.db")
    return folder


def say_everything(catalog: Path) -> None:
    """Let people say hostile things of every resource, and dismiss findings with such reasons."""
    payloads = [stored(payload) for payload in CORPUS.values()]
    now = datetime(2026, 11, 22, 13, tzinfo=UTC)
    with open_catalogue(catalog, write=True) as catalogue, catalogue.write():
        for number, resource in enumerate(list(catalogue.resources())):
            word = payloads[number % len(payloads)]
            edition = resource.editions[0]
            key = (edition.wiki, edition.page_id)
            said = Said(("expired", "good", None)[number % 3], word, word, "2027-11-22")
            catalogue.save_review(key, said, word, now)
            subjects = [(Property.TOPIC, word, True), (Property.TIME_REQUIRED, word, True)]
            catalogue.save_descriptions(key, subjects, word, now)
            for finding in catalogue.open_findings(*key)[:1] if number % 5 == 0 else ():
                catalogue.save_dismissal(finding, word, word, now)
        catalogue.settle()


@pytest.fixture
def folder(harvested: Path, tmp_path: Path) -> Path:
    """A folder of one's own with the harvested and audited catalogue."""
    for name in ("cphub.toml", "catalog.db"):
        shutil.copy(harvested / name, tmp_path)
    return tmp_path


OF_PAGES = {
    *("html", "head", "meta", "title", "style", "script", "body", "header", "main", "nav"),
    *("section", "h1", "h2", "p", "a", "ul", "li", "table", "caption", "thead", "tbody", "tr"),
    *("th", "td", "div", "span", "figure", "figcaption", "svg", "rect", "br", "bdi", "mark"),
    *("desc", "g", "line", "path", "text", "code"),
}


def check_terminal(text: str) -> None:
    # What cphub itself puts around a cell with right-to-left words ends in the same line.
    assert unsafe(re.sub("\u2068([^\u2066-\u2069\n]*)\u2069", r"\1", text)) == set()
    assert "Traceback" not in text
    assert "a bug in cphub" not in text


def check_text(data: bytes) -> None:
    check_terminal(data.decode())


def check_csv(data: bytes) -> None:
    text = data.decode("utf-8-sig")  # the mark at the beginning was asked for
    assert unsafe(text.replace("\r\n", "\n")) == set()
    for row in csv.reader(text.splitlines(keepends=True), strict=True):
        for cell in row:
            assert not re.match(r"[\s\"]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]", cell), cell


def check_json(data: bytes) -> None:
    check_text(data)
    assert json.loads(data)["schema"] >= 1


def check_jsonld(data: bytes) -> None:
    check_text(data)
    assert b"<" not in data  # it may stand in a web page's script
    for one in json.loads(data)["@graph"]:
        for node in (one, *one.get("workTranslation", ()), *one.get("workExample", ())):
            assert re.match(r"https://(evil|second)\.example(\.org)?/", node["@id"])


def check_quickstatements(data: bytes) -> None:
    check_text(data.replace(b"\t", b" "))  # tabs part a command; the reader knows where
    for command in read(data.decode()):
        assert command.item.startswith("new ")
        assert command.property in {"P1", "P2", "P3", "P4"} or command.property[0] == "L"


def check_markdown(data: bytes) -> None:
    check_text(data)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    for token in parser.parse(data.decode()):
        for one in (token, *(token.children or ())):
            assert one.type not in {"html_block", "html_inline", "image"}, one.content
            if one.type == "link_open":
                assert re.match(r"https://(evil|second)\.example(\.org)?/", str(one.attrs["href"]))


def check_wikitext(data: bytes) -> None:
    check_text(data)
    text = data.decode()
    found = mwparserfromhell.parse(text).filter()
    templates = [str(node.name) for node in found if isinstance(node, Template)]
    assert all(name.startswith("#language:") for name in templates)
    assert not any(isinstance(node, Wikilink) for node in found)
    tags = {"table", "tr", "td", "th", "br", "li", "mark", "bdi", "code"}
    assert {str(node.tag) for node in found if isinstance(node, Tag)} <= tags
    own = r'br|/?mark>|/?code>|bdi lang="[a-z0-9-]+">|/bdi>'
    assert not re.search(rf"~~~|__[A-Z]|''|\{{\{{subst|<(?!{own})|^\|\}}.", text, re.MULTILINE)
    for address in (str(node.url) for node in found if isinstance(node, ExternalLink)):
        assert re.match(r"https://(evil|second)\.example(\.org)?/", address)


class _Page(HTMLParser):
    """Raises where something of a payload has become markup; `policy` is the page's own."""

    policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in OF_PAGES, tag
        if tag == "meta" and ("http-equiv", "Content-Security-Policy") in attrs:
            self.policy = dict(attrs)["content"] or ""
        for name, value in attrs:
            assert not name.startswith("on"), name
            assert name not in {"src", "action", "style", "srcset", "xlink:href"}, name
            if name == "href":
                assert re.match(r"https?://[^/]|#[\w-]+$", value or ""), value

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)


def check_html(data: bytes) -> None:
    check_text(data)
    text = data.decode()
    page = _Page()
    page.feed(text)
    # Only the page's own script and style run; no data is within them.
    for tag in ("script", "style"):
        (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in page.policy
        assert MARK not in inside
    assert page.policy.startswith("default-src 'none'; ")


def check_xlsx(data: bytes, folder: Path) -> None:
    path = folder / "check.xlsx"
    path.write_bytes(data)
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert not re.search(rb"<f[ >]", book.read(name)), "a formula"


CHECKS: dict[str, Callable[[bytes], None]] = {
    ".csv": check_csv,
    ".json": check_json,
    ".jsonld": check_jsonld,
    ".qs": check_quickstatements,
    ".md": check_markdown,
    ".wikitext": check_wikitext,
    ".html": check_html,
}


def check_file(path: Path) -> None:
    if path.suffix == ".xlsx":
        check_xlsx(path.read_bytes(), path.parent)
    elif path.suffix not in {".db", ".toml", ".parquet"}:
        # an export's file without a suffix is CSV
        CHECKS.get(path.suffix, check_text)(path.read_bytes().replace(b"\r\n", b"\n"))


def format_of(call: list[str]) -> str:
    guarded = call[:2] == ["export", "reviews"] and "--raw" not in call
    usual = "csv" if guarded else ""
    return call[call.index("--format") + 1] if "--format" in call else usual


def test_every_format_is_read_back_by_a_check_of_its_own() -> None:
    own = {*CHECKS, ".xlsx", ".txt"}  # check_file knows XLSX; TXT is for terminals
    assert {*SUFFIXES.values()} <= own, "a new format needs a check in CHECKS"


@pytest.mark.parametrize("path", [p for p in commands() if p not in ALONE], ids=" ".join)
def test_nothing_that_a_command_says_steers_a_terminal_or_is_markup(
    folder: Path, wikis: tuple[HostileWiki, HostileWiki], path: tuple[str, ...]
) -> None:
    words = WORDS if path == ("show",) else WORDS[:6]
    before = {*folder.iterdir()}
    with network(*wikis):
        for call in calls(path, words):
            said = cphub(folder, *call)
            assert said.code in {0, 1, 2, 4, 5}, call
            check_terminal(said.err.replace("Traceback (most recent call last):", ""))
            if said.code and not said.out:
                continue  # nothing was rendered
            format_ = format_of(call)
            if format_ and SUFFIXES[format_] == ".xlsx":
                check_xlsx(said.out, folder)
            else:
                sheet = path[0] == "export"  # CSV without being asked
                data = said.out.replace(b"\r\n", b"\n") if sheet else said.out
                CHECKS.get(SUFFIXES.get(format_, ""), check_text)(data)
    made = {p for p in folder.rglob("*") if p.is_file()} - before
    assert not [p for p in made if MARK in p.name and p.parent != folder]
    for file in made:
        if not file.name.startswith("catalog.db"):
            check_file(file)


@pytest.mark.parametrize(
    ("command", "format_"),
    [("report", name) for name in FORMATS]
    + [("audit", name) for name in FORMATS if not ONLY[name]],
)
def test_files_are_as_safe_as_what_is_shown(folder: Path, command: str, format_: str) -> None:
    target = folder / f"report{SUFFIXES[format_]}"
    which = filter(None, [ONLY[format_]])
    said = cphub(folder, command, *which, "--format", format_, "-o", str(target))
    assert said.code == 0, said.err
    check_terminal(said.err)
    assert target.stat().st_size > 1000
    check_file(target)


@pytest.mark.parametrize("format_", [name for name in FORMATS if not ONLY[name]])
def test_a_report_in_another_language_is_as_safe(folder: Path, format_: str) -> None:
    target = folder / f"report{SUFFIXES[format_]}"
    said = cphub(folder, "report", "--ui-language", "fr", "--format", format_, "-o", str(target))
    check_terminal(said.err)
    if said.code == 2:
        assert "is for programs and stays English" in said.err
        return
    assert said.code == 0, said.err
    assert target.stat().st_size > 1000
    check_file(target)


@pytest.mark.parametrize(
    "command",
    [("report",), ("report", "overview"), ("status",), ("translations", "matrix")],
    ids=" ".join,
)
def test_wikitext_for_a_wiki_and_by_its_template_is_as_safe(
    folder: Path, command: tuple[str, ...]
) -> None:
    titles = {stored(payload) for payload in CORPUS.values()}
    options = (["--for", "evil"], ["--for", "evil", "--row-template", "Hub/row"])
    linked = 0
    for typed_ in options:
        said = cphub(folder, *command, "--format", "wikitext", *typed_)
        assert said.code == 0, said.err
        check_text(said.out)
        text = said.out.decode()
        code = mwparserfromhell.parse(text)
        for call in code.ifilter_templates():
            assert str(call.name).startswith("#language:") or call.name == "Hub/row"
        for link in code.ifilter_wikilinks():
            target = str(link.title).replace("&amp;", "&")
            assert target[0] == ":"
            assert target[1:] in titles or re.fullmatch(r"[\w /().-]+", target[1:])
            linked += 1
        assert code.filter_comments() == code.filter_arguments() == []
        assert not re.search(r"~~~|__[A-Z]|''|\{\{subst", text)
    assert linked or command == ("status",)


@pytest.mark.parametrize("separator", ["comma", "semicolon", "tab"])
def test_csv_with_any_separator_is_as_safe(folder: Path, separator: str) -> None:
    said = cphub(folder, "report", "--format", "csv", "--separator", separator, "--bom")
    assert said.code == 0
    text = said.out.decode("utf-8-sig")
    for sign in ",;\t":
        for row in csv.reader(text.splitlines(keepends=True), delimiter=sign):
            for cell in row:
                assert not re.match(r"[\s\"]*[=+\-@\r\uff1d\uff0b\uff0d\uff20]", cell), cell


@pytest.mark.parametrize(
    ("name", "filters", "check"),
    [
        ("mine.wikitext", "|wikitext", check_wikitext),
        ("mine.csv", "|csv", check_csv),
        ("mine.html", "", check_text),
        ("mine.txt", "", check_text),
    ],
)
def test_a_template_with_or_without_its_filter_is_as_safe(
    folder: Path, name: str, filters: str, check: Callable[[bytes], None]
) -> None:
    rows = f"{{% for f in findings %}}\n{{{{ f.title{filters} }}}}\n{{% endfor %}}\n"
    (folder / name).write_text(rows, encoding="utf-8")
    said = cphub(folder, "report", "--template", name)
    assert said.code == 0, said.err
    if name.endswith(".html"):
        assert b"<" not in said.out
        assert html.unescape(said.text).count(MARK) > 1
    else:
        check(said.out)


def test_the_catalogue_has_every_title_as_the_wiki_has_it(
    folder: Path, wikis: tuple[HostileWiki, HostileWiki]
) -> None:
    with closing(sqlite3.connect(folder / "catalog.db")) as database:
        for wiki in wikis:
            titles = {
                title
                for (title,) in database.execute(
                    "SELECT title FROM pages WHERE wiki = ?", (wiki.name,)
                )
            }
            assert titles == {stored(page.title) for page in wiki.pages.values()}


def test_json_and_csv_have_every_finding_whole(folder: Path) -> None:
    found = json.loads(cphub(folder, "report", "--format", "json").out)["findings"]
    on_first = {finding["title"] for finding in found if finding["wiki"] == "evil"}
    assert on_first >= {stored(payload) for payload in CORPUS.values()}
    evidence = {item["text"] for finding in found for item in finding["evidence"]}
    for name in ("script", "persian", "emoji", "equals"):
        assert any(CORPUS[name] in text for text in evidence)
    raw = cphub(folder, "report", "--format", "csv", "--raw").out.decode()
    rows = list(csv.DictReader(raw.splitlines(keepends=True), strict=True))
    assert len(rows) == len(found)
    for row, finding in zip(rows, found, strict=True):
        for name in ("rule", "severity", "wiki", "title", "language", "message", "fix", "url"):
            assert row[name] == clean(finding[name])
    guarded = cphub(folder, "report", "--format", "csv").out.decode()
    for row, other in zip(
        csv.DictReader(guarded.splitlines(keepends=True), strict=True), rows, strict=True
    ):
        assert re.sub(r"(^|;)'", r"\1", row["title"]) == re.sub(r"(^|;)'", r"\1", other["title"])


@pytest.mark.parametrize("name", CORPUS)
def test_show_finds_a_page_by_its_own_title(folder: Path, name: str) -> None:
    title = stored(CORPUS[name])
    said = cphub(folder, "show", "--", f"evil:{title}")
    if title != title.strip() or "_" in title:  # MediaWiki has no such title
        check_terminal(said.err)
        return
    assert said.code == 0, said.err
    assert said.text.startswith(clean(title) + "\n")


@pytest.mark.parametrize("name", TERMINAL)
def test_errors_quote_what_was_typed_safely(folder: Path, name: str) -> None:
    word = typed(CORPUS[name])
    for call in (
        ["show", f"none {word}"],
        ["explain", word],
        ["resource", "show", f"none {word}"],
        ["resource", "link", word, f"{word}2"],
        ["report", "--rule", word],
        ["harvest", word],
        ["--catalog", word, "status"],
        ["--config", word, "status"],
        ["report", "-o", f"{word}.none"],
        [word],
    ):
        said = cphub(folder, *call)
        check_terminal(said.err + said.text)
        assert said.code, call


@pytest.mark.parametrize("name", CORPUS)
@pytest.mark.parametrize(
    "row",
    [
        "{},Q1,P3,x",
        "https://a.example/,{},P3,x",
        "https://a.example/,Q1,{},x",
        "https://a.example/,Q1,P3,{}",
    ],
)
def test_what_a_wikibase_is_said_to_have_is_a_stranger_s_word(
    folder: Path, name: str, row: str
) -> None:
    cell = '"' + stored(CORPUS[name]).replace('"', '""') + '"'
    text = f"url,qid,property,value\n{row.format(cell)}\n"
    (folder / "known.csv").write_text(text, encoding="utf-8")
    settings = folder / "cphub.toml"
    told = settings.read_text(encoding="utf-8").replace(
        "[wikibase]", '[wikibase]\nknown = "known.csv"'
    )
    settings.write_text(told, encoding="utf-8")
    said = cphub(folder, "report", "overview", "--format", "quickstatements")
    assert said.code in {0, 2}
    check_terminal(said.err)
    check_quickstatements(said.out)
