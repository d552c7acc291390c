"""Understanding: does a message want to know something, and reports nothing that is somewhere?

"What are the hours of the recycling centre?" is about cleanliness as much as a full bin is, but there is no place to
ask for. The phrases are language data (`locales/<lang>/information.toml`); those of every language are tried.
"""

import re
import tomllib
from functools import cache

from bot.understanding.features import plain
from bot.understanding.ideas import LOCALES

LONGEST = 25
"""Words from which on a message tells a story, and a question in it is not all that is wanted."""

_SEPARATORS = re.compile(r"\W+")


def asks_for_information(text: str) -> bool:
    """Tell whether a short message asks to be told something; one that only might be does not."""
    words = _SEPARATORS.sub(" ", plain(text.lower())).strip()
    return len(words.split()) <= LONGEST and bool(_shipped().search(words))


@cache
def _shipped() -> re.Pattern[str]:
    """Compile the shipped phrases at the first use; they are read-only data, so keeping them shares no state."""
    paths = sorted(LOCALES.glob("*/information.toml"))
    phrases = [phrase for path in paths for phrase in tomllib.loads(path.read_text("utf-8"))["patterns"]]
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b")
