"""Feature: words that say nothing but where ("rue Battant", "pardon, c'est rue Bersot"), when no place was asked for.

At the summary, and where a number or a day was asked for, they change the place; just after sending they offer to put
it right; before anything else was said they begin a request, whose matter is then asked.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.conversing import begin, entry_of, put
from bot.domain.request import ENDED, Request
from bot.flow import SKIPPED
from bot.handling import Context
from bot.outgoing import Choice, text
from bot.places.spot import Spot
from bot.places.where import where
from bot.sources import SAID, as_before, held_sources, hold, lines
from bot.understanding import Decision
from bot.understanding.global_words import fold
from handlers.cards import spot_shown
from handlers.categories import CATEGORIES
from handlers.details import house_alone, is_detail
from handlers.drafting import held_belongs, said_before
from handlers.guesses import HELD_GUESSES, WORTH_OFFERING, likeliest
from handlers.kinds import phrases, place_alone
from handlers.where import PLACE

JUST_SENT = timedelta(minutes=30)
"""How long after sending a request a mere place is probably the right one of it."""

A_SENTENCE = 4
"""Words from which on an answer that names no place of the map may tell more than a place."""

MOST_TO_PUT_RIGHT = 14
"""Words of a sentence that puts a place right; a longer one tells of something."""

MOST_OF_A_DETAIL = 8
"""Words of a detail, with those around it: "pardon, il y en a environ 10 m de long"."""

WORD = r"[\w']+"

_NUMBER = re.compile(r"^\d+(?: ?(?:bis|ter|quater|[a-z]))?,? ", re.IGNORECASE)

WITH_A_NUMBER = ("lamp_number", "day", "when", "period")
"""Questions that "le 16" may answer, or put right."""


def only_place(context: Context) -> Spot | None:
    """Give the place on the map that the words of a message are, beside words that put something right."""
    return place_alone(context.gazetteer(), context.incoming.text)


def at_summary(context: Context) -> bool:
    """Change the place of the draft whose summary is shown, if only a place was said; say whether that was done.

    A house number alone ("au 12 exactement") is one in the street that is known.
    """
    answers = context.conversation.answers
    return _change(context, only_place(context) or house_in(context, answers, context.incoming.text))


def in_between(context: Context) -> bool:
    """Change the place of a draft that asks for something else, if only a place was said; say whether that was done."""
    entry, answers = entry_of(context), context.conversation.answers
    spot = only_place(context) or house_in(context, answers, context.incoming.text)
    return entry is not None and entry.draft and _change(context, spot)


def beside(context: Context) -> bool:
    """Take words that say where for what they probably are: of a request just sent, or of one that is now begun."""
    if of_sent(context):
        return True
    spot = only_place(context)
    if spot is None or (context.conversation.held and held_belongs(context)):
        return False
    before, conversation = said_before(context), context.conversation
    conversation.held, conversation.sources = None, as_before(held_sources(context)) if before else {}
    context.say(text("place-kept", place=spot_shown(spot)))
    begin(context, context.registry.first_flow, {PLACE: spot.written, **before})
    return True


def of_sent(context: Context) -> bool:
    """Offer to put the place of a request that was just sent right, if words tell it; say whether that was done.

    They are nothing but a place or the number of a house, or say that something was wrong ("c'est plutôt rue Battant").
    """
    if entry_of(context) is not None or context.urgent:
        return False
    said, guesses = context.incoming.text, ""
    if len(said.split()) > MOST_TO_PUT_RIGHT:
        return False
    spot, right = only_place(context), _put_right(context)
    # What was sent is looked for only when words tell a place: nearly every request is begun with others.
    sent = _just_sent(context) if spot or right or house_alone(said) else None
    if spot is None and sent is not None:
        spot = house_in(context, {**sent.answers, "subject": sent.category}, said)
    if spot is None and (spot := right):
        sent, guesses = _about_the_same(context, sent), likeliest(context)
    if spot is None or sent is None or PLACE not in sent.answers:
        return False
    hold(context, context.incoming.text)
    context.conversation.answers[HELD_GUESSES] = guesses
    context.about = sent.about
    context.say(
        text("place-of-sent", number=sent.number, place=spot_shown(spot)),
        choices=(
            Choice(text("place-of-sent-yes"), f"relocate {sent.id} {spot.written}"),
            Choice(text("draft-new"), "draft new"),
        ),
    )
    return True


def may_be_of_sent(context: Context) -> bool:
    """Say whether words are perhaps something more to say of the request just sent: on its subject, and little."""
    understood, said = context.understanding, context.incoming.text
    if understood is None or understood.proposals or context.urgent or entry_of(context) is not None:
        return False
    is_short = len(said.split()) <= MOST_OF_A_DETAIL
    is_little = understood.decision is Decision.ASK or (is_short and is_detail(context.gazetteer(), said))
    if not is_little or context.gazetteer().find(said):
        return False
    sent = _just_sent(context)
    return sent is not None and sent.category == understood.label


def add_to_sent(context: Context) -> tuple[Choice, ...]:
    """Offer to add words that are put aside to the request just sent, if there is one."""
    sent = _just_sent(context)
    return (Choice(text("files-add", number=sent.number), f"attach {sent.id}"),) if sent else ()


def _just_sent(context: Context) -> Request | None:
    return context.uow.requests.touched_by(context.person.id, context.now - JUST_SENT)


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


def house_in(context: Context, answers: Mapping[str, str], said: str) -> Spot | None:
    """Give the house whose number words are, in the street of a draft or request, also in place of another one.

    Args:
        context: of the message.
        answers: of the draft or request.
        said: the words.
    """
    known, category = Spot.parse(answers.get(PLACE, "")), CATEGORIES.get(answers.get("subject", ""))
    perhaps_another = category is not None and any(each.name in WITH_A_NUMBER for each in category.questions)
    house = house_alone(said)
    if house is None or (perhaps_another and house.written.isdigit() and not house.is_behind_at):
        return None
    if known.point is None or known.town is not None:
        return None
    street = _NUMBER.sub("", known.name)
    found = place_alone(context.gazetteer(), f"{house.written} {street}")
    if found is None or found.name in (known.name, street) or not found.name.endswith(street):
        return None
    return replace(found, said=known.said)


def _put_right(context: Context) -> Spot | None:
    """Give the place that words say is the right one, if they say that another was wrong, and tell of nothing more."""
    said, understood = f" {' '.join(re.findall(WORD, fold(context.incoming.text)))} ", context.understanding
    is_one = len(said.split()) <= MOST_TO_PUT_RIGHT and not (understood and understood.proposals)
    puts_right = is_one and any(f" {each} " in said for each in phrases("corrects"))
    if not puts_right or any(f" {each} " in said for each in phrases("besides")):
        return None
    spot = where(context.gazetteer(), context.incoming.text).spot
    return spot if spot is not None and spot.point is not None and spot.town is None else None


def _about_the_same(context: Context, sent: Request | None) -> Request | None:
    """Give the request just sent that words are about by their subject; if that is not clear, the last one."""
    understood, since = context.understanding, context.now - JUST_SENT
    if sent is None or understood is None:
        return sent
    mine = (sent, *context.uow.requests.of_person(context.person.id))
    fresh = [each for each in mine if each.status not in ENDED and (each is sent or each.promise.received_at >= since)]
    is_clear = understood.decision is Decision.DIRECT
    labels = [understood.label] if is_clear else likeliest(context, WORTH_OFFERING).split()
    found = (each for label in labels for each in fresh if each.category == label)
    return next(found, None if is_clear else sent)
