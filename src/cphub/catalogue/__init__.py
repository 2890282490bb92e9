"""The catalogue: SQLite, one file. Only here: sqlite_utils and SQL."""

from cphub.catalogue.catalogue import Catalogue, folder_of, open_catalogue
from cphub.catalogue.listings import Cursor
from cphub.catalogue.runs import Counts, RunWarning, Source

__all__ = ["Catalogue", "Counts", "Cursor", "RunWarning", "Source", "folder_of", "open_catalogue"]
