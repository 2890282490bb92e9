"""One verb a file: reads, calls, saves."""
