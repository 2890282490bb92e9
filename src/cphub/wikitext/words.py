"""What the reader needs to know of a wiki: its own words for things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from cphub.clean import unescaped
from cphub.model.pages import Wiki

MEDIA, SPECIAL, MAIN, USER, FILE, TEMPLATE, CATEGORY = -2, -1, 0, 2, 6, 10, 14

# Namespaces that every MediaWiki knows by their English names.
_ENGLISH = {
    "media": -2, "special": -1, "talk": 1, "user": 2, "user talk": 3, "project": 4,
    "project talk": 5, "file": 6, "image": 6, "file talk": 7, "image talk": 7, "mediawiki": 8,
    "mediawiki talk": 9, "template": 10, "template talk": 11, "help": 12, "help talk": 13,
    "category": 14, "category talk": 15,
}  # fmt: skip
# Ids of the magic words that stand between braces with no colon, and of those with one.
_VARIABLE_IDS = """! = pagename pagenamee fullpagename fullpagenamee basepagename basepagenamee
subpagename subpagenamee rootpagename rootpagenamee talkpagename talkpagenamee subjectpagename
subjectpagenamee articlepagename articlepagenamee namespace namespacee namespacenumber talkspace
talkspacee subjectspace subjectspacee articlespace articlespacee pageid pagelanguage sitename server
servername scriptpath stylepath articlepath currentversion contentlanguage currentday currentday2
currentdayname currentdow currentmonth currentmonth1 currentmonthabbrev currentmonthname
currentmonthnamegen currenthour currenttime currenttimestamp currentweek currentyear localday
localday2 localdayname localdow localmonth localmonth1 localmonthabbrev localmonthname
localmonthnamegen localhour localtime localtimestamp localweek localyear numberofarticles
numberofpages numberoffiles numberofusers numberofactiveusers numberofadmins numberofedits
revisionid revisionday revisionday2 revisionmonth revisionmonth1 revisionyear revisiontimestamp
revisionuser revisionsize cascadingsources directionmark dirmark"""
_FUNCTION_IDS = """defaultsort displaytitle lc lcfirst uc ucfirst formatnum plural gender grammar
int ns nse fullurl fullurle localurl localurle canonicalurl canonicalurle filepath urlencode
anchorencode padleft padright pagesincategory pagesize protectionlevel protectionexpiry tag special
speciale numberingroup bidi noexternallanglinks pendingchangelevel language"""
_VARIABLES = frozenset(_VARIABLE_IDS.split())
_FUNCTIONS = frozenset(_FUNCTION_IDS.split())
_MODIFIERS = ("subst:", "safesubst:", "msg:", "msgnw:", "raw:")
_REDIRECT = ("#redirect",)


@dataclass(frozen=True)
class Words:
    """A wiki's own words, as plain data that can be sent to another process.

    `namespaces` maps every lower-case name and alias to the namespace's id, `names` an id to
    the wiki's own name, `exact` holds the ids where the first letter's case counts.
    `redirect` are the words that begin a redirect, `variables` and `functions` the magic
    words between braces (`PAGENAME`, `DEFAULTSORT`) in all their forms, lower case.
    """

    namespaces: Mapping[str, int] = field(default_factory=lambda: dict(_ENGLISH))
    names: Mapping[int, str] = field(
        default_factory=lambda: {
            number: name.capitalize() for name, number in _ENGLISH.items() if "image" not in name
        }
    )
    exact: frozenset[int] = frozenset()
    languages: frozenset[str] = frozenset()
    interwiki: frozenset[str] = frozenset()
    redirect: tuple[str, ...] = _REDIRECT
    variables: frozenset[str] = _VARIABLES
    functions: frozenset[str] = _FUNCTIONS

    @classmethod
    def of(cls, wiki: Wiki) -> Words:
        """Return the words of `wiki`."""
        namespaces = dict(_ENGLISH)
        for namespace in wiki.namespaces:
            for name in (namespace.canonical, namespace.name, *namespace.aliases):
                if name:
                    namespaces[_key(name)] = namespace.id
        interwiki = frozenset(prefix.lower() for prefix in wiki.interwiki)
        return cls(
            namespaces=namespaces,
            names=dict(cls().names) | {item.id: item.name for item in wiki.namespaces},
            exact=frozenset(item.id for item in wiki.namespaces if item.case == "case-sensitive"),
            languages=frozenset(code.lower() for code in wiki.languages) & interwiki
            if interwiki
            else frozenset(code.lower() for code in wiki.languages),
            interwiki=interwiki,
            redirect=tuple({*_REDIRECT, *_forms(wiki, frozenset({"redirect"}))}),
            variables=_VARIABLES | _forms(wiki, _VARIABLES),
            functions=_FUNCTIONS | _forms(wiki, _FUNCTIONS),
        )

    def title(self, text: str, default: int = MAIN) -> tuple[int, str]:
        """Return the namespace's id and the whole normalised title that `text` means.

        `default` is the namespace of a text that names none. A first colon is taken off.
        """
        text = _spaced(text)
        number = MAIN if text.startswith(":") else default
        text = text.lstrip(": ")
        prefix, colon, rest = text.partition(":")
        if colon:
            found = self.namespaces.get(prefix.strip().lower())
            if found is not None:
                number, text = found, rest.strip()
        text = text.partition("#")[0].strip()
        if text and number not in self.exact:
            text = _upper(text)
        name = self.names.get(number, "")
        return number, f"{name}:{text}" if name and text else text

    def template(self, text: str) -> tuple[str, str]:
        """Return what stands between two braces: its kind and normalised name.

        The kind is `template`, `function` or `variable`. A name of the Template namespace
        comes without its prefix, any other page with it, one of no namespace with a colon.
        """
        text = text.strip()
        lower = text.lower()
        for modifier in _MODIFIERS:
            if lower.startswith(modifier):
                text = text[len(modifier) :].lstrip()
                lower = text.lower()
        if lower.startswith("#"):
            return "function", lower.partition(":")[0]
        head, colon, _ = lower.partition(":")
        if lower in self.variables or (colon and head in self.variables):
            return "variable", head
        if colon and head in self.functions:
            return "function", head
        number, title = self.title(text, TEMPLATE)
        if number == TEMPLATE:
            return "template", title.partition(":")[2] or title
        return "template", f":{title}" if number == MAIN else title


def _forms(wiki: Wiki, ids: frozenset[str]) -> frozenset[str]:
    return frozenset(
        form.lower().rstrip(":")
        for name, forms in wiki.magic_words.items()
        if name in ids
        for form in forms
    )


def _key(name: str) -> str:
    return name.replace("_", " ").lower()


def _spaced(text: str) -> str:
    if "&" in text:
        text = unescaped(text)
    if "%" in text:
        text = unquote(text)
    return " ".join(text.replace("_", " ").split())


def _upper(text: str) -> str:
    # One character may become two (ß): MediaWiki then leaves it alone.
    first = text[0].upper()
    return first + text[1:] if len(first) == 1 else text
