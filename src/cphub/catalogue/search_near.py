"""Where nothing was found: words that pages have and that may be meant."""

from __future__ import annotations

from cphub.catalogue.search_index import SearchIndex
from cphub.catalogue.search_query import Query
from cphub.catalogue.search_words import is_unspaced, tokens

NEAR = 0.7
"""How like a word must be, of 1; one letter wrong of five is 0.8 (rapidfuzz's OSA)."""

LIKE = 3
"""Words to suggest for one."""

MOST = 20_000
"""Words of the index that are compared."""


class SearchNear(SearchIndex):
    """The part of the catalogue that knows which words its pages have."""

    def near(self, query: Query) -> dict[str, list[str]]:
        """Return, for each word that no page has, words like it as they stand on pages."""
        return {
            token: [self._as_written(like) for like in self._like(token)]
            for term in query.terms
            for token in term.tokens
            if not is_unspaced(token) and not self._begun(token, 1)
        }

    def _begun(self, start: str, most: int) -> list[str]:
        """Return words of the index that begin so."""
        return [
            term
            for (term,) in self.rows(
                "SELECT term FROM search_words WHERE term >= ? AND term < ? LIMIT ?",
                (start, f"{start}\U0010ffff", most),
            )
        ]

    def _like(self, token: str) -> list[str]:
        from rapidfuzz import process  # noqa: PLC0415  # only where nothing was found
        from rapidfuzz.distance import OSA  # noqa: PLC0415  # likewise

        for start in (token[:2], token[:1]):
            found = process.extract(
                token,
                self._begun(start, MOST),
                scorer=OSA.normalized_similarity,
                score_cutoff=NEAR,
                limit=LIKE,
            )
            if found:
                return [word for word, _score, _index in found]
        return []

    def _as_written(self, token: str) -> str:
        """Return a word of the index as the first page that has it writes it."""
        page = self.row(
            "SELECT pages.wiki, revision, pages.title FROM search"
            " JOIN search_pages ON search_pages.id = search.rowid"
            " JOIN pages USING (wiki, page_id) WHERE search MATCH ? LIMIT 1",
            (f'"{token}"',),
        )
        if page is not None:
            wiki, revision, title = page
            sections = self.sections(wiki, revision)
            for text in (title, *(s.title for s in sections), *(s.text for s in sections)):
                for found, start, end in tokens(text):
                    if found == token:
                        return str(text[start:end])
        return token
