"""Measure a check of 5,000 addresses on 500 hosts: time against politeness, and memory.

    python -m benchmarks.links [--hosts 500] [--each 10] [--pause 1.0]

Politeness alone takes as long as its pauses: on each host one between any two of the requests
that its log shows, twenty hosts at a time.
"""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from cphub.catalogue import open_catalogue
from cphub.linkcheck.linkcheck import Limits, check_links
from cphub.model.links import LinkState, judge

AGENT = "cphub-benchmark/1.0 (benchmark@example.org)"


def main() -> None:
    """Measure, and print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--hosts", type=int, default=500)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--pause", type=float, default=1.0)
    asked = parser.parse_args()
    limits = Limits(pause=asked.pause, allow_private=True)
    family = [sys.executable, "-m", "benchmarks.links.family"]
    with subprocess.Popen(
        family, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout  # noqa: S101  # a pipe
        port = int(server.stdout.readline())
        urls = [
            f"http://127.1.{host // 250}.{host % 250 + 1}:{port}/{page}{'.pdf' * (page % 3 == 0)}"
            for host in range(asked.hosts)
            for page in range(asked.each)
        ]
        began = time.monotonic()
        states = check(urls, limits)
        took = time.monotonic() - began
        log = json.loads(server.communicate("")[0])
    pauses = sum(len(requests) - 1 for requests in log.values()) * asked.pause
    alone = max(pauses / limits.hosts, max(len(one) - 1 for one in log.values()) * asked.pause)
    gaps = [
        after[0] - before[1]
        for requests in log.values()
        for before, after in itertools.pairwise(sorted(requests))
    ]
    print(f"addresses          {len(urls):,} on {len(log):,} hosts, {states}")
    print(f"requests           {sum(map(len, log.values())):,}")
    print(f"shortest pause     {min(gaps):.3f} s of {asked.pause:g} s asked for")
    print(f"time               {took:.1f} s; politeness alone {alone:.1f} s: {took / alone:.2f}")
    print(f"memory             {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def check(urls: list[str], limits: Limits) -> dict[str, int]:
    """Check and save as `cphub check-links` does; return how many addresses are what."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "catalog.db"
        with open_catalogue(path, write=True) as catalogue:
            found = check_links(urls, AGENT, limits=limits)
            for batch in iter(lambda: list(itertools.islice(found, 25)), []):
                now = datetime.now(UTC)
                catalogue.save_links([judge(None, seen, now) for seen in batch])
            counts = catalogue.count_links()
    return {state.value: counts[state] for state in LinkState if state in counts}


if __name__ == "__main__":
    main()
