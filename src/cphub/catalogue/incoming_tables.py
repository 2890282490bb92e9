"""The tables of how many pages link to each page: a step of `migrations`. Never edited."""

TABLES = (
    # As the last audit that looked counted them, so that they need not be counted again.
    """
    CREATE TABLE incoming_links (
        wiki TEXT NOT NULL,
        page_id INTEGER NOT NULL,
        links INTEGER NOT NULL,
        PRIMARY KEY (wiki, page_id),
        FOREIGN KEY (wiki, page_id) REFERENCES pages(wiki, page_id) ON UPDATE CASCADE
    ) WITHOUT ROWID""",
    # What they were counted from: the version of the facts, and `inputs` of `change_counts`.
    "CREATE TABLE incoming_links_of (version TEXT NOT NULL, inputs INTEGER NOT NULL)",
)
