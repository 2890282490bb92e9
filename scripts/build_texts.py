"""Gather what reports say, for translators: python -m scripts.build_texts.

Writes `src/cphub/locale/cphub.pot` and brings each language's `.po` up to date with it: new
texts are there untranslated, those that nothing says any more are left out. With --check
nothing is written, and the exit code says whether a file is out of date.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from polib import POEntry, POFile, pofile
from scripts._alternatives import Alternatives, msgid
from scripts._calls import COUNTS
from scripts._texts import Texts
from scripts._trees import ROOT, Module, Scope, module

from cphub.data.subjects import load_subjects
from cphub.locale.templates import SLOT
from cphub.model import comparisons, findings, links, pages, resources, reviews

LOCALE = ROOT / "cphub" / "locale"
ROOMS = ("rules", "workflows", "reports", "cli")
SINKS = {
    "Fault": ("", "message", "fix"),
    "Unchecked": ("why",),
    "Evidence": ("text",),
    "Document": ("title", "lead"),
    "Sheet": ("", "heading", "columns", "rows", "notes", "empty"),
    "Column": ("", "heading"),
    "Cell": ("text",),
    "Series": ("heading",),
    "t": ("text",),
}
"""What is called with texts for people, and which parameters these are."""
SEVERAL = {"lead", "notes"}
WHOLE = {
    "cphub.workflows._translation_states",
    "cphub.workflows._translation_words",
    "cphub.workflows._translation_gaps",
    "cphub.workflows._unit_marks",
    "cphub.workflows._evidence",
    "cphub.workflows._baselines",
    "cphub.workflows._said",
    "cphub.workflows._since",
    "cphub.workflows.report",
    "cphub.model.weight",
    "cphub.reports._parts",
    "cphub.linkcheck.checker",
    "cphub.linkcheck.fetch",
    "cphub.linkcheck.pages",
    "cphub.linkcheck.robots",
    "cphub.wikitext.unit_faults",
    "cphub.cli.story",
}
"""Modules that say things which others show: reasons, states, stories."""
ENUMS = (
    comparisons.Change,
    findings.Axis,
    findings.Severity,
    links.LinkState,
    pages.State,
    resources.TranslationState,
    reviews.Quiet,
    reviews.Verdict,
)
WORDS = (
    *("harvest", "audit", "import", "done", "failed", "running", "stopped", "partial"),
    *("new", "gone", "edited", "moved", "deleted", "restored", "renamed", "left its source"),
    *("wiki {value}", "source {value}", "language {value}", "axis {value:phrase}", "rule {value}"),
    *(
        "severity {value:phrase}",
        "verdict {value:phrase}",
        "{list} and {more:number} more",
        "worse",
        "better",
        "check",
    ),
    *('"{quoted}"', "Nothing to show.", "Sound", ":"),
)
"""Words that are in no sentence of the code: states in the catalogue, filters."""
LABELS = (
    *("wiki", "page id", "language", "state", "revision", "text", "sources", "categories"),
    *("languages", "resource", "templates", "read", "Findings:", "Gone:", "Reviews:", "Sections:"),
)
"""Names before a colon, and headings, in a page's story."""
KINDS = ("new", "edited", "moved", "deleted", "restored", "redirected", "hidden", "left", "joined")
"""What can happen to a page, as its story has it after the day."""
STORY = (
    "{title} ({words:count})",
    "{why:phrase}: {severity:phrase} {rule}: {message:phrase}",
    *("{moment:day} {reviewer}: {said:parts}", "{one} ({confidence:percent}: {why:parts})"),
    *(f"{{moment:day}} {kind}" for kind in KINDS),
    *(f"{{moment:day}} {kind} {{what}}" for kind in KINDS),
    *("level", "topic", "audience", "kind", "time required"),
)
"""Lines of a story that are put together of what is known."""
NOT_THERE = (
    "{title}: does not exist",
    "{title}: is kept elsewhere, not on this wiki",
    "{title}: is a special page, which has no text of its own",
    "{title}: has no revision that can be read",
)
"""Why a page of a list is not harvested; `wiki.pages` says it to the catalogue."""
UNITS = (
    *(("byte", "bytes"), ("section", "sections"), ("list item", "list items")),
    *(
        (word, word)
        for word in ("good", "expired", "irrelevant", "incomplete", "overruled by reviews")
    ),
)
LEFT_OUT = ("raise ", "re.compile", "UsageError", "SettingsError", "say(", "CatalogueError")

