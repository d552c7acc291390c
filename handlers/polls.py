"""Feature: a poll in a council's group. Whoever is in the register has one vote and may change it until the close.

``/sondage Question ? | A | B``, by a facilitator; an optional ``| 48h`` at the end says how long it is open. Nobody
outside the register counts, and the count never shows who voted what. A chat poll is advisory, and its text says so.
"""

import re
from datetime import timedelta

from bot.domain import reference
from bot.handling import Context, Tick
from bot.outgoing import AsPoll, Card, Choice, Moment, Quoted, Say, Text, text
from bot.sources import VOTE, note_source
from storage.polls import Poll

OPEN_FOR = timedelta(hours=48)
"""How long a poll is open unless its facilitator says otherwise."""

MOST_OPTIONS = 10
QUESTION_LENGTH = 300
OPTION_LENGTH = 100
"""Characters, as on Telegram (Bot API, sendPoll), so that a poll can be shown everywhere."""

LONGEST = timedelta(days=60)
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "j": timedelta(days=1), "d": timedelta(days=1)}


def open_poll(context: Context) -> None:
    """/sondage: open a poll in this council's rooms."""
    council = context.city.roster.council_of_room(context.incoming.address)
    if council is None:
        context.say(text("poll-only-in-council"))
        return
    parts = [part.strip() for part in context.argument.split("|")]
    open_for = _duration(parts[-1]) if len(parts) > 1 else None
    question, options = parts[0], parts[1:-1] if open_for else parts[1:]
    if refusal := _refusal(question, options, open_for or OPEN_FOR):
        context.say(refusal)
        return
    closes_at = context.now + (open_for or OPEN_FOR)
    poll = context.uow.polls.add(council, question, options, context.account, context.now, closes_at)
    _show(context, poll)


def vote(context: Context) -> None:
    """A choice on a poll's card: ``<poll> <option>``. The last vote counts."""
    poll_id, _, chosen = context.argument.partition(" ")
    poll, option = _find(context, poll_id), reference.whole(chosen)
    if poll is None or option is None or option >= len(poll.options):
        context.registry.old_button(context)
    elif _may_vote(context, poll):
        before = context.uow.polls.vote(poll, context.person.id, option, context.now)
        key = "poll-voted" if before is None else "poll-vote-kept" if before == option else "poll-vote-changed"
        context.say(text(key, name=Quoted(context.name)))
        note_source(context, **{VOTE: poll_id})
        if before is None:
            _show(context, poll, minor=True)


def withdraw(context: Context) -> None:
    """A vote that is taken back, or is for none of the options: ``<poll>``. Nothing counts until the next one."""
    poll = _find(context, context.argument)
    if poll is None:
        context.registry.old_button(context)
    elif _may_vote(context, poll):
        context.say(text("poll-vote-none", name=Quoted(context.name)))
        if context.uow.polls.withdraw(poll, context.person.id):
            _show(context, poll, minor=True)


def results(context: Context) -> None:
    """/resultats: the state of the council's latest poll."""
    council = context.city.roster.council_of_room(context.incoming.address)
    poll = context.uow.polls.latest(council) if council else None
    if council is None:
        context.say(text("poll-only-in-council"))
    elif poll is None:
        context.say(text("poll-none"))
    else:
        context.say(*_counted(poll, context.uow.polls.tally(poll), _register_size(context, council)))


def close(tick: Tick, poll: Poll) -> None:
    """Take no more votes and post the result."""
    tick.uow.polls.close(poll, tick.now)
    counted = _counted(poll, tick.uow.polls.tally(poll), _register_size(tick, poll.council))
    closed = _card(poll, (*counted, text("poll-advisory")), closed=True)
    for room in tick.uow.outbox.rooms_about(poll.about):
        tick.post(room, closed)
    council = tick.city.settings.councils.get(poll.council)
    for room in council.rooms if council else ():
        tick.post(room, Say((text("poll-result"), *counted, text("poll-advisory"))), once=f"{poll.about}:result:{room}")


def _show(context: Context, poll: Poll, *, minor: bool = False) -> None:
    """Show the poll, and how many have voted; not what, so that nobody follows the crowd."""
    voted, register = sum(context.uow.polls.tally(poll)), _register_size(context, poll.council)
    how = text("poll-how", voted=voted, register=register, closes=Moment(poll.closes_at))
    card = _card(poll, (_title(poll), how, text("poll-advisory")), minor=minor)
    for room in context.city.settings.councils[poll.council].rooms:
        context.post(room, card)


def _card(poll: Poll, paragraphs: tuple[Text | Quoted, ...], *, minor: bool = False, closed: bool = False) -> Card:
    options = [] if closed else [Choice(Quoted(each), f"vote {poll.id} {at}") for at, each in enumerate(poll.options)]
    beside = (_title(poll), text("poll-how-beside", closes=Moment(poll.closes_at)), text("poll-advisory"))
    as_poll = AsPoll(Quoted(poll.question), beside, f"unvote {poll.id}", closed)
    return Card(poll.about, paragraphs, tuple(options), minor or closed, as_poll)


def _find(context: Context, poll_id: str) -> Poll | None:
    number = reference.whole(poll_id)
    return context.uow.polls.get(number) if number is not None else None


def _may_vote(context: Context, poll: Poll) -> bool:
    """Say whether somebody may vote in a poll now; if not, they are told why."""
    if not context.city.roster.may_vote(context.accounts, poll.council):
        context.uow.members.refused(context.account, f"vote {poll.id}", context.now)
        context.say(text("poll-not-in-register", name=Quoted(context.name)))
    elif poll.closed_at is not None or context.now >= poll.closes_at:
        context.say(text("poll-closed-already"))
    else:
        return True
    return False


def _title(poll: Poll) -> Text:
    return text("poll-title", question=Quoted(poll.question))


def _counted(poll: Poll, counts: tuple[int, ...], register: int) -> list[Text | Quoted]:
    total = sum(counts)
    order = sorted(range(len(counts)), key=lambda index: (-counts[index], index))
    lines: list[Text | Quoted] = [_title(poll)]
    for index in order:
        percent = round(100 * counts[index] / total) if total else 0
        lines.append(text("poll-line", option=Quoted(poll.options[index]), votes=counts[index], percent=percent))
    best = [index for index in order if counts[index] == counts[order[0]] and total]
    lines.append(text("poll-turnout", voted=total, register=register))
    if len(best) > 1:
        lines.append(text("poll-tie"))
    return lines


def _refusal(question: str, options: list[str], open_for: timedelta) -> Text | None:
    if not question or len(options) < 2:
        return text("poll-how-to-write")
    if len(options) > MOST_OPTIONS:
        return text("poll-too-many-options", most=MOST_OPTIONS)
    if len({option.casefold() for option in options}) < len(options) or not all(options):
        return text("poll-options-differ")
    if len(question) > QUESTION_LENGTH or any(len(option) > OPTION_LENGTH for option in options):
        return text("poll-too-long", question=QUESTION_LENGTH, option=OPTION_LENGTH)
    if open_for > LONGEST:
        return text("poll-too-late", days=LONGEST.days)
    return None


def _duration(written: str) -> timedelta | None:
    read = re.fullmatch(r"(\d{1,4})\s*([mhjd])", written.lower())
    return int(read[1]) * _UNITS[read[2]] if read and int(read[1]) else None


def _register_size(hand: Context | Tick, council: str) -> int:
    return hand.uow.linking.count_people(hand.city.roster.register(council))
