"""The table of tools that Toolhub tells of: a step of `migrations`. Never edited.

Only what tells that a tool is gone is kept, and the addresses of tools that are not.
"""

from cphub.catalogue.audited_tables import counting

TABLES = (
    """
    CREATE TABLE services (
        name TEXT PRIMARY KEY,
        title TEXT NOT NULL,
        url TEXT NOT NULL,
        deprecated INTEGER NOT NULL,
        replaced_by TEXT NOT NULL,
        modified TEXT NOT NULL,
        asked TEXT NOT NULL
    ) WITHOUT ROWID""",
    *counting("services"),
)