WORD = re.compile(r"[^\W\d_]{2}")
KEPT = re.compile(r":(?:count|parts|phrase|moment)\}")
TOUCHING = re.compile(r"[^\W\d_]\{[a-z]|\}[^\W\d_]|\}\{")
"""A value that no space parts from a word: what only seems to be said, or a letter's figure."""


class Found:
    """Texts and units, with the files that say them."""

    def __init__(self) -> None:
        self.texts: dict[str, set[str]] = {}
        self.units: dict[tuple[str, str], set[str]] = {}

    def add(self, text: str, where: str) -> None:
        """Take up a text, if it says anything."""
        text = text.strip()
        bare = SLOT.sub("", text)
        if TOUCHING.search(text) or "\n" in text or not bare:
            return
        if WORD.search(bare) or KEPT.search(text):
            self.texts.setdefault(text, set()).add(where)

    def take(self, texts: Texts, where: str) -> None:
        """Take up the parts and units that were met on the way."""
        for part in texts.parts:
            self.add(part, where)
        for unit in texts.units:
            self.units.setdefault(unit, set()).add(where)


def gather() -> Found:
    """Return all that rules, workflows and reports can say to people."""
    found = Found()
    for where in _modules():
        path = where.path.relative_to(ROOT.parent).as_posix()
        for function, call in _sinks(where):
            texts = Texts()
            for said in _said(call, Scope(where, function), texts):
                for one in said:
                    found.add(msgid(one), path)
            found.take(texts, path)
        if where.name in WHOLE:
            _take_all(where, path, found)
    _take_words(found)
    return found


def _modules() -> Iterator[Module]:
    names = {
        f"cphub.{room}.{path.stem}"
        for room in ROOMS
        for path in (ROOT / "cphub" / room).glob("*.py")
    }
    for name in sorted(names | WHOLE):
        where = module(name)
        if where is not None:
            yield where


def _take_words(found: Found) -> None:
    for enum in ENUMS:
        for member in enum:
            found.texts.setdefault(str(member.value), set()).add(
                f"src/{enum.__module__.replace('.', '/')}.py"
            )
    for axis in findings.Axis:
        found.texts.setdefault(axis.value.capitalize(), set()).add("src/cphub/model/findings.py")
    for word in WORDS:
        found.texts.setdefault(word, set()).add("scripts/build_texts.py")
    for text in STORY:
        found.texts.setdefault(text, set()).add("src/cphub/cli/story.py")
    for text in NOT_THERE:
        found.texts.setdefault(text, set()).add("src/cphub/wiki/pages.py")
    for label in LABELS:
        found.texts.setdefault(label, set()).add("src/cphub/cli/story.py")
    for unit in UNITS:
        found.units.setdefault(unit, set()).add("src/cphub/cli/story.py")
    for _, descriptor in load_subjects().every():
        found.texts.setdefault(descriptor.label(), set()).add("src/cphub/data/subjects.toml")


def _sinks(where: Module) -> Iterator[tuple[ast.FunctionDef | None, ast.Call]]:
    owner = _owners(where)
    for node in ast.walk(where.tree):
        if isinstance(node, ast.Call) and _called(node) in SINKS:
            yield owner.get(node), node


def _owners(where: Module) -> dict[ast.AST, ast.FunctionDef]:
    """Return the function that each node stands in, the innermost."""
    return {
        node: function
        for function in sorted(where.functions.values(), key=lambda one: one.lineno)
        for node in ast.walk(function)
    }


def _called(call: ast.Call) -> str:
    func = call.func
    return (
        func.id
        if isinstance(func, ast.Name)
        else func.attr
        if isinstance(func, ast.Attribute)
        else ""
    )


def _said(call: ast.Call, scope: Scope, texts: Texts) -> Iterator[Alternatives]:
    names = SINKS[_called(call)]
    given = dict(zip(names, call.args, strict=False))
    if _called(call) != "t":  # whose keywords are values
        given |= {one.arg: one.value for one in call.keywords if one.arg}
    for key in names:
        if key in given and key not in {"", "columns", "rows"}:
            yield texts.each(given[key], scope) if key in SEVERAL else texts.of(given[key], scope)


