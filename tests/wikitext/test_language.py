"""A page's language is told from its prose; nobody is condemned without two witnesses."""

# ruff: noqa: E501, RUF001  # a case a line, in the scripts that it is about

from __future__ import annotations

from collections.abc import Callable

import pytest

from cphub.model.facts import Facts
from cphub.wikitext.codes import language_code, similar
from cphub.wikitext.detectors import Langdetect, Py3langid
from cphub.wikitext.language import script_of, tell

Read = Callable[..., Facts]

TEXT = {
    "en": "This guide explains how a museum can share its images with everybody. Before you start, "
    "agree with your colleagues on the licence and on who will do the work. If something goes "
    "wrong, ask at the help desk, where somebody usually answers within a day or two. ",
    "sv": "Den här guiden beskriver hur ett museum kan dela sina bilder med alla. Innan ni börjar bör "
    "ni komma överens om licensen och om vem som ska göra arbetet. Om något går fel kan ni fråga "
    "vid hjälpdisken, där någon brukar svara inom en dag eller två. ",
    "nb": "Denne veiledningen forklarer hvordan et museum kan dele bildene sine med alle. Før dere "
    "begynner, bør dere bli enige om lisensen og om hvem som skal gjøre arbeidet. Hvis noe går "
    "galt, kan dere spørre ved hjelpepulten, der noen pleier å svare. ",
    "id": "Panduan ini menjelaskan bagaimana museum dapat membagikan gambarnya kepada semua orang. "
    "Sebelum memulai, sepakatilah lisensi dan siapa yang akan mengerjakannya. Jika terjadi "
    "kesalahan, tanyakan di meja bantuan, biasanya ada yang menjawab dalam satu atau dua hari. ",
    "eu": "Gida honek azaltzen du museo batek bere irudiak nola parteka ditzakeen guztiekin. Hasi "
    "aurretik, adostu lizentzia eta nork egingo duen lana. Zerbait gaizki badoa, galdetu "
    "laguntza mahaian, norbaitek egun batean edo bitan erantzun ohi du eta. ",
    "ru": "Это руководство объясняет, как музей может поделиться своими изображениями со всеми. "
    "Прежде чем начать, договоритесь о лицензии и о том, кто будет выполнять работу. Если что-то "
    "пойдёт не так, спросите в службе поддержки, там обычно отвечают за день или два. ",
    "ar": "يشرح هذا الدليل كيف يمكن للمتحف مشاركة صوره مع الجميع. قبل أن تبدأ اتفق مع زملائك على "
    "الرخصة وعلى من سيقوم بالعمل. إذا حدث خطأ ما فاسأل في مكتب المساعدة حيث يجيب أحدهم عادة "
    "خلال يوم أو يومين. تأكد من أن الوصف يقول ما الذي تظهره الصورة ومتى صنعت وأين يحفظ الأصل. ",
    "ja": "このガイドでは、博物館が画像をみんなと共有する方法を説明します。始める前に、ライセンスと作業の担当者に"
    "ついて同僚と合意してください。問題が起きたときは、ヘルプデスクで質問してください。",
    "th": "คู่มือนี้อธิบายวิธีที่พิพิธภัณฑ์สามารถแบ่งปันภาพกับทุกคน ก่อนเริ่มต้น โปรดตกลงเรื่องสัญญาอนุญาตกับเพื่อนร่วมงาน",
}


def test_the_sample_of_another_language_ends_between_words_and_says_that_it_was_cut() -> None:
    told = tell([TEXT["en"]], "sv")
    assert told.sample.endswith("…")
    whole = told.sample.removesuffix("…")
    assert TEXT["en"].startswith(f"{whole} ")
    assert 60 < len(told.sample) <= 80


@pytest.mark.parametrize("code", TEXT)
def test_prose_in_the_pages_language_is_confirmed(code: str) -> None:
    told = tell([TEXT[code]], code)
    assert (told.code, told.agreed, told.other) == (code, False, "")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("en", "sv"),
        ("sv", "en"),
        ("ru", "en"),
        ("en", "ar"),
        ("ja", "en"),
        ("ar", "sv"),
        ("en", "simple"),
    ],
)
def test_prose_in_another_language_is_told_by_both(text: str, label: str) -> None:
    told = tell([TEXT[text] * 2], label)
    assert told.code == text
    assert told.agreed is (label != "simple")
    if told.agreed:
        assert told.sample.removesuffix("…") in TEXT[text] * 2
        assert told.letters >= 100


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("nb", "nn"), ("nb", "da"), ("nb", "no"), ("id", "ms"),
        ("en", "tlh"), ("en", "nds-nl"), ("eu", "en"), ("ru", "rue"),
    ],
)  # fmt: skip
def test_similar_and_unknown_languages_are_never_condemned(text: str, label: str) -> None:
    assert not tell([TEXT[text] * 2], label).agreed


def test_little_prose_is_not_judged() -> None:
    assert tell(["Main page OK"], "sv").code == "und"
    assert tell([], "sv").code == "und"
    assert not tell([TEXT["en"][:120]], "sv").agreed


def test_a_mixed_page_is_told_from_a_wrong_one() -> None:
    told = tell([TEXT["sv"] * 2, TEXT["en"] * 2], "sv")
    assert (told.code, told.other, told.agreed) == ("sv", "en", False)
    assert 0.3 <= told.other_share <= 0.7
    mostly = tell([TEXT["sv"], TEXT["en"] * 4], "sv")
    assert (mostly.code, mostly.other) == ("en", "sv")
    assert 0 < mostly.other_share < 0.5


