"""Three real MediaWikis that know each other: meta (English, all languages), svwiki, frwiki."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from tests.live.mediawiki import MediaWiki

LANGUAGES = {"meta": "en", "svwiki": "sv", "frwiki": "fr"}
SITENAMES = {"meta": "Example Meta", "svwiki": "Exempelwikin", "frwiki": "Wiki d'exemple"}


class Family:
    """The wikis by their short names."""

    def __init__(self, wikis: Mapping[str, MediaWiki]) -> None:
        self.wikis = wikis
        self.meta = wikis["meta"]
        self.svwiki = wikis["svwiki"]
        self.frwiki = wikis["frwiki"]

    def config(self, *sources: str, contact: str = "https://example.org/User:Example") -> str:
        """Return a cphub.toml that names the wikis, followed by `sources`."""
        wikis = [
            f'[wikis.{wiki.name}]\napi = "{wiki.api}"\nallow_insecure = true\n'
            for wiki in self.wikis.values()
        ]
        head = f'contact = "{contact}"\nlanguages = ["sv", "fr"]\n'
        return "\n".join([head, *wikis, *sources])


@contextmanager
def running_family(
    directory: Path, *, article_path: str = "/index.php?title=$1"
) -> Iterator[Family]:
    """Install and serve the family in `directory`; stop it at the end."""
    wikis = {name: MediaWiki(name, code, directory) for name, code in LANGUAGES.items()}
    try:
        with ThreadPoolExecutor(max_workers=len(wikis)) as pool:
            list(
                pool.map(
                    lambda wiki: wiki.install(SITENAMES[wiki.name], article_path), wikis.values()
                )
            )
        for wiki in wikis.values():
            wiki.know(other for other in wikis.values() if other is not wiki)
            wiki.start()
        yield Family(wikis)
    finally:
        for wiki in wikis.values():
            wiki.stop()