def _take_all(where: Module, path: str, found: Found) -> None:
    """Take up every text in a module that is a word or more, but for errors and docstrings."""
    owner = _owners(where)
    inner = {
        part
        for node in ast.walk(where.tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
        if part is not node
    }
    left_out = {
        part
        for node in ast.walk(where.tree)
        if isinstance(node, ast.Raise | ast.Call | ast.Assign | ast.keyword)
        and (ast.unparse(node).startswith(LEFT_OUT) or ".progress." in ast.unparse(node))
        for part in ast.walk(node)
    }
    for node in ast.walk(where.tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(node.value)  # a docstring
    for node in ast.walk(where.tree):
        if isinstance(node, ast.Call) and _called(node) in COUNTS:
            texts = Texts()
            texts.of(node, Scope(where, owner.get(node)))
            found.take(texts, path)
        if node in inner or node in left_out or not isinstance(node, ast.Constant | ast.JoinedStr):
            continue
        if isinstance(node, ast.Constant) and not isinstance(node.value, str):
            continue
        function = owner.get(node)
        if function is not None and function.name in COUNTS:
            continue  # what it says is said of its callers
        texts = Texts()
        for one in texts.of(node, Scope(where, function)):
            said = msgid(one)
            if _is_whole(said) and WORD.search(SLOT.sub("", said)):
                found.add(said, path)
        found.take(texts, path)


def _is_whole(said: str) -> bool:
    """Tell a text that stands by itself, perhaps indented, from one that others go on with."""
    bare = said.strip()
    indented = said.startswith("  ")
    return " " in bare and bare[0] not in ",;(" and (indented or said == bare)


def pot(found: Found) -> POFile:
    """Return the list of texts, those with units last."""
    made = POFile(wrapwidth=98)
    made.header = HEADER
    made.metadata = {
        "Project-Id-Version": "cphub",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    for text, files in sorted(found.texts.items(), key=lambda item: (min(item[1]), item[0])):
        made.append(POEntry(msgid=text, occurrences=[(one, "") for one in sorted(files)]))
    for (one, many), files in sorted(found.units.items()):
        made.append(
            POEntry(
                msgid=f"{{n}} {one}",
                msgid_plural=f"{{n}} {many}",
                msgstr_plural={0: "", 1: ""},
                occurrences=[(name, "") for name in sorted(files)],
            )
        )
    return made


HEADER = """What cphub's reports say. Made by scripts/build_texts.py from the code.
A value stands where {name} or {name:type} does; write it as {name}, wherever it belongs."""


def updated(path: Path, listed: POFile) -> POFile:
    """Return a language's file with the entries of the list, translated as far as it was."""
    known = pofile(path.read_text(encoding="utf-8"), wrapwidth=98)
    before = {(_named(one.msgid), bool(one.msgid_plural)): one for one in known}
    made = POFile(wrapwidth=98)
    made.header, made.metadata = known.header, known.metadata
    for entry in listed:
        old = before.get((_named(entry.msgid), bool(entry.msgid_plural)))
        made.append(
            POEntry(
                msgid=entry.msgid,
                msgid_plural=entry.msgid_plural,
                msgstr=old.msgstr if old else "",
                msgstr_plural=(old or entry).msgstr_plural,
                occurrences=entry.occurrences,
                flags=old.flags if old else [],
                tcomment=old.tcomment if old else "",
            )
        )
    return made


def _named(text: str) -> str:
    """Return a message without its values' types, which translations need not know."""
    return SLOT.sub(r"{\1}", text)


def main(arguments: list[str]) -> int:
    """Write the files, or with --check tell whether they are as they would be written."""
    listed = pot(gather())
    made = {LOCALE / "cphub.pot": listed}
    made |= {path: updated(path, listed) for path in sorted(LOCALE.glob("*.po"))}
    stale = False
    for path, file in made.items():
        text = f"{file}\n"
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale = True
        print(f"{path.relative_to(ROOT.parent)} {'is out of date' if arguments else 'written'}")
        if not arguments:
            path.write_text(text, encoding="utf-8")
    return 1 if stale and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
