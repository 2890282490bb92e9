"""What a rule's findings hang on besides the catalogue: code, settings, vocabulary, day."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import cphub
from cphub.data import Vocabulary
from cphub.registry import Plugin
from cphub.settings import Settings
from cphub.wikitext.reader import facts_version

PACKAGE = Path(cphub.__file__).parent
DAY = b"today"


def fingerprints(
    rules: Mapping[str, Plugin], settings: Settings, vocabulary: Vocabulary, today: date
) -> dict[str, str]:
    """Return a digest of all that each rule's findings hang on besides the catalogue.

    Any change of cphub's own code counts. The day counts only for rules that name it: no
    other way leads to it. Rules from elsewhere have no fingerprint: nobody knows what they
    ask.
    """
    code = {path: path.read_bytes() for path in sorted(PACKAGE.rglob("*.py"))}
    common = [
        sys.version,
        _digest_of(code),
        vocabulary.digest,
        facts_version(vocabulary),
        settings.languages,
    ]
    found = {}
    for name, rule in rules.items():
        path = PACKAGE / "rules" / f"{rule.function.__name__}.py"
        if path in code and rule.function.__module__ == f"cphub.rules.{path.stem}":
            parts = [*common, name, settings.rules.get(name, {}), _day(path, code, today)]
            said = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=repr)
            found[name] = hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()
    return found


def _day(rule: Path, code: Mapping[Path, bytes], today: date) -> str:
    """Return the day if the rule, or a helper that any rule may use, names it."""
    shared = (
        text
        for path, text in code.items()
        if path.parent == PACKAGE / "data"
        or (path.parent == rule.parent and path.name.startswith("_"))
        or f"cphub.rules.{path.stem}".encode() in code[rule]
    )
    return today.isoformat() if DAY in code[rule] or any(DAY in text for text in shared) else ""


def _digest_of(code: Mapping[Path, bytes]) -> str:
    digest = hashlib.sha256()
    for path, text in code.items():
        digest.update(f"{path.relative_to(PACKAGE)}\0{len(text)}\0".encode())
        digest.update(text)
    return digest.hexdigest()
