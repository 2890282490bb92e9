"""Reading wikitext: text in, facts out. Only here: mwparserfromhell, langdetect, py3langid."""
