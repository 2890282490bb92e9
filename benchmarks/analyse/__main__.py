"""Compare cphub's reading with a bare parse: `python benchmarks/analyse [PAGES]`."""

from __future__ import annotations

from comparison import main

if __name__ == "__main__":
    main()
