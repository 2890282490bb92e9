"""Vocabularies, kept as TOML beside this file."""
