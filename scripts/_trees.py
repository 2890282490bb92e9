"""The code as trees: modules by name, what a name means in them, what calls give."""

# ruff: noqa: C901, PLR0911  # one case for each kind of expression

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent / "src"
OF_OWNER = {"get", "astimezone", "items", "values", "keys", "date", "most_common", "pairs"}


@dataclass
class Module:
    """A module's tree, by names."""

    name: str
    path: Path
    tree: ast.Module
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)
    constants: dict[str, ast.expr] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)


@cache
def module(name: str) -> Module | None:
    """Return one of cphub's modules, None of any other."""
    path = ROOT / Path(*name.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    if not name.startswith("cphub") or not path.exists():
        return None
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = Module(name, path, tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            found.functions.setdefault(node.name, node)
        elif isinstance(node, ast.ClassDef):
            found.classes[node.name] = node
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                found.imports[alias.asname or alias.name] = (node.module, alias.name)
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.constants[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found.constants[node.target.id] = node.value
    return found


@dataclass(frozen=True)
class Scope:
    """Where an expression stands: its module, its function, what the parameters are."""

    module: Module
    function: ast.FunctionDef | None = None
    bound: Mapping[str, tuple[ast.expr, Scope]] = field(default_factory=dict)
    depth: int = 0

    def nodes(self) -> Iterator[ast.AST]:
        """Yield the nodes of the function, or those of the module that are in none."""
        return own_nodes(self.function or self.module.tree)

    @property
    def key(self) -> str:
        return f"{self.module.name}.{self.function.name if self.function else ''}{self.depth}"


def name_of(node: ast.AST) -> str:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Attribute(attr="value" | "name", value=inner) if not isinstance(inner, ast.Name):
            return name_of(inner)
        case ast.Attribute(attr=name):
            return name
        case ast.Call(func=ast.Name(id="len" | "sum" | "sorted" | "set" | "map"), args=[*_, one]):
            return name_of(one)
        case ast.Call(func=ast.Attribute(attr=attr, value=inner)) if attr in OF_OWNER:
            return name_of(inner)
        case ast.Call(func=function):
            return name_of(function)
        case ast.Subscript(value=inner) | ast.Starred(value=inner) | ast.Await(value=inner):
            return name_of(inner)
        case ast.GeneratorExp(generators=[first, *_]) | ast.ListComp(generators=[first, *_]):
            return name_of(first.iter)
        case ast.BinOp(left=left):
            return name_of(left)
        case ast.BoolOp(values=[first, *_]):
            return name_of(first)
        case _:
            return "value"


def is_plural(node: ast.expr) -> bool:
    """Tell whether this is "s" but for one."""
    if not isinstance(node, ast.FormattedValue):
        return False
    match node.value:
        case ast.BinOp(op=ast.Mult(), left=ast.Constant(value="s")):
            return True
        case ast.IfExp(body=ast.Constant(value="" | "s"), orelse=ast.Constant(value="" | "s")):
            return True
        case ast.Call(func=ast.Name(id="_s" | "plural")):
            return True
        case _:
            return False


def is_number(node: ast.expr) -> bool:
    if not isinstance(node, ast.FormattedValue) or is_plural(node):
        return False
    spec = node.format_spec
    if isinstance(spec, ast.JoinedStr):
        return any(isinstance(one, ast.Constant) and one.value == "," for one in spec.values)
    return isinstance(node.value, ast.Name | ast.Subscript | ast.Call)


def is_one(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value == 1


def place(name: str, targets: list[ast.expr]) -> int | None:
    return next((n for n, one in enumerate(targets) if name_of(one) == name), None)


def parameters(function: ast.FunctionDef) -> list[str]:
    arguments = function.args
    return [one.arg for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]


def arguments(function: ast.FunctionDef, call: ast.Call) -> dict[str, ast.expr]:
    """Return what a call gives each parameter; defaults are not looked at."""
    names = [one.arg for one in (*function.args.posonlyargs, *function.args.args)]
    if names[:1] == ["self"]:
        names = names[1:]
    found = {}
    for name, one in zip(names, call.args, strict=False):
        if isinstance(one, ast.Starred):
            break
        found[name] = one
    return found | {one.arg: one.value for one in call.keywords if one.arg}


def own_nodes(function: ast.FunctionDef | ast.Module | None) -> Iterator[ast.AST]:
    """Yield a function's nodes, or a module's, without those of functions in it."""
    if function is None:
        return
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop(0)
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            continue
        yield node
        if not isinstance(node, ast.Lambda):
            waiting = [*ast.iter_child_nodes(node), *waiting]


def calls(where: Module, name: str) -> list[tuple[ast.FunctionDef | None, ast.Call]]:
    found: list[tuple[ast.FunctionDef | None, ast.Call]] = []
    for function in where.functions.values():
        found += [
            (function, node)
            for node in own_nodes(function)
            if isinstance(node, ast.Call) and name_of(node.func) == name
        ]
    return found


def imported_module(where: Module, alias: str) -> Module | None:
    if alias not in where.imports:
        return None
    return module(".".join(where.imports[alias]))


def constant(name: str, where: Module) -> tuple[ast.expr, Scope] | None:
    if name in where.constants:
        return where.constants[name], Scope(where)
    if name in where.imports and (source := module(where.imports[name][0])):
        return constant(where.imports[name][1], source)
    return None


def class_of(where: Module, name: str) -> ast.ClassDef | None:
    if name in where.classes:
        return where.classes[name]
    if name in where.imports and (source := module(where.imports[name][0])):
        return source.classes.get(name)
    return None
