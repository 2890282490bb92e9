"""Compare cphub's reading with a bare parse: `python -m benchmarks.analyse [PAGES]`."""

from __future__ import annotations

from benchmarks.analyse.comparison import main

if __name__ == "__main__":
    main()
