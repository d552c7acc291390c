"""Feature: words that say nothing but where ("rue Battant", "pardon, c'est rue Bersot"), when no place was asked for.

At the summary, and where a number or a day was asked for, they change the place; just after sending they offer to put
it right; before anything else was said they begin a request, whose matter is then asked.
"""

import re
from dataclasses import replace
from datetime import timedelta

from bot.conversing import begin, entry_of, put
from bot.flow import SKIPPED
from bot.handling import Context
from bot.outgoing import Choice, text
from bot.places.spot import Spot
from bot.sources import SAID, hold, lines
from handlers.cards import spot_shown
from handlers.kinds import is_moment, place_alone, without_excuses
from handlers.where import PLACE

JUST_SENT = timedelta(minutes=30)
"""How long after sending a request a mere place is probably the right one of it."""

A_SENTENCE = 4
"""Words from which on an answer that names no place of the map may tell more than a place."""

_NUMBER = re.compile(r"^\d+(?: ?(?:bis|ter|quater|[a-z]))?,? ", re.IGNORECASE)

MOST_OF_A_NUMBER = 4
"""Words of a house number: "au numéro 12 bis"."""


def only_place(context: Context) -> Spot | None:
    """Give the place on the map that the words of a message are, beside words that put something right."""
    return place_alone(context.gazetteer(), context.incoming.text)


def at_summary(context: Context) -> bool:
    """Change the place of the draft whose summary is shown, if only a place was said; say whether that was done.

    A house number alone ("au 12 exactement") is one in the street that is known.
    """
    return _change(context, only_place(context) or _house(context))


def in_between(context: Context) -> bool:
    """Change the place of a draft that asks for something else, if only a place was said; say whether that was done."""
    entry = entry_of(context)
    return entry is not None and entry.draft and _change(context, only_place(context))


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


def _change(context: Context, spot: Spot | None) -> bool:
    entry, answers = entry_of(context), context.conversation.answers
    if entry is None or spot is None or PLACE not in entry.flow.questions:
        return False
    before = answers.get(PLACE, SKIPPED)
    if SAID in answers and before != SKIPPED and Spot.parse(before).is_plain and len(before.split()) >= A_SENTENCE:
        # What was written instead of a place told something else, and is not lost with it.
        answers[SAID] = lines(answers[SAID], before)
    context.say(text("place-changed", place=spot_shown(spot)))
    put(context, PLACE, spot.written)
    return True


def _house(context: Context) -> Spot | None:
    """Give the house in the draft's street whose number the words of a message are, also in place of another one."""
    known, said = Spot.parse(context.conversation.answers.get(PLACE, "")), without_excuses(context.incoming.text)
    is_number = not said.isdigit() and bool(re.search(r"\d", said)) and len(said.split()) <= MOST_OF_A_NUMBER
    if not is_number or is_moment(said, context.scope) or known.point is None or known.town is not None:
        return None
    street = _NUMBER.sub("", known.name)
    found = place_alone(context.gazetteer(), f"{said} {street}")
    if found is None or found.name in (known.name, street) or not found.name.endswith(street):
        return None
    return replace(found, said=known.said)
