"""What several commands have in common is declared once."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from cphub import cli

FILES = sorted(Path(cli.__file__).parent.glob("*.py"))


def test_no_two_files_declare_the_same_parameter() -> None:
    declared: dict[str, set[str]] = defaultdict(set)
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("typer."):
                said = {word.arg: ast.unparse(word.value) for word in node.keywords}
                if "help" in said:
                    declared[f"{said.get('metavar')}: {said['help']}"].add(path.name)
    assert len(declared) > 50
    twice = {what: names for what, names in declared.items() if len(names) > 1}
    # One takes its words one by one, the other in quotation marks.
    page = "'PAGE': \"A title, WIKI:TITLE, WIKI:PAGE-ID or a page's address.\""
    assert twice == {page: {"resource.py", "show.py"}}
