"""What reports say in the reader's language.

Rules and workflows say what they say in English, as plain sentences, and so they are kept in
the catalogue. `cphub.pot` lists every sentence that can be said, with `{name:type}` where a
value stands; a language's `.po` has each of them in that language. A report is translated when
it is shown: a sentence is looked up, or matched against those with values in them, and what is
not found stays English. `scripts/build_texts.py` makes the list from the code.
"""

from cphub.locale.speaker import Speaker, speaker
from cphub.locale.translated import translated

__all__ = ["Speaker", "speaker", "translated"]
