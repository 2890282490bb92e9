"""Which languages can be told from which."""

from __future__ import annotations

from typing import Final

from cphub.data import language_of

# What both detectors know, by MediaWiki's codes. A language that one of them does not know
# would be taken for a neighbour of it.
KNOWN: Final = frozenset(
    """af ar bg bn ca cs cy da de el en es et fa fi fr gu he hi hr hu id it ja kn ko lt lv mk ml mr
    nb ne nl pa pl pt ro ru sk sl so sq sv sw ta te th tl tr uk ur vi zh""".split()
)
SIMILAR: Final = (
    frozenset({"nb", "nn", "da"}),
    frozenset({"hr", "bs", "sr", "sh", "cnr"}),
    frozenset({"id", "ms", "min", "jv"}),
    frozenset({"gl", "pt"}),
    frozenset({"bg", "mk"}),
    frozenset({"cs", "sk"}),
    frozenset({"af", "nl"}),
    frozenset({"hi", "mr", "ne"}),
)


def can_be_told(one: str, other: str) -> bool:
    """Tell whether two language codes stand for languages that detectors keep apart."""
    one, other = language_of(one), language_of(other)
    return (
        one != other
        and one in KNOWN
        and other in KNOWN
        and not any(one in group and other in group for group in SIMILAR)
    )
