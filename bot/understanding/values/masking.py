"""Values, step 4: words that look like dates and hours and are something else: addresses, lines, habits, money.

What is masked becomes a letter that no grammar reads; the rest of the line stays as it was.
"""

import re

from bot.understanding.values.tokens import Line

_ = "[lLG]*"
_MASKS = tuple(
    re.compile(pattern)
    for pattern in (
        # Habits, which are no dates: "the second Tuesday of each month", "tous les samedis", "chaque soir".
        rf"[O<]{_}[Wu]{_}E{_}u",
        rf"E[lLGxn71,]{{0,3}}[WwYpukOhoz]p?|E{_}p|E|Y{_}p|Y",
        # "ouvert du lundi au vendredi" is every week's.
        rf"[Gf]{_}W[tU]{_}W",
        # Streets that are called after a day, and their years: "rue du 8 mai 1945", "place du Huit Septembre".
        rf"R{_}[nO7]{_}[Mm7](?:{_}y)?|R{_}d",
        rf"R{_}x{{1,2}}M(?![nOy])|R{_}(?:x[lG]*)?H",
        # House numbers: "12 bis, rue Battant", "12-14 rue", "quai Vauban 14".
        r"(?<![WwM])(?<![Ww][lLG])(?<![Mm7][lLG,])n(?:c)?(?:[te,|]+nc?)*,?[lLGt]*R",
        rf"(?<=R)(?:{_}(?:x[lG]*){{0,3}}x,?|{_})nc?(?!{_}[Mm7uozCP%+8])",
        # What has a number for a name: "ligne 3", "bus n° 6", "hall du 6", "1er étage".
        rf"#[#,]*[nO7yqd]c?(?:[te,|]+n)*(?!{_}[Mm7uozC])",
        rf"#Gn(?!{_}[Mm7uozCtUe])",
        r"O#",
        rf"V[lLGx]{{0,2}}H|H{_}V",
        # Money, and the number behind it: "12 euros cinquante".
        r"[nq17]C(?:[n7](?![Mmuozt]))?|C[nq7]",
        # Periods that are no point in time: "pendant deux ans".
        rf"D{_}[n71]?[uoh]",
        # "un mercredi sur deux".
        r"[1n]Wxn",
    )
)


def masked(line: Line) -> Line:
    """Give a line with everything masked that is no date and no hour."""
    kinds = line.kinds
    for pattern in _MASKS:
        kinds = pattern.sub(lambda found: "X" * len(found[0]), kinds)
    return line.with_kinds(kinds)
