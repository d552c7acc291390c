"""Feature: one person, several accounts. A one-time code, asked for in one and given in the other, joins them.

Whoever gives a code says yes once more, knowing whose it is: from then on each account sees the requests of both, and
may do what the other may. The other account is told, and each can be taken out again.
"""

from dataclasses import replace
from datetime import timedelta

from bot.domain import one_time_code
from bot.domain.request import OPEN, Request
from bot.handling import Context
from bot.incoming import Account
from bot.outgoing import Choice, Quoted, Say, Text, text
from handlers import merged

CODE_LENGTH = 8
"""Characters of 23 each: 36 bits, used once and within :data:`CODE_LASTS`."""

CODE_LASTS = timedelta(minutes=15)


def link(context: Context) -> None:
    """/lier: a code for another account; /lier CODE, in that other account: whose code it is, and whether to join."""
    if context.argument:
        _confirm(context, context.argument)
    else:
        _offer(context)


def act(context: Context) -> None:
    """A button: ``join CODE``, ``no``, ``part`` (asks), ``part yes``."""
    task, _, rest = context.argument.partition(" ")
    match task:
        case "join":
            _join(context, rest)
        case "part" if rest == "yes":
            _part(context)
        case "part" if len(_accounts(context)) > 1:
            context.say(
                text("link-part-sure"),
                choices=(Choice(text("link-part-yes"), "link part yes"), Choice(text("link-part-no"), "link no")),
            )
        case "part":
            context.say(text("link-parted-already"))
        case _:
            context.say(text("link-left"))


def receive_here(context: Context) -> None:
    """A button: have the answers to one request, or to all that one waits for, in this chat from now on."""
    wanted, here = context.argument, context.incoming.address
    moved = [each for each in elsewhere(context) if wanted in ("all", str(each.id))]
    for request in moved:
        # What was merged into it comes along, for it can be its own again.
        for each in (request, *merged.in_it(context, request)):
            if each.person_id == context.person.id:
                each.address = here
                context.uow.requests.save(each)
            elif follower := context.uow.followers.find(each.id, context.person.id):
                context.uow.followers.keep(replace(follower, address=here))
    context.say(text("link-here", count=len(moved)))


def elsewhere(context: Context) -> list[Request]:
    """Give the open requests of one's own, and those that one has joined, whose answers come into another chat."""
    here = context.incoming.address
    mine = context.uow.requests.of_person(context.person.id, most=100)
    followed = context.uow.followers.of_person(context.person.id, most=100)
    joined = context.uow.requests.several([each.request_id for each in followed if each.address != here]).values()
    return [each for each in (*(own for own in mine if own.address != here), *joined) if each.status in OPEN]


def _offer(context: Context) -> None:
    code = one_time_code.make(CODE_LENGTH)
    context.uow.linking.offer(
        code, context.person, context.incoming.account, context.incoming.address, context.now + CODE_LASTS
    )
    known = _accounts(context)
    if len(known) > 1:
        context.say(text("link-accounts", count=len(known)), *(_named(each) for each in known))
    minutes = int(CODE_LASTS.total_seconds()) // 60
    context.say(text("link-code", code=one_time_code.spaced(code), minutes=minutes), text("link-code-keep"))
    if len(known) > 1:
        context.choices = (Choice(text("link-part"), "link part"),)


def _confirm(context: Context, code: str) -> None:
    offer = context.uow.linking.offered(code, context.now)
    if offer is None:
        context.uow.members.refused(context.account, "link", context.now)
        context.say(text("link-code-unknown"))
    elif offer.person_id == context.person.id:
        context.say(text("link-own-code"))
    else:
        context.say(
            text("link-sure"),
            _named(offer.account),
            text("link-means"),
            choices=(Choice(text("link-yes"), f"link join {code}"), Choice(text("link-no"), "link no")),
        )


def _join(context: Context, code: str) -> None:
    offer = context.uow.linking.use(code, context.now)
    if offer is None:
        context.say(text("link-code-unknown"))
        return
    if offer.person_id == context.person.id:
        context.say(text("link-own-code"))
        return
    context.uow.linking.join(context.person, offer.person_id)
    context.conversation.person_id = context.person.id
    others = len(elsewhere(context))
    context.say(text("linked", count=others))
    if others:
        context.choices = (Choice(text("link-receive-all"), "here all"),)
    told = Say((text("linked-there"), _named(context.incoming.account), text("linked-there-undo")))
    context.post(offer.room, told, lang=context.person.lang)


def _part(context: Context) -> None:
    if len(_accounts(context)) > 1:
        context.uow.linking.part(context.person, context.incoming.account, context.now)
        context.conversation.person_id = context.person.id
        context.say(text("link-parted"))
    else:
        context.say(text("link-parted-already"))


def _accounts(context: Context) -> list[Account]:
    return context.uow.linking.accounts_of(context.person.id)


def _named(account: Account) -> Text:
    return text("link-account", platform=account.platform, name=Quoted(account.name or account.account_id))