def test_code_and_boxes_do_not_count(facts: Read) -> None:
    english = "{{Infobox|text=" + TEXT["en"] + "}}<pre>" + TEXT["en"] + "</pre>"
    told = facts(english + TEXT["sv"], "sv").language
    assert (told.code, told.other) == ("sv", "")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("als", "gsw"), ("simple", "en"), ("no", "nb"), ("zh-hant", "zh"), ("zh-classical", "lzh"),
        ("zh-yue", "yue"), ("sr-ec", "sr"), ("pt-br", "pt"), ("be-tarask", "be"),
        ("nds-nl", "nds-nl"), ("bat-smg", "sgs"), ("fiu-vro", "vro"), ("roa-rup", "rup"),
        ("map-bms", "map-bms"), ("cbk-zam", "cbk"), ("en_GB", "en"),
    ],
)  # fmt: skip
def test_wikimedias_codes_are_mapped(code: str, expected: str) -> None:
    assert language_code(code) == expected


def test_similarity_goes_both_ways() -> None:
    for one, other in [("nb", "da"), ("hr", "sr"), ("id", "ms"), ("gl", "pt"), ("cs", "sk")]:
        assert similar(one, other)
        assert similar(other, one)
    assert not similar("en", "sv")


@pytest.mark.parametrize(
    ("text", "script"),
    [("abc", "Latn"), ("åäö", "Latn"), ("ёж", "Cyrl"), ("漢字", "Hani"), ("漢字とかな", "Kana"), ("한국", "Hang"),
     ("123", ""), ("ไทย", "Thai"), ("नमस्ते", "Deva"), ("שלום", "Hebr")],
)  # fmt: skip
def test_scripts_are_told(text: str, script: str) -> None:
    assert script_of(text) == script


@pytest.mark.parametrize("detector", [Py3langid, Langdetect])
def test_detectors_say_the_same_every_time(detector: type[Py3langid | Langdetect]) -> None:
    one, other = detector(), detector()
    for code, text in TEXT.items():
        if code in one.languages:
            assert one(text)[0] == other(text)[0]
            assert [one(text[:50]) for _ in range(3)] == [other(text[:50])] * 3
    assert one("123 456")[0] == "und" or one("123 456")[1] < 0.9


NEIGHBOURS = {
    "es": "Esta página explica cómo un museo puede compartir sus imágenes con los demás. Antes de "
    "empezar, habla con los compañeros sobre la licencia y quién hará el trabajo. Si hay un "
    "problema, pregunta en la mesa de ayuda, donde alguien suele contestar en uno o dos días. ",
    "pt": "Esta página explica como um museu pode partilhar as suas imagens com os outros. Antes de "
    "começar, fale com os colegas sobre a licença e quem fará o trabalho. Se houver um problema, "
    "pergunte na mesa de ajuda, onde alguém costuma responder em um ou dois dias. Não é preciso "
    "ter uma conta, mas são úteis os dados dos autores e das obras. ",
    "uk": "Цей посібник пояснює, як музей може поділитися своїми зображеннями з усіма. Перш ніж "
    "почати, домовтеся про ліцензію та про те, хто виконуватиме роботу. Якщо щось піде не так, "
    "запитайте у службі підтримки, там зазвичай відповідають за день або два. ",
    "cs": "Tato příručka vysvětluje, jak může muzeum sdílet své obrázky se všemi. Než začnete, "
    "dohodněte se s kolegy na licenci a na tom, kdo bude práci dělat. Pokud se něco nepovede, "
    "zeptejte se v poradně, kde obvykle někdo odpoví během jednoho nebo dvou dnů. ",
    "pl": "Ten przewodnik wyjaśnia, jak muzeum może dzielić się swoimi obrazami ze wszystkimi. "
    "Zanim zaczniesz, uzgodnij z kolegami licencję i to, kto wykona pracę. Jeśli coś się nie "
    "uda, zapytaj w dziale pomocy, gdzie ktoś zwykle odpowiada w ciągu dnia lub dwóch. ",
    "zh": "本页说明博物馆怎样和大家分享它的图片。开始之前，请和同事们商量用什么授权，由谁来做这项工作。"
    "如果遇到了问题，可以在咨询台提问，那里的人一般会在一两天之内回答。别忘了给每张图片写上说明。"
    "说明里应该写明图片的内容、作者和时间，这样读者才能找到它们。",
}


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("es", "pt"), ("pt", "es"), ("uk", "ru"), ("ru", "uk"), ("ru", "be"), ("cs", "pl"),
        ("pl", "cs"), ("zh", "ja"), ("ja", "zh"),
    ],
)  # fmt: skip
def test_neighbours_with_words_and_letters_of_their_own_are_told_apart(
    text: str, label: str
) -> None:
    told = tell([(NEIGHBOURS | TEXT)[text] * 2], label)
    assert (told.code, told.agreed) == (text, True)


@pytest.mark.parametrize(
    ("text", "label"), [("pt", "gl"), ("es", "ast"), ("zh", "yue"), ("cs", "hsb")]
)
def test_neighbours_that_share_their_words_are_not(text: str, label: str) -> None:
    assert not tell([NEIGHBOURS[text] * 2], label).agreed


@pytest.mark.parametrize("code", NEIGHBOURS)
def test_a_page_is_not_taken_for_its_neighbours(code: str) -> None:
    told = tell([NEIGHBOURS[code] * 2], code)
    assert (told.code, told.agreed, told.other) == (code, False, "")
