"""Measure how often the reader is right about a page's language.

    python -m benchmarks.analyse.languages MEDIAWIKI/languages/i18n

The samples are MediaWiki's own messages: pages of eight random ones (some 600 characters),
labelled rightly and wrongly. A sound page that is condemned is a false alarm; a wrong one
that is not is missed.
"""

from __future__ import annotations

import json
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

from cphub.wikitext.codes import language_code, similar
from cphub.wikitext.detectors import Langdetect, Py3langid
from cphub.wikitext.language import tell

MARKUP = re.compile(r"\{\{.*?\}\}|<[^>]*>|\[\S+|\$\d|[\[\]'{}|]")
CODES = """ar bn ca cs da de el en eo es eu fa fi fr gl he hi hr hu id it ja ko lt mk nb nl nn pl pt
ro ru sk sl sr-ec sv ta th tr uk ur vi zh-hans yo sw af et"""
PAGES = 40  # of a language
FEWEST = 60  # messages of a language
LONG = 60  # characters of a message


def pages(folder: Path, code: str, chance: random.Random) -> list[list[str]]:
    """Return pages of eight messages in one language."""
    file = folder / f"{code}.json"
    if not file.exists():
        return []
    texts = [
        MARKUP.sub("", text)
        for text in json.loads(file.read_text("utf-8")).values()
        if isinstance(text, str) and len(text) > LONG and "\n" not in text
    ]
    return [chance.sample(texts, 8) for _ in range(PAGES)] if len(texts) >= FEWEST else []


def main() -> None:
    """Print the shares."""
    chance = random.Random(1)  # noqa: S311  # samples, no secrets
    first, second = Py3langid(), Langdetect()
    known = first.languages & second.languages
    corpus = {code: pages(Path(sys.argv[1]), code, chance) for code in CODES.split()}
    corpus = {code: found for code, found in corpus.items() if found}
    confirmed, odd, number = 0, Counter[str](), 0
    start = time.process_time()
    for code, found in corpus.items():
        for texts in found:
            told = tell(texts, code, first, second)
            number += 1
            confirmed += told.code == language_code(code)
            if told.agreed or told.other:
                odd[
                    f"{code}: {'condemned' if told.agreed else 'mixed'} {told.code} {told.other}"
                ] += 1
    took = (time.process_time() - start) / number * 1000
    print(f"{number} sound pages in {len(corpus)} languages: {confirmed / number:.1%} confirmed,")
    print(f"condemned or called mixed: {dict(odd) or 'none'}; {took:.2f} ms a page")
    caught, wrong, missed = 0, 0, Counter[str]()
    for code, found in corpus.items():
        for texts in found:
            label = chance.choice(list(corpus))
            if (
                similar(language_code(label), language_code(code))
                or language_code(label) not in known
            ):
                continue
            told = tell(texts, label, first, second)
            wrong += 1
            if told.agreed and told.code == language_code(code):
                caught += 1
            else:
                missed[code] += 1
    print(f"{wrong} pages under a wrong label: {caught / wrong:.1%} caught; missed {dict(missed)}")


if __name__ == "__main__":
    main()
