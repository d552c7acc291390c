"""Feature: /file, the open requests of an agent's teams, ten a page, the one with the least time left first."""

from bot.domain import reference
from bot.handling import Context
from bot.outgoing import Choice, Quoted, text
from handlers import bulk, cards, desk
from handlers.asking_for import LONGEST_LINE, read_queue
from storage.searching import Which

A_PAGE = 10


def queue(context: Context) -> None:
    """/file, /file moi, /file en retard, /file à prendre; of anything else it is told what is possible."""
    which = read_queue(context.argument)
    if context.argument and which is None:
        choices = [Choice(text("queue-which", which=each.value), f"queue {each.value} 0") for each in Which]
        context.say(text("queue-unknown", words=Quoted(context.argument[:LONGEST_LINE])), choices=choices)
    else:
        _show(context, which or Which.TEAM, 0)


def turn(context: Context) -> None:
    """A button: another part of the queue, or its next page; ``<which> <first>``."""
    which, _, first = context.argument.partition(" ")
    _show(context, Which(which) if which in set(Which) else Which.TEAM, reference.whole(first) or 0)


def _show(context: Context, which: Which, first: int) -> None:
    teams = desk.teams_shown_here(context)
    listed = context.uow.searching.queue(teams, which, context.accounts, context.now, first, A_PAGE)
    others = [each for each in Which if each is not which]
    choices = [Choice(text("queue-which", which=each.value), f"queue {each.value} 0") for each in others]
    if not listed.ids:
        context.say(text("queue-empty", which=which.value), choices=choices if which is not Which.TEAM else ())
        return
    last = first + len(listed.ids)
    shown = cards.lines(context, listed.ids)
    context.say(text("queue-title", which=which.value, count=listed.count, first=first + 1, last=last), *shown)
    more = [Choice(text("list-more"), f"queue {which.value} {last}")] if last < listed.count else []
    context.say(choices=(*more, *bulk.all_of(listed.ids), *choices))
