"""The table of addresses that pages link to: a step of `migrations`. Never edited.

What a check saw of an address is said of no page or wiki, so it has neither.
"""

from cphub.catalogue.audited_tables import counting

TABLES = (
    """
    CREATE TABLE link_targets (
        url TEXT PRIMARY KEY,
        status TEXT NOT NULL
            CHECK (status IN ('ok', 'moved', 'suspected', 'dead', 'unknown')),
        reason TEXT NOT NULL,
        checked TEXT NOT NULL,
        location TEXT NOT NULL,
        first_failed TEXT,
        checks INTEGER NOT NULL
    ) WITHOUT ROWID""",
    *counting("link_targets"),
)
