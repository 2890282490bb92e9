"""The command line: parse, settings, one workflow, show, exit."""
