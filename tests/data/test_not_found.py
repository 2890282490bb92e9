"""What error pages call themselves is known; what only speaks of errors is left alone."""

from __future__ import annotations

import pytest

from cphub.data.not_found import shipped_not_found


@pytest.mark.parametrize(
    "title",
    [
        "404 Not Found",
        "404 - Page not found | Example",
        "Oops! That page can't be found.",
        "Sidan hittades inte - Riksarkivet",
        "Hoppsan, sidan finns inte längre",
        "Page introuvable — Ministère",
        "Erreur 404 : page non trouvée",
        "Fehler 404: Seite nicht gefunden",
        "Página no encontrada | Biblioteca",
        "Страница не найдена",
    ],
)
def test_a_page_that_is_not_there_says_so(title: str) -> None:
    assert shipped_not_found().says([title]) == title


@pytest.mark.parametrize(
    "title",
    [
        "HTTP 404 - Wikipedia",
        "How to fix page not found errors",
        "Lost and found",
        "Why the page could not be found: a study of link rot",
        "404",
        "Error messages - Help",
        "Not found in translation",
        "Sidan om oss",
        "",
    ],
)
def test_a_page_that_speaks_of_it_is_there(title: str) -> None:
    words = shipped_not_found()
    assert not words.says([title])
    assert not words.for_sale([title])


def test_phrases_do_not_contradict_one_another() -> None:
    words = shipped_not_found()
    assert not words.phrases & words.login
    assert words.phrases
    assert all(words.says([phrase]) for phrase in words.phrases)
