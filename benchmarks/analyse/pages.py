"""Make wikitext pages as learning material has them: prose, lists, tables, notes, boxes.

Each page is made from a number, so the same number gives the same page on every machine.
Sizes vary as they do on wikis (log-normal, mean 10 kB), and so do kinds: guides, overviews
with tables, translated pages, reports with many references.
"""

# ruff: noqa: E501, PLR2004, RUF001  # shares of kinds of text, and sentences in their scripts

from __future__ import annotations

import random
from collections.abc import Iterator

SENTENCES = {
    "en": """This guide explains how a museum can share its images with Wikimedia projects.
Before you start, agree with your colleagues on the licence and on who will do the work.
The batch upload took place in {month} {year} and more than two thousand files were added.
Volunteers can register on the project page, where the organisers answer questions every week.
A good description tells what the picture shows, when it was made and where the original is kept.
If something goes wrong, ask at the help desk; somebody usually answers within a day or two.
The workshop was designed for librarians who had never edited an encyclopedia before.
Metadata should be cleaned in a spreadsheet first, because mistakes are hard to mend later.
Participants said that small tasks with a visible result were what kept them motivated.
It is better to upload ten well described files than a thousand that nobody can find.""",
    "sv": """Den här guiden beskriver hur ett museum kan dela sina bilder med Wikimedias projekt.
Innan ni börjar bör ni komma överens om licensen och om vem som ska göra arbetet.
Uppladdningen ägde rum i {month} {year} och mer än tvåtusen filer lades till.
Volontärer kan anmäla sig på projektsidan, där arrangörerna svarar på frågor varje vecka.
En bra beskrivning berättar vad bilden visar, när den togs och var originalet finns.
Om något går fel kan du fråga vid hjälpdisken, där någon brukar svara inom en dag eller två.
Workshoppen var gjord för bibliotekarier som aldrig tidigare hade redigerat ett uppslagsverk.
Metadata bör städas i ett kalkylblad först, eftersom misstag är svåra att rätta till senare.
Deltagarna sade att små uppgifter med ett synligt resultat var det som höll dem motiverade.""",
    "fr": """Ce guide explique comment un musée peut partager ses images avec les projets Wikimedia.
Avant de commencer, mettez-vous d'accord sur la licence et sur les personnes chargées du travail.
L'import a eu lieu en {month} {year} et plus de deux mille fichiers ont été ajoutés.
Les bénévoles peuvent s'inscrire sur la page du projet, où l'équipe répond aux questions.
Une bonne description indique ce que montre l'image, quand elle a été faite et où se trouve l'original.
En cas de problème, posez la question au service d'aide, qui répond en général sous deux jours.
L'atelier était destiné à des bibliothécaires qui n'avaient jamais modifié une encyclopédie.
Les métadonnées doivent d'abord être nettoyées, car les erreurs sont difficiles à corriger.""",
    "de": """Diese Anleitung erklärt, wie ein Museum seine Bilder mit den Wikimedia-Projekten teilt.
Bevor Sie anfangen, einigen Sie sich auf die Lizenz und darauf, wer die Arbeit übernimmt.
Das Hochladen fand im {month} {year} statt, dabei kamen über zweitausend Dateien hinzu.
Freiwillige können sich auf der Projektseite eintragen, wo Fragen jede Woche beantwortet werden.
Eine gute Beschreibung sagt, was das Bild zeigt, wann es entstand und wo das Original liegt.
Der Workshop richtete sich an Bibliothekarinnen, die noch nie eine Enzyklopädie bearbeitet hatten.""",
    "ru": """Это руководство объясняет, как музей может поделиться изображениями с проектами Викимедиа.
Прежде чем начать, договоритесь о лицензии и о том, кто будет выполнять работу.
Загрузка состоялась в {year} году, и было добавлено более двух тысяч файлов.
Хорошее описание говорит, что изображено, когда это было сделано и где хранится оригинал.
Участники сказали, что небольшие задачи с видимым результатом поддерживали их интерес.""",
    "ar": """يشرح هذا الدليل كيف يمكن للمتحف مشاركة صوره مع مشاريع ويكيميديا.
قبل أن تبدأ اتفق مع زملائك على الرخصة وعلى من سيقوم بالعمل.
تمت عملية الرفع في عام {year} وأضيف أكثر من ألفي ملف.
الوصف الجيد يقول ما الذي تظهره الصورة ومتى صنعت وأين يحفظ الأصل.""",
    "ja": """このガイドでは、博物館がウィキメディアのプロジェクトと画像を共有する方法を説明します。
始める前に、ライセンスと作業の担当者について同僚と合意してください。
アップロードは{year}年に行われ、二千以上のファイルが追加されました。
よい説明とは、画像に何が写っているか、いつ作られたか、原本がどこにあるかを伝えるものです。""",
}
MONTHS = {
    "en": "January March May June September", "sv": "januari mars maj juni september",
    "fr": "janvier mars mai juin septembre", "de": "Januar März Mai Juni September",
}  # fmt: skip
NAMES = ["GLAM", "Wikidata", "Commons", "OpenRefine", "Structured data", "Help desk", "Museums"]


