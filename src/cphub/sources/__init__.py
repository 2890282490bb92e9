"""Where pages come from: one kind of source a file."""
