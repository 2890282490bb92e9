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
    code = {
        path.relative_to(PACKAGE).as_posix(): path.read_bytes()
        for path in sorted(PACKAGE.rglob("*.py"))
    }
    common = [
        sys.version,
        _digest_of(code),
        vocabulary.digest,
        facts_version(vocabulary),
        settings.languages,
    ]
    by_day = _dated(code)
    found = {}
    for name, rule in rules.items():
        module = rule.function.__name__
        path = f"rules/{module}.py"
        if path in code and rule.function.__module__ == f"cphub.rules.{module}":
            day = today.isoformat() if path in by_day else ""
            parts = [*common, name, settings.rules.get(name, {}), day]
            said = json.dumps(parts, sort_keys=True, ensure_ascii=False, default=repr)
            found[name] = hashlib.sha256(said.encode(errors="surrogatepass")).hexdigest()
    return found


def _dated(code: Mapping[str, bytes]) -> set[str]:
    """Return the rules' files that name the day, or may ask code that does.

    They may ask the vocabulary, helpers (all may be asked by all), and rules that they name.
    """
    rules = {path: text for path, text in code.items() if path.startswith("rules/")}
    if any(DAY in text for path, text in code.items() if path.startswith(("rules/_", "data/"))):
        return set(rules)
    names = {path: Path(path).stem.encode() for path in rules if "/_" not in path}
    return {
        path
        for path, text in rules.items()
        if DAY in text or any(name in text for other, name in names.items() if other != path)
    }


def _digest_of(code: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for path, text in code.items():
        digest.update(f"{path}\0{len(text)}\0".encode())
        digest.update(text)
    return digest.hexdigest()
