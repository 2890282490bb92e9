"""The tables of what audits need not look at again: a step of `migrations`. Never edited."""


def counting(table: str, what: str = "inputs") -> tuple[str, ...]:
    """Return triggers that count every change of a table's rows, whoever makes it."""
    return tuple(
        f"CREATE TRIGGER {table}_{event.lower()}_counted AFTER {event} ON {table}"  # noqa: S608  # constants
        f" BEGIN UPDATE change_counts SET changes = changes + 1 WHERE what = '{what}'; END"
        for event in ("INSERT", "UPDATE", "DELETE")
    )


TABLES = (
    # `inputs` counts changes of what rules look at, `findings` those of what they said.
    "CREATE TABLE change_counts (what TEXT PRIMARY KEY, changes INTEGER NOT NULL) WITHOUT ROWID",
    "INSERT INTO change_counts VALUES ('inputs', 0), ('findings', 0)",
    # The open findings of `rule` are what it says of the inputs at that count.
    """
    CREATE TABLE audited (
        rule TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL,
        inputs INTEGER NOT NULL,
        findings INTEGER NOT NULL
    ) WITHOUT ROWID""",
    *counting("wikis"),
    *counting("pages"),
    *counting("categories"),
    *counting("langlinks"),
    *counting("page_props"),
    *counting("memberships"),
    *counting("titles"),
    *counting("facts"),
    *counting("texts"),
    *counting("resources"),
    *counting("editions"),
    *counting("person_ties"),
    *counting("translatable_pages"),
    *counting("translation_stats"),
    *counting("baselines"),
    *counting("met_revisions"),
    *counting("findings", "findings"),
)
