"""Take rows of another catalogue into one's own: what is newer or new, and only what is sound.

Facts and findings are not taken: they are worked out again here. What one's own catalogue
knows of a revision stays; the wiki's own row, the runs and their warnings are not touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from cphub.catalogue.catalogue import Catalogue
from cphub.catalogue.offered import COLUMNS, Offer, Offered, Rejected
from cphub.catalogue.pages import Stored, kind_of
from cphub.catalogue.rows import read_member
from cphub.errors import CatalogueError
from cphub.model.pages import State, Wiki

_VALUES = ", ".join("?" * (len(COLUMNS) + 1))
_CHANGES = ", ".join(
    f"{name} = excluded.{name}" for name in COLUMNS if name not in {"page_id", "first_seen"}
)


@dataclass
class Taken:
    """What came of an import: pages by what became of them, and what was not taken.

    `pages` counts `new`, `newer` (a newer revision than one's own) and `known`. `names`
    maps the other catalogue's short names of wikis to one's own, where they differ.
    """

    pages: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    memberships: int = 0
    titles: int = 0
    names: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)


def take(own: Catalogue, offered: Offered, run: int) -> Taken:
    """Take over what `offered` has, in one transaction; a page comes whole or not at all.

    Raises:
        CatalogueError: one's own catalogue cannot be written, or the other one not be read.
    """
    taken = Taken()
    with own.write():
        for wiki in offered.wikis():
            name = _wiki(own, wiki, taken)
            sources = _sources(own, offered, wiki.name, name, taken)
            for offer in offered.pages(wiki.name):
                try:
                    with own.write():
                        _page(own, (run, name), offer, sources, taken)
                except CatalogueError as error:
                    if not own.database.in_transaction:  # a full disk undid all of it
                        raise
                    taken.rejected.append(Rejected(f"page {name}:{offer.page_id}", error.message))
            taken.titles += own.run_many(
                "INSERT INTO titles (wiki, title, missing, target, asked) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (wiki, title) DO UPDATE SET missing = excluded.missing,"
                " target = excluded.target, asked = excluded.asked"
                " WHERE excluded.asked > coalesce(titles.asked, '')",
                [(name, *row) for row in offered.titles(wiki.name)],
            )
    taken.rejected += offered.rejected
    return taken


def _wiki(own: Catalogue, wiki: Wiki, taken: Taken) -> str:
    """Return the wiki's short name here; a wiki is known by wikiid and API address."""
    known = own.row("SELECT name FROM wikis WHERE wikiid = ? AND api = ?", (wiki.wikiid, wiki.api))
    if known:
        name = str(known[0])
    else:
        names = set(own.wikis())
        name, number = wiki.name, 2
        while name in names:
            name, number = f"{wiki.name}-{number}", number + 1
        own.save_wiki(replace(wiki, name=name))
    if name != wiki.name:
        taken.names[wiki.name] = name
    return name


def _sources(
    own: Catalogue, offered: Offered, theirs: str, name: str, taken: Taken
) -> frozenset[str]:
    """Return the sources whose pages can be told as theirs: new here, or the same as here."""
    known = {row[0]: row[1:] for row in own.rows("SELECT name, wiki, kind, settings FROM sources")}
    usable = set()
    for source, kind, settings in offered.sources(theirs):
        if source not in known:
            own.run("INSERT INTO sources VALUES (?, ?, ?, ?)", (source, name, kind, settings))
            taken.sources.append(source)
        elif known[source] != (name, kind, settings):
            why = "there is another source of this name here; its pages come without it"
            taken.rejected.append(Rejected(f"source {source}", why))
            continue
        usable.add(source)
    return frozenset(usable)


def _page(
    own: Catalogue,
    at: tuple[int, str],
    offer: Offer,
    sources: frozenset[str],
    taken: Taken,
) -> None:
    run, wiki = at
    key = (wiki, offer.page_id)
    known = own.row(
        "SELECT namespace, title, language, state, revision FROM pages"
        " WHERE wiki = ? AND page_id = ?",
        key,
    )
    became = "new" if known is None else "newer" if offer.revision > known[4] else "known"
    if became != "known":
        own.run(
            f"INSERT INTO pages (wiki, {', '.join(COLUMNS)}) VALUES ({_VALUES})"  # noqa: S608  # constants
            f" ON CONFLICT (wiki, page_id) DO UPDATE SET {_CHANGES}, history_revision = NULL",
            (wiki, *offer.row),
        )
        for table, count in (("categories", 2), ("langlinks", 2), ("page_props", 2)):
            own.run(f"DELETE FROM {table} WHERE wiki = ? AND page_id = ?", key)  # noqa: S608  # constants
            own.run_many(
                f"INSERT OR IGNORE INTO {table} VALUES (?, ?{', ?' * count})",  # noqa: S608  # constants
                [(*key, *row) for row in offer.beside[table]],
            )
    if known is None:
        own.run_many(
            "INSERT INTO changes (wiki, page_id, run, timestamp, kind, old, new)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*key, run, *row) for row in offer.beside["changes"]],
        )
    elif became == "newer":
        stored = Stored(known[0], known[1], known[2], read_member(State, known[3]), known[4])
        _note(own, run, key, stored, offer)
    texts = 0
    if offer.text is not None:
        texts = own.run(
            "INSERT INTO texts (wiki, page_id, revision, text) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (*key, offer.revision, offer.text),
        )
    members = own.run_many(
        "INSERT OR IGNORE INTO memberships (wiki, page_id, source, via, since, until)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [(*key, *row) for row in offer.beside["memberships"] if row[0] in sources],
    )
    taken.pages[became] += 1
    taken.texts += texts
    taken.memberships += members


def _note(own: Catalogue, run: int, key: tuple[str, int], old: Stored, offer: Offer) -> None:
    """Keep in the page's history here that a newer revision came."""
    new: Mapping[str, object] = dict(zip(COLUMNS, offer.row, strict=True))
    state = read_member(State, str(new["state"]))
    notes = [("edited", str(old.revision), str(offer.revision))]
    if old.title != new["title"]:
        notes.append(("moved", old.title, str(new["title"])))
    if old.state is not state:
        notes.append((kind_of(old.state, state), old.state, state))
    own.run_many(
        "INSERT INTO changes (wiki, page_id, run, timestamp, kind, old, new)"
        " SELECT ?, ?, id, started, ?, ?, ? FROM runs WHERE id = ?",
        [(*key, *note, run) for note in notes],
    )
