"""What a vocabulary holds: templates by meaning, services, placeholders, and words by language.

Every class is frozen and picklable. Languages are MediaWiki's codes (`nb` for Norwegian
bokmål, never `no`); `mul` stands for any language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Words = tuple[str, ...]
ByLanguage = Mapping[str, Words]

# The parameters in which wikis keep the day that a tag was put on a page.
TAGGED: Words = (
    *("date", "datum", "dato", "fecha", "data", "seit", "mese", "t", "depuis", "desde"),
    *("дата", "تاريخ", "تاریخ", "time", "日付", "tanggal", "päiväys", "दिनांक", "তারিখ", "since"),
    *("tarih", "תאריך", "날짜", "dátum", "dată", "ημερομηνία", "thời gian", "ngày", "дата", "aika"),
)


class Meaning(StrEnum):
    """What a template says of the page or section it stands in."""

    OUTDATED = "outdated"
    UPDATE = "update"
    UPDATE_AFTER = "update-after"
    AS_OF = "as-of"
    HISTORICAL = "historical"
    INACTIVE = "inactive"
    SUPERSEDED = "superseded"
    ARCHIVE = "archive"
    MOVED = "moved"
    SOFT_REDIRECT = "soft-redirect"
    DRAFT = "draft"
    UNDER_CONSTRUCTION = "under-construction"
    STUB = "stub"
    EXPAND = "expand"
    EMPTY_SECTION = "empty-section"
    LEAD_MISSING = "lead-missing"
    MERGE = "merge"
    DELETE = "delete"
    CLEANUP = "cleanup"
    ORPHAN = "orphan"
    UNCATEGORISED = "uncategorised"
    UNREFERENCED = "unreferenced"
    CITATION_NEEDED = "citation-needed"
    WRONG_LANGUAGE = "wrong-language"
    ROUGH_TRANSLATION = "rough-translation"
    TRANSLATE = "translate"
    DEAD_LINK = "dead-link"
    DISAMBIGUATION = "disambiguation"
    LANGUAGES = "languages"
    NAVIGATION = "navigation"
    SHORTCUT = "shortcut"
    MEDIA = "media"
    QUOTATION = "quotation"
    DOCUMENTATION = "documentation"
    INLINE = "inline"


@dataclass(frozen=True, slots=True)
class LanguageNote:
    """Where a language's words of one vocabulary are from, and whether a speaker looked."""

    source: str
    reviewed: bool = False


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """A template by what it means, with its names by language.

    `tagged` names the parameters that say when the tag was put there, `expires` those that
    say from when the page is out of date, `as_of` those that say what day the text is true
    for. Each tuple is tried in order: a value is a whole date, or the parameters are year,
    month and day.
    """

    id: str
    meaning: Meaning
    names: ByLanguage
    source: str
    tagged: Words = TAGGED
    expires: Words = ()
    as_of: Words = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A tool, service, programme, address or mailing list and what became of it.

    `status` is `gone` and `renamed` where a source says so, `check` where a person should
    look. `since` is a year, month or day in ISO 8601, "" if not known. `addresses` are
    hosts, or host and path prefix, without scheme; `*.` in front takes in the hosts below.
    `prose` are names to be matched in text with their very case; a name that also means
    something else is left out. `templates` are names of templates that stand for it.
    `historical_ok` says that a page may name it when it tells the past.
    """

    id: str
    name: str
    kind: Literal["tool", "service", "programme", "address", "mailing-list"]
    status: Literal["gone", "renamed", "check"]
    source: str
    since: str = ""
    replaced_by: str = ""
    note: str = ""
    addresses: Words = ()
    prose: Words = ()
    templates: Words = ()
    historical_ok: bool = True


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Text that was left to be replaced.

    `kind` is `sure` or `likely`. `where` says what of a line must match: `anywhere` in it,
    its `start`, or the whole `line` (a paragraph, list item, cell or heading, without
    punctuation and space around it). `paragraph` is a line that is no item, cell or heading,
    `run` all of a bold, italic, big, small or raised run outside tables, `contact` a part of
    a line in a section on contacts. Words of `hint`, `rest` and `blank` are parts that make a
    placeholder together. `case` asks for the very case.
    """

    id: str
    kind: Literal["sure", "likely"]
    where: Literal[
        "anywhere", "start", "line", "paragraph", "run", "contact", "hint", "rest", "blank"
    ]
    words: ByLanguage
    case: bool = False


@dataclass(frozen=True, slots=True)
class TimeWords:
    """How a language writes dates and speaks of them.

    `months` are twelve tuples of forms, January first, lower case. `joins` may stand between day,
    month and year, `ordinals` right after the day's number, `year_marks` after the year. `orders`
    are the orders in use (`dmy`, `mdy`, `ymd`). `deadline` words say until when something can be
    done, `coming` words that something is going to happen, `until` words stand next to a date by
    which something is promised ("by the end of"). `past` words say that it is over, `recurring`
    words that it comes every year, is an example, or is what the reader will find and do; both
    outweigh the others in their sentence. `told` is a regular expression for the grammar of
    telling what was (endings, helping verbs), `future` one for telling what will be, `next` one
    for a next meeting and the like before a date, `named` and `named_after` ones for what stands
    right before and after a day that something is only named by. `signup` words name what can be
    done up to a day ("registration"): with a `by` word ("until") right beside a date they make it
    a deadline. `parts` are parts of a year ("spring", "end of") that stand before it. `solar` are
    the months of Iran's calendar. `relative` maps `next-year`, `this-year`, `next-month` and
    `this-month` to phrases. `abbreviations` end in a full stop that ends no sentence. A word that
    ends in `*` may have any ending, one that begins with it any beginning.
    """

    language: str
    source: str
    months: tuple[Words, ...]
    orders: Words
    deadline: Words
    coming: Words
    past: Words
    reviewed: bool = False
    until: Words = ()
    told: str = ""
    future: str = ""
    next: str = ""
    named: str = ""
    named_after: str = ""
    recurring: Words = ()
    relative: Mapping[str, Words] = field(default_factory=dict)
    signup: Words = ()
    by: Words = ()
    parts: Words = ()
    solar: tuple[Words, ...] = ()
    joins: Words = ()
    ordinals: Words = ()
    year_marks: Words = ()
    abbreviations: Words = ()


@dataclass(frozen=True, slots=True)
class PageWords:
    """A language's words for the parts and kinds of a page.

    `headings` are whole headings by what their section is (`see-also`, `references`,
    `external-links`, `navigation`, `archive`, `history`, `licence`, `participants`,
    `discussion`, `example`, `upcoming`, and `wordings` shown or to be worked on). `titles`
    are words of page titles by the kind of page they tell (`archive`, `newsletter`, `report`,
    `event`, `how-to`, `overview`, `sandbox`, `form`, `story`, `history`). `copied` words say
    that a text is there to be copied or filled in.
    `gone` are words of sentences that tell of a service as past, `moved` those that say of
    the page itself that its content is elsewhere, `earlier` those of headings over what was.
    """

    language: str
    source: str
    headings: ByLanguage
    titles: ByLanguage
    gone: Words
    moved: Words = ()
    copied: Words = ()
    earlier: Words = ()
    reviewed: bool = False
