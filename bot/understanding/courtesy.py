"""Thanks that go on ("Merci ! Il y a aussi un trou rue Battant"): what is said behind them is what somebody wants.

The classifier reads a message as a whole, and one that begins with thanks is nearly always nothing else.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from bot.understanding.global_words import fold

THANKS = "thanks"
"""The label of messages that say nothing but thanks."""

POLITE = (THANKS, "greeting")
"""The labels of what asks for nothing."""

FEWEST = 3
"""Words behind the thanks that may be a matter of their own."""


def behind_thanks(text: str) -> str:
    """Give what a message says behind the thanks with which it begins; "" if that is nothing, or still thanks for it.

    A word that leads on has to stand between: "merci pour la réparation" and "merci, à bientôt" are thanks as a whole.
    """
    written = " ".join(text.replace("’", "'").split())
    folded = fold(written)
    # Where folding changes the length, what is found in one is not where it is in the other.
    found = _thanks().match(folded) if len(folded) == len(written) else None
    rest = written[found.end() :].strip() if found else ""
    return rest if len(rest.split()) >= FEWEST else ""


@cache
def _thanks() -> re.Pattern[str]:
    tables = (each / "words.toml" for each in files("locales").iterdir())
    read: list[Mapping[str, list[str]]] = [tomllib.loads(each.read_text("utf-8")) for each in tables if each.is_file()]
    thanks, goes_on = ("|".join(each for table in read for each in table.get(name, ())) for name in (THANKS, "goes_on"))
    return re.compile(rf"(?:{thanks})(?:\s*[!.,;:…-]+\s*|\s+)(?:{goes_on})\b")