def make(number: int) -> tuple[str, str]:
    """Return page `number`'s text and language."""
    chance = random.Random(number)  # noqa: S311  # pages, no secrets
    language = chance.choices(list(SENTENCES), [8, 3, 3, 2, 2, 1, 1])[0]
    size = max(600, int(chance.lognormvariate(8.95, 0.75)))
    parts = ["".join(_head(chance, language))]
    length = len(parts[0])
    while length < size:
        part = "".join(_section(chance, language))
        parts.append(part)
        length += len(part)
    parts.append("\n== References ==\n{{reflist}}\n\n{{Navbox GLAM}}\n")
    parts.extend(f"[[Category:{name}]]\n" for name in chance.sample(NAMES, 3))
    return "".join(parts), language


def _head(chance: random.Random, language: str) -> Iterator[str]:
    if chance.random() < 0.4:
        yield "<languages/>\n"
    if chance.random() < 0.6:
        yield "{{Infobox project\n"
        for name in ("name", "image", "start", "website", "contact", "status"):
            yield f"| {name:<8} = {chance.choice(NAMES)} {chance.randrange(2008, 2026)}\n"
        yield "}}\n"
    yield f"'''{chance.choice(NAMES)}''' " + _prose(chance, language, 3) + "\n"


def _section(chance: random.Random, language: str) -> Iterator[str]:
    level = "=" * chance.choice([2, 2, 3])
    yield f"\n{level} {chance.choice(NAMES)} {chance.randrange(100)} {level}\n"
    kind = chance.random()
    if chance.random() < 0.25:
        yield f"[[File:Example {chance.randrange(99)}.jpg|thumb|left|{_prose(chance, language, 1)}]]\n"
    yield _prose(chance, language, chance.randrange(2, 6)) + "\n\n"
    if kind < 0.35:
        for _ in range(chance.randrange(3, 9)):
            yield f"* {_prose(chance, language, 1)}\n"
    elif kind < 0.5:
        yield '{| class="wikitable sortable"\n! Name !! Year !! Files\n'
        for _ in range(chance.randrange(3, 10)):
            name = chance.choice(NAMES)
            yield f"|-\n| [[{name}]] || {chance.randrange(2010, 2026)} || '''{chance.randrange(9999)}'''\n"
        yield "|}\n"
    elif kind < 0.6:
        yield '<div class="box" style="padding:1em">\n' + _prose(chance, language, 2) + "\n</div>\n"
    elif kind < 0.7:
        yield "<syntaxhighlight lang=\"python\">\nfor page in pages:\n    print(page['title'])\n</syntaxhighlight>\n"
    yield _prose(chance, language, chance.randrange(1, 5)) + "\n"


def _prose(chance: random.Random, language: str, number: int) -> str:
    sentences = SENTENCES[language].split("\n")
    months = MONTHS.get(language, "").split() or [""]
    made = []
    for _ in range(number):
        text = chance.choice(sentences).format(
            month=chance.choice(months), year=chance.randrange(2009, 2026)
        )
        words = text.split(" ")
        for _ in range(chance.choice([1, 1, 2, 3])):
            at = chance.randrange(len(words))
            words[at] = chance.choice(_MARKS).format(words[at], n=chance.randrange(999))
        if chance.random() < 0.35:
            words.append(_note(chance))
        made.append(" ".join(words))
    return " ".join(made)


_MARKS = [
    "[[{0}]]", "[[Help:Page {n}|{0}]]", "[[{0} ({n})|{0}]]", "''{0}''", "'''{0}'''",
    "[https://example.org/wiki/{n} {0}]", "{{{{tl|{0}}}}}", "<small>{0}</small>",
]  # fmt: skip


def _note(chance: random.Random) -> str:
    number = chance.randrange(9999)
    if chance.random() < 0.3:
        return f'<ref name="n{number}" />'
    return (
        f'<ref name="n{number}">{{{{cite web |url=https://example.org/a/{number} |title=Report '
        f"{number} |last=Doe |first=J. |date={chance.randrange(2009, 2026)}-05-0{number % 9 + 1} "
        "|access-date=2024-01-01}}</ref>"
    )
