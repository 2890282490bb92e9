"""The tables of resources and of what ties their editions: a step of `migrations`. Never edited."""

from cphub.catalogue.first_views import URL

TABLES = (
    """
    CREATE TABLE resources (
        id INTEGER PRIMARY KEY,
        first_seen TEXT NOT NULL,
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        merged_into INTEGER REFERENCES resources(id),
        merged TEXT,
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    )""",
    "CREATE INDEX resources_by_page ON resources(wiki, page_id)",
    "CREATE INDEX resources_by_merged_into ON resources(merged_into)",
    """
    CREATE TABLE editions (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        resource INTEGER NOT NULL REFERENCES resources(id),
        language TEXT NOT NULL,
        is_source INTEGER NOT NULL,
        tie TEXT NOT NULL
            CHECK (tie IN ('person', 'translation', 'langlink', 'wikidata', 'alone')),
        via_wiki TEXT,
        via_page_id INTEGER,
        since TEXT NOT NULL,
        PRIMARY KEY (wiki, page_id),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE,
        FOREIGN KEY (via_wiki, via_page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
    "CREATE INDEX editions_by_resource ON editions(resource)",
    "CREATE INDEX editions_by_via ON editions(via_wiki, via_page_id)",
    """
    CREATE TABLE edition_changes (
        id INTEGER PRIMARY KEY,
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        timestamp TEXT NOT NULL,
        old INTEGER NOT NULL REFERENCES resources(id),
        new INTEGER NOT NULL REFERENCES resources(id),
        tie TEXT NOT NULL,
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    )""",
    "CREATE INDEX edition_changes_by_page ON edition_changes(wiki, page_id)",
    "CREATE INDEX edition_changes_by_old ON edition_changes(old)",
    "CREATE INDEX edition_changes_by_new ON edition_changes(new)",
    """
    CREATE TABLE person_ties (
        id INTEGER PRIMARY KEY,
        kind TEXT NOT NULL CHECK (kind IN ('tied', 'untied', 'source')),
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        other_wiki TEXT NOT NULL,
        other_page_id INTEGER NOT NULL,
        timestamp TEXT NOT NULL,
        until TEXT,
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE,
        FOREIGN KEY (other_wiki, other_page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    )""",
    "CREATE INDEX person_ties_by_page ON person_ties(wiki, page_id)",
    "CREATE INDEX person_ties_by_other ON person_ties(other_wiki, other_page_id)",
    """
    CREATE TABLE births (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        timestamp TEXT,
        asked TEXT NOT NULL,
        PRIMARY KEY (wiki, page_id),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
    """
    CREATE TABLE repositories (
        wiki TEXT PRIMARY KEY REFERENCES wikis(name) ON UPDATE CASCADE,
        repository TEXT NOT NULL
    ) WITHOUT ROWID""",
    """
    CREATE TABLE wikidata_items (
        repository TEXT NOT NULL,
        item TEXT NOT NULL,
        asked TEXT NOT NULL,
        missing INTEGER NOT NULL,
        PRIMARY KEY (repository, item)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE sitelinks (
        repository TEXT NOT NULL,
        item TEXT NOT NULL,
        site TEXT NOT NULL,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        PRIMARY KEY (repository, item, site),
        FOREIGN KEY (repository, item) REFERENCES wikidata_items(repository, item)
    ) WITHOUT ROWID""",
    """
    CREATE TABLE tyings (
        id INTEGER PRIMARY KEY,
        run INTEGER,
        version TEXT NOT NULL,
        timestamp TEXT NOT NULL
    )""",
    f"""
    CREATE VIEW resource_editions AS
    SELECT editions.resource, pages.wiki, pages.title, editions.language, editions.is_source,
        editions.tie, via.title AS tied_to, pages.state, {URL} AS url, editions.since,
        pages.page_id
    FROM editions JOIN pages USING (wiki, page_id) JOIN wikis ON wikis.name = pages.wiki
    LEFT JOIN pages AS via ON via.wiki = via_wiki AND via.page_id = via_page_id
    WHERE EXISTS (SELECT 1 FROM memberships WHERE memberships.wiki = pages.wiki
        AND memberships.page_id = pages.page_id AND until IS NULL)
    ORDER BY editions.resource, editions.is_source DESC, editions.language, pages.wiki,
        pages.title""",  # noqa: S608  # constants of this file
)
