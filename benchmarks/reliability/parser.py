"""Read texts made to break a parser, each in a process of its own; print the worst as JSON.

Seconds are of the processor, so that a busy machine does not matter, as the limit that the
program's own workers have.
"""

from __future__ import annotations

import json
import os

from tests.wikitext.test_pool import hostile as repeated
from tests.workflows.test_hostile_pages import hostile as pages

from cphub.data import load_vocabulary
from cphub.wikitext.reader import read
from cphub.wikitext.words import Words


def main() -> None:
    """Read, measure, print."""
    vocabulary = load_vocabulary()
    read("warm it up", Words(), "en", vocabulary)
    texts = repeated() | pages()
    seconds, kilobytes, failed = 0.0, 0, []
    for name, text in texts.items():
        child = os.fork()
        if not child:
            read(text, Words(), "en", vocabulary)
            os._exit(0)
        _, status, used = os.wait4(child, 0)
        failed += [name] if status else []
        seconds = max(seconds, used.ru_utime + used.ru_stime)
        kilobytes = max(kilobytes, used.ru_maxrss)
    told = {"texts": len(texts), "failed": len(failed), "seconds": seconds, "MB": kilobytes // 1024}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
