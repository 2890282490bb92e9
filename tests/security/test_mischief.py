"""The list of odd things that were tried by hand, each of which ends in a line that says why."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import settings
from tests.security.hostile import (
    CATEGORY,
    calls,
    command_at,
    commands,
    cphub,
    harvested,
    network,
    unsafe_output,
)
from tests.workflows.fake_wiki import FakeWiki

LONG = settings.get_current_profile_name() == "long"
PARTS = ["a"] * (20_000 if LONG else 5_000)  # more than Python calls may be nested
HEAD = 'contact = "anna@example.org"\n[wikis.w]\napi = "https://w.example.org/w/api.php"\n'
SOURCE = '[[sources]]\nname = "s"\nwiki = "w"\nkind = '
WRONG: dict[str, bytes | str] = {
    "a number of 5,000 digits": "a = 1" + "0" * 5000,
    "a number of 5,000 digits where one belongs": "politeness.attempts = 1" + "0" * 5000,
    "lists in lists": "a = " + "[" * 5000 + "]" * 5000,
    "tables in tables": "a = " + "{a=" * 3000 + "1" + "}" * 3000,
    "a name of thousands of parts": ".".join(PARTS) + " = 1",
    "a table of thousands of parts": "[" + ".".join(PARTS) + "]",
    "9 MB": 'contact = "anna@example.org"\n#' + "x" * 9_000_000,
    "a key of 100 kB": '"' + "x" * 100_000 + '" = 1',
    "NUL": b'contact = "a\0b"',
    "Latin-1": 'contact = "é@example.org"'.encode("latin-1"),
    "UTF-16": HEAD.encode("utf-16"),
    "a month that there is not": "a = 2026-13-01",
    "the year 0": "a = 0000-01-01",
    "a time zone of 99 hours": "a = 2026-01-01T00:00:00+99:99",
    "half a character": r'a = "\ud800"',
    "a character beyond Unicode": r'a = "\U00110000"',
    "a key twice": "a = 1\na = 2",
    "NUL in catalog": r'catalog = "\u0000x.db"',
    "NUL in token_file": HEAD + r'token_file = "a\u0000b"',
    "NUL in file": HEAD + SOURCE + r'"titles"' + "\n" + r'file = "a\u0000b"',
    "NUL in known": HEAD + r'wikibase.known = "a\u0000b"',
    "1e400 attempts": "politeness.attempts = 1e400",
    "a deadline of nan": "politeness.deadline = nan",
    "a deadline of inf": "politeness.deadline = inf",
    "a deadline of 1e300": "politeness.deadline = 1e300",
    "no attempts": "politeness.attempts = 0",
    "a budget below 0": "politeness.budget = -1",
    "a depth of -1": HEAD + SOURCE + '"category"\ncategory = "x"\ndepth = -1',
    "a depth of 2^63": HEAD + SOURCE + f'"category"\ncategory = "x"\ndepth = {2**63}',
    "a namespace of 2^63": HEAD + SOURCE + f'"category"\ncategory = "x"\nnamespaces = [{2**63}]',
    "days of 2^63-1": HEAD + f"rules.untouched-page.max_age_days = {2**63 - 1}",
    "days of -1": HEAD + "rules.untouched-page.max_age_days = -1",
    "a label of 70 letters": '[wikis.w]\napi = "https://' + "a" * 70 + '.org/w/api.php"',
    "half an IDN": '[wikis.w]\napi = "https://xn--ü.org/w/api.php"',
    "a port of 99999999": '[wikis.w]\napi = "https://x.org:99999999/w/api.php"',
    "an IPv6 address with a zone": '[wikis.w]\napi = "https://[fe80::1%25eth0]/w/api.php"',
    "an address of the future": '[wikis.w]\napi = "https://[v1.x]/w/api.php"',
    "a wiki that is a number": "wikis = 1",
    "wikis that are a list": "[[wikis]]",
    "a source that is a number": "sources = [1]",
    "a topic that is a number": "topics.x = 7",
    "levels that are a list": "levels = [1]",
    "a vocabulary that is none": "vocabulary.x = [1, 2]",
}
FINE: dict[str, bytes | str] = {
    "a byte order mark": b"\xef\xbb\xbf" + HEAD.encode(),
    "Windows' ends of lines": HEAD.replace("\n", "\r\n"),
    "an old Mac's ends of lines": HEAD.replace("\n", "\r"),
    "nothing": "",
    "300 wikis": HEAD
    + "".join(f'[wikis.w{n}]\napi = "https://w{n}.example.org/w/api.php"\n' for n in range(300)),
    "2,000 sources": HEAD
    + "".join(
        f'[[sources]]\nname = "s{n}"\nwiki = "w"\nkind = "category"\ncategory = "C{n}"\n'
        for n in range(2000)
    ),
}
NUMBERS = (
    *("0", "-1", "1e400", str(2**63), "9" * 5000, "nan", "٣", "²", ""),
    *("0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "0d", "9999y"),
    *("x" * 100_000, "\udcff"),
)
NAMES = (
    *("x" * 100_000, "", "\udcff", "0", "#0", f"#{2**63}", f"meta:{2**63}", "meta:" + "9" * 5000),
    *("meta:", "::", "http://[", "٣", "²", "/dev/null", ".", "//", "meta:²"),
)
PLACED = {"--output", "--catalog", "--config", "--template", "--token-file", "--format"}
"""Options that name files, which OUTPUTS and so on try, and formats, which others do."""


@pytest.fixture(scope="module")
def hub(tmp_path_factory: pytest.TempPathFactory) -> Path:
    wiki = FakeWiki("meta")
    for number in range(4):
        wiki.edit(f"Guide {number}", "Text. TODO", categories=(CATEGORY,))
    folder = tmp_path_factory.mktemp("mischief") / "hub"
    harvested(folder, wiki)
    assert cphub(folder, "audit", "--today", "2026-11-22").code == 0
    return folder


@pytest.fixture
def folder(hub: Path, tmp_path: Path) -> Path:
    for name in ("cphub.toml", "catalog.db"):
        shutil.copy(hub / name, tmp_path)
    return tmp_path


def some(tried: Sequence[str], turn: int) -> Sequence[str]:
    """Return all that was tried; in a quick run a part, another one for each option."""
    return tried if LONG else tried[turn % 6 :: 6]


def put(folder: Path, content: bytes | str) -> None:
    data = content.encode() if isinstance(content, str) else content
    (folder / "cphub.toml").write_bytes(data)


@pytest.mark.parametrize("what", WRONG)
def test_settings_that_are_wrong_are_told_in_two_short_lines(folder: Path, what: str) -> None:
    put(folder, WRONG[what])
    said = cphub(folder, "status")
    assert not unsafe_output(said), said
    # What the address of a wiki must be is known to those that ask it.
    assert said.code == 2 or (said.code == 0 and "api =" in str(WRONG[what]))
    assert len(said.err) < 4100
    checked = cphub(folder, "doctor")
    assert not unsafe_output(checked), checked
    assert checked.code == 1


@pytest.mark.parametrize("what", FINE)
def test_settings_that_are_odd_but_right_are_taken(folder: Path, what: str) -> None:
    put(folder, FINE[what])
    said = cphub(folder, "status")
    assert (said.code, said.err) == (0, "")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("politeness.deadline = 1e300", "must be a number within ±9,223,372,036,854,775,807, not"),
        ("politeness.deadline = nan", "must be a number, not nan"),
        (r'catalog = "\u0000x.db"', "must be a path in quotes without a NUL, not"),
        ("a = " + "[" * 5000, "nested too deeply"),
        ("a = 1" + "0" * 5000, "thousands of digits"),
        ("#" * 9_000_000, "more than 8,000,000 bytes"),
    ],
)
def test_what_is_said_of_wrong_settings_is_what_is_wrong(
    folder: Path, text: str, said: str
) -> None:
    put(folder, text)
    assert said in cphub(folder, "status").err


def test_a_token_file_that_is_written_to_keep_the_reader_busy_is_told(folder: Path) -> None:
    path = folder / "login.toml"
    for text in ("token = " + "[" * 5000, "token = 1" + "0" * 5000, "#" * 9_000_000):
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        said = cphub(folder, "harvest", "--token-file", str(path))
        assert said.code == 2
        assert "is not TOML" in said.err


@pytest.mark.parametrize("link", ["cphub.toml", "nowhere.toml"])
def test_a_broken_link_to_settings_is_not_read_as_no_settings(folder: Path, link: str) -> None:
    (folder / "cphub.toml").unlink()
    (folder / "cphub.toml").symlink_to(link)
    assert cphub(folder, "status").code == 2


def is_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.path.relpath(path))


IN_PLACE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a folder": (Path.mkdir, "is a folder"),
    "a pipe": (os.mkfifo, "is a device or a pipe"),
    "a socket": (is_socket, "is a device or a pipe"),
    "a loop": (lambda path: path.symlink_to(path.name), "leads to itself"),
    "a device": (lambda path: path.symlink_to("/dev/zero"), "is a device or a pipe"),
    "nothing behind a link": (lambda path: path.symlink_to("no/x.db"), "is no catalogue at"),
}


@pytest.mark.parametrize("command", ["harvest", "audit", "status", "report", "find x"])
@pytest.mark.parametrize("what", IN_PLACE)
def test_what_is_no_catalogue_is_called_what_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch, what: str, command: str
) -> None:
    monkeypatch.chdir(folder)  # a socket's address is short
    make, why = IN_PLACE[what]
    (folder / "catalog.db").unlink()
    make(folder / "catalog.db")
    with network():
        said = cphub(folder, *command.split())
    assert not unsafe_output(said), said
    assert said.code in {1, 2}
    if command != "harvest" or what != "nothing behind a link":
        assert why in said.err


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("export translation-units --check", "the file has more than 64 MB"),
        ("import reviews", "the sheet has more than 64 MB"),
        ("report --template", "has more than 1,000,000 bytes"),
        ("status --config", "it has more than 8,000,000 bytes"),
        ("harvest --token-file", "is not TOML"),
        ("catalogue import", "is no file"),
    ],
)
def test_a_file_without_an_end_is_refused(folder: Path, command: str, said: str) -> None:
    done = cphub(folder, *command.split(), "/dev/zero")
    assert not unsafe_output(done), done
    assert said in done.err
    assert len(done.err) < 300


OUTPUTS = {
    ".": 2, "": 2, "/": 2, "no/folder/x.md": 2, "loop.md": 2,
    "x" * 300 + ".md": 1, "x" * 5000: 1, "cphub.toml/x.md": 1, "/dev/full": 1,
    "/dev/null": 0, "link.md": 0, "\udcff.md": 0, "-.md": 0,
}  # fmt: skip


@pytest.mark.parametrize("output", OUTPUTS)
def test_a_report_is_written_where_it_can_be_and_else_a_line_says_why(
    folder: Path, output: str
) -> None:
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "link.md").symlink_to("behind.md")
    said = cphub(folder, "report", "--format", "markdown", f"--output={output}")
    assert not unsafe_output(said), said
    assert said.code == OUTPUTS[output], said.err
    assert bool(said.err) == bool(said.code)
    assert not list(folder.glob(".cphub-*"))
    assert (folder / "behind.md").exists() == (output == "link.md")


@pytest.mark.parametrize("path", [p for p in commands() if p != ("demo",)], ids=" ".join)
def test_no_number_date_or_name_that_is_typed_ends_in_a_traceback(
    folder: Path, path: tuple[str, ...]
) -> None:
    least = next(calls(path, ["Guide 1"]))[len(path) :]
    parameters = command_at(path).params
    typed = [
        [f"{p.opts[-1]}={value}", *least]
        for p in parameters
        if p.param_type_name == "option" and not p.is_flag and p.opts[-1] not in PLACED
        for value in some(NUMBERS, len(p.name))
    ]
    arguments = [p for p in parameters if p.param_type_name == "argument"]
    typed += [
        ["--", *([name] * len(arguments))] for name in some(NAMES, len(path[-1])) if arguments
    ]
    with network():
        for words in typed:
            said = cphub(folder, *path, *words)
            what = [word[:60] for word in words]
            assert not unsafe_output(said), (what, said.err[-2000:])
            assert said.code in {0, 1, 2, 4, 5}, what
            assert len(said.err) < 10_000, what
            assert said.code in {0, 4} or said.err.strip() or said.out.strip(), what


ENVIRONMENTS = {
    "no home": {"HOME": ""},
    "a home that is nowhere": {"HOME": "/nonexistent/home"},
    "a time zone on Mars": {"TZ": "Mars/Phobos"},
    "a time zone that is a file": {"TZ": "../../../etc/passwd"},
    "the C locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "a locale that there is not": {"LC_ALL": "xx_YY.NONE"},
    "Latin-1": {"PYTHONIOENCODING": "latin-1"},
    "no temporary folder": {"TMPDIR": "/nonexistent/tmp"},
    "no columns": {"COLUMNS": "0", "LINES": "x"},
    "columns below 0": {"COLUMNS": "-5"},
    "columns of 5,000 digits": {"COLUMNS": "9" * 5000},
    "a terminal that steers terminals": {"TERM": "\x1b[2J"},
}


@pytest.mark.parametrize("what", ENVIRONMENTS)
def test_an_odd_environment_ends_nothing(folder: Path, what: str) -> None:
    if "LC_ALL" in ENVIRONMENTS[what] and not __file__.isascii():
        pytest.skip("there Python finds no editable install in a folder with such a name")
    done = subprocess.run(
        [sys.executable, "-m", "cphub", "status"],
        cwd=folder,
        env={**os.environ, **ENVIRONMENTS[what]},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"\x1b" not in done.stdout


@pytest.mark.parametrize(
    "command",
    ["import reviews -", "export translation-units --check -", "harvest"],
)
def test_a_closed_standard_input_is_told_where_something_is_read_from_it(
    folder: Path, command: str
) -> None:
    titles = HEAD + SOURCE + '"titles"\nfile = "-"\n'
    if command == "harvest":
        put(folder, titles.replace("w.example.org", "127.0.0.1") + "politeness.attempts = 1\n")
    words = f"{shlex.quote(sys.executable)} -m cphub {command} <&-"
    done = subprocess.run(  # noqa: S602  # the shell closes it
        words, shell=True, cwd=folder, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert "a bug in cphub" not in done.stderr
    assert done.returncode in {1, 2}
    if command != "harvest":  # which looks at the address first
        assert "standard input is closed" in done.stderr
