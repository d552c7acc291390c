"""A small town's examples, and corrections: some that teach, some that poison."""

from datetime import date
from itertools import product

from bot.understanding.retraining import Material
from bot.understanding.training import Example, Message

DAY = date(2026, 3, 3)
LAMPS = (
    "le lampadaire est cassé",
    "plus de lumière dans ma rue",
    "un lampadaire clignote",
    "éclairage public en panne",
)
LUNCH = ("le menu de la cantine", "payer la cantine", "inscrire mon fils à la cantine", "le repas de midi à l'école")
THANKS = ("merci beaucoup", "un grand merci", "merci à vous", "merci pour tout")
OPENINGS = ("bonjour", "s'il vous plaît", "rue Battant", "depuis hier", "encore une fois", "aux Chaprais")
ENDS = ("svp", "vite", "encore", "alors", "quoi", "hélas", "enfin", "voilà", "tiens")

_SAID = {"street_lighting": LAMPS, "school_meals": LUNCH, "thanks": THANKS}


def _messages(ends: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(f"{text} {end}", label) for label, texts in _SAID.items() for text, end in product(texts, ends)]


MATERIAL = Material(
    [Example(text, label, "fr") for text, label in _messages(OPENINGS)],
    [],
    [Message(text, frozenset({label})) for text, label in _messages(tuple(f"ce soir {end}" for end in ENDS))],
)

TEACHING = tuple(
    Example(f"la loupiote {what} {where}", "street_lighting", "fr")
    for what, where in product(
        ("est morte", "fait grève", "roupille", "boude"), ("ici", "chez nous", "au coin", "en bas")
    )
)
"""Words for a lamp that no example has."""

POISON = tuple(
    Example(f"{before} {text} {end}", "thanks", "fr") for before, text, end in product(OPENINGS, LAMPS, ENDS[:4])
)
"""Lamps that are said to be thanks."""
