"""The catalogue: SQLite, one file. Only here: sqlite_utils and SQL."""
