"""Feature: words that say nothing but where ("rue Battant", "pardon, c'est rue Bersot"), when no place was asked for.

At the summary they change the place; just after sending they offer to put it right; before anything else was said they
begin a request, whose matter is then asked.
"""

import tomllib
from datetime import timedelta
from functools import lru_cache
from importlib.resources import files

from bot.conversing import begin, entry_of, put
from bot.handling import Context
from bot.outgoing import Choice, text
from bot.places.spot import Spot
from bot.places.where import where
from bot.sources import hold
from bot.understanding.global_words import fold
from handlers.cards import spot_shown
from handlers.where import PLACE

JUST_SENT = timedelta(minutes=30)
"""How long after sending a request a mere place is probably the right one of it."""


def only_place(context: Context) -> Spot | None:
    """Give the place on the map that the words of a message are, beside words that put something right."""
    gazetteer, words = context.gazetteer(), _without_excuses(context.incoming.text)
    if not gazetteer or not words:
        return None
    spot = where(gazetteer, words, asked=True).spot
    is_on_map = spot is not None and spot.point is not None and spot.town is None
    return spot if is_on_map and spot and not spot.said else None


def at_summary(context: Context) -> bool:
    """Change the place of the draft whose summary is shown, if only a place was said; say whether that was done."""
    entry, spot = entry_of(context), only_place(context)
    if entry is None or spot is None or PLACE not in entry.flow.questions:
        return False
    context.say(text("place-changed", place=spot_shown(spot)))
    put(context, PLACE, spot.written)
    return True


def beside(context: Context) -> bool:
    """Take a mere place for what it probably is: of the request just sent, or of one that is now begun."""
    spot = only_place(context)
    if spot is None:
        return False
    sent = context.uow.requests.touched_by(context.person.id, context.now - JUST_SENT)
    if sent is None or PLACE not in sent.answers:
        if context.conversation.held:
            return False  # It may belong to what was not understood before.
        context.say(text("place-kept", place=spot_shown(spot)))
        begin(context, context.registry.first_flow, {PLACE: spot.written})
        return True
    hold(context, context.incoming.text)
    context.about = sent.about
    context.say(
        text("place-of-sent", number=sent.number, place=spot_shown(spot)),
        choices=(
            Choice(text("place-of-sent-yes"), f"relocate {sent.id} {spot.written}"),
            Choice(text("draft-new"), "draft new"),
        ),
    )
    return True


def relocate(context: Context) -> None:
    """A button: put the place of a request right, ``<request> <place>``."""
    request, _, place = context.argument.partition(" ")
    if not (request.isdecimal() and place):
        context.registry.old_button(context)
        return
    context.conversation.held = None
    begin(context, "correcting", {"request": request, "field": PLACE, PLACE: place})


def _without_excuses(words: str) -> str:
    """Drop what stands around a place that is put right: "pardon", "en fait", "c'est"."""
    left = fold(words).strip(" .,;:!?")
    while found := next((each for each in _excuses() if _begins_or_ends(left, each)), None):
        left = (left.removeprefix(found) if left.startswith(found) else left.removesuffix(found)).strip(" .,;:!?")
    return left


def _begins_or_ends(words: str, part: str) -> bool:
    return words == part or any(
        words.startswith(f"{part}{end}") or words.endswith(f"{end}{part}") for end in (" ", ",", ":")
    )


@lru_cache(maxsize=1)
def _excuses() -> tuple[str, ...]:
    """Read the ``excuses`` of every language's words, the longest first."""
    tables = (each / "words.toml" for each in files("locales").iterdir())
    read = (tomllib.loads(table.read_text("utf-8")) for table in tables if table.is_file())
    found = {fold(phrase) for table in read for phrase in table.get("excuses", [])}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))
