"""Units as gettext's PO files, which translators' own tools read (OmegaT, Poedit, Weblate)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from cphub import __version__
from cphub.errors import UsageError
from cphub.workflows._filled_units import FilledUnit, UnitText

if TYPE_CHECKING:
    import polib

_APART = "|"  # no title, and no short name of a wiki, has it
_LINE = re.compile(r"\(line (\d+)\)")


def as_po(
    texts: Iterable[UnitText], language: str, addresses: Mapping[tuple[str, str], str]
) -> str:
    """Return units as a PO file.

    The context of a message is wiki, page and unit; its comments tell section and address.
    An outdated unit is fuzzy and has its old translation, and what the source said before
    where that is known.
    """
    import polib  # noqa: PLC0415  # only exports need it

    file = polib.POFile(wrapwidth=0)
    file.metadata = {
        "Project-Id-Version": "cphub",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": language,
        "X-Generator": f"cphub {__version__}",
    }
    for text in texts:
        section = [f"Section: {text.section}"] if text.section else []
        address = addresses.get((text.wiki, text.page), "")
        entry = polib.POEntry(
            msgctxt=_APART.join((text.wiki, text.page, text.unit)),
            msgid=text.source,
            msgstr=text.old_translation,
            comment="\n".join(filter(None, [*section, address])),
            flags=["fuzzy"] if text.outdated else [],
            previous_msgid=text.before or None,
        )
        file.append(entry)
    return f"{file}\n"


def read_po(text: str) -> tuple[FilledUnit, ...]:
    """Return what stands in a filled PO file.

    Raises:
        UsageError: it is no PO file.
    """
    import polib  # noqa: PLC0415  # as above

    try:
        # With a line end it is never taken for a file's name.
        file = polib.pofile(f"{text}\n", wrapwidth=0)
    except (OSError, ValueError, IndexError, KeyError, AttributeError) as error:
        where = _LINE.search(str(error))
        place = f"line {where[1]} of the file" if where else "the file"
        raise UsageError(f"{place} is no PO", "Export it again and fill in msgstr only.") from error
    return tuple(_filled(file))


def _filled(file: polib.POFile) -> Iterator[FilledUnit]:
    language = str(file.metadata.get("Language", ""))
    for entry in file:
        if entry.obsolete:
            continue
        wiki, page, unit = ([*(entry.msgctxt or "").split(_APART, 2), "", ""])[:3]
        yield FilledUnit(
            line=entry.linenum,
            wiki=wiki,
            page=page,
            unit=unit,
            source=entry.msgid,
            translation=entry.msgstr,
            fuzzy="fuzzy" in entry.flags,
            language=language,
        )
