"""Feature: where something is: what a pin stands for, and what is asked when words name no place for sure.

Nobody is held up: what cannot be found is taken as it was written, a place in another town may be passed on all the
same, and what is not clear is asked about once.
"""

from bot.conversing import ask, choices_of, entry_of, pending_question, put
from bot.handling import Context
from bot.incoming import Location, Words
from bot.outgoing import Choice, Quoted, Text, text
from bot.places.records import Point
from bot.places.spot import Spot
from bot.places.where import Where, pinned, where
from bot.sources import may_be_said_again, note_source
from handlers.cards import spot_shown
from handlers.kinds import is_question
from handlers.questions import CONFIRM

PLACE = "place"

DOUBTED = "place_doubted"
"""Beside the answers: the words or the pin of which it was asked where that is; "-" if it was none of the choices."""

NEITHER = "-"


def pin_answer(context: Context, location: Location) -> dict[str, str]:
    """Give what a pin says: the place, or that it is doubted, for it is in another town."""
    spot = _pinned(context, location)
    return {PLACE if spot.town is None else DOUBTED: spot.written}


def take_pin(context: Context, location: Location) -> None:
    """Take a pin that came while something else was asked; one in another town is asked about."""
    answers = context.conversation.answers
    found = pin_answer(context, location)
    answers.pop(PLACE, None)
    answers |= found
    if PLACE in found:
        note_source(context, place=found[PLACE])
    if pending_question(context) != PLACE:  # Otherwise it is asked about at once.
        context.say(thanks(context, location))


def thanks(context: Context, location: Location) -> Text:
    """Say that a pin is kept, and what it stands for, if that is known and is in the city."""
    spot = _pinned(context, location)
    if spot.town is not None or not spot.area:
        return text("file-first", what="place")
    return text("place-noted", place=spot_shown(spot))


def ask_place(context: Context) -> None:
    """Ask where it is; if words named something that may be meant, offer that."""
    entry = entry_of(context)
    if entry is None:
        return
    skip = choices_of(PLACE, entry.flow.questions[PLACE])
    elsewhere = Choice(text("place-elsewhere"), "elsewhere")
    found = _doubted(context)
    if found.choices:
        offered = [Choice(Quoted(spot.name), f"answer {PLACE} {spot.written}") for spot in found.choices]
        context.say(text("place-which", count=len(offered)), choices=(*offered, elsewhere, *skip))
    elif found.spot is not None and found.spot.town is not None:
        known = "yes" if found.spot.town else "no"
        city = Quoted(context.city.settings.city.name)
        anyway = Choice(text("place-anyway"), f"answer {PLACE} {found.spot.written}")
        said = text("place-outside", town=Quoted(found.spot.town), known=known, city=city)
        context.say(said, choices=(anyway, elsewhere, *skip))
    else:
        context.say(text(entry.flow.key(PLACE), **entry.arguments(context)), choices=skip)


def reword_place(context: Context) -> None:
    """Look at words that are no place for sure: ask which one is meant; the second time take them as they are."""
    answers, words = context.conversation.answers, context.incoming.text
    offered = _doubted(context)
    meant = (*offered.choices, *([offered.spot] if offered.spot and offered.spot.town is not None else []))
    if len(meant) == 1 and CONFIRM.read(Words(words), context.scope):
        put(context, PLACE, meant[0].written)
        return
    found = where(context.gazetteer(), words, asked=True)
    if not found.choices and found.spot is None and not is_question(words):
        may_be_said_again(context)
        context.say(text("report-place-help"))
    elif DOUBTED in answers and (found.choices or answers[DOUBTED] != NEITHER):
        # Behind "another place" nobody has been told yet of another town, so that is still asked about.
        areas = {spot.area for spot in found.choices}
        put(context, PLACE, (found.spot or Spot(words, areas.pop() if len(areas) == 1 else "")).written)
        return
    else:
        may_be_said_again(context)
        answers[DOUBTED] = words
        if is_question(words):
            context.say(text("report-place-help"))
    ask(context)


def elsewhere(context: Context) -> None:
    """A button: it is none of the places that were offered."""
    if pending_question(context) != PLACE:
        context.registry.old_button(context)
        return
    context.conversation.answers[DOUBTED] = NEITHER
    ask(context)


def _pinned(context: Context, location: Location) -> Spot:
    return pinned(context.gazetteer(), Point(location.latitude, location.longitude), location.name)


def _doubted(context: Context) -> Where:
    """Give what may be meant by what was said of the place, or by the first words."""
    answers, gazetteer = context.conversation.answers, context.gazetteer()
    doubted = answers.get(DOUBTED, "")
    if doubted == NEITHER or not gazetteer:
        return Where()
    if not (spot := Spot.parse(doubted)).is_plain:
        return Where(spot)
    return where(gazetteer, doubted or answers.get("words", ""), asked=bool(doubted))
