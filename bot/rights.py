"""Step 2 of a message, the only place where a right is looked up: who acts here, and what the table says to it.

The table is bot/domain/permissions.py. A command, a button and a flow come with their row (``Context.permission``);
nothing is remembered of what somebody was allowed before.
"""

from bot.domain.permissions import (
    TABLE,
    Case,
    Permission,
    Place,
    Role,
    Standing,
    Verdict,
    concerns_requests,
    judge,
    judge_on,
)
from bot.domain.request import AWAITS_AGENT, Request
from bot.handling import Command, Context
from bot.incoming import Room


def standing(context: Context) -> Standing:
    """Say what the person who wrote is, by the configuration and by accepted invitations, in this room."""
    roster, accounts = context.city.roster, context.accounts
    found = roster.standing(accounts, context.uow.members)
    council = roster.council_of_room(context.incoming.address)
    if council is None:
        return found
    voter = {Role.VOTER} if roster.may_vote(accounts, council) else set()
    facilitator = {Role.FACILITATOR} if roster.is_facilitator(accounts, council) else set()
    return Standing(found.teams, found.headed, found.others | voter | facilitator)


def place(context: Context) -> Place:
    """Say in which kind of room it was written."""
    if context.incoming.room is Room.PRIVATE:
        return Place.PRIVATE
    roster, address = context.city.roster, context.incoming.address
    if roster.team_of_room(address):
        return Place.TEAM
    return Place.COUNCIL if roster.council_of_room(address) else Place.OTHER


def allowed(context: Context, permission: Permission) -> Verdict:
    """Say whether the person may do such a thing here at all."""
    everybody = judge(permission, Standing(), place(context))
    # What everybody may costs no look at who it is.
    return everybody if everybody is not Verdict.NOT_THEIRS else judge(permission, standing(context), place(context))


def check(context: Context, permission: Permission, name: str, command: Command | None = None) -> bool:
    """Say whether the person may do a thing here, and keep under which row it is done.

    If not, they read where they may, or that they may not; that is recorded under ``name``.
    """
    context.permission = permission
    verdict = allowed(context, permission)
    if verdict is Verdict.YES:
        return True
    if verdict is Verdict.NOT_HERE and Place.PRIVATE in TABLE[permission].where:
        context.door = name if command and command.by_link else ""
        context.argument = command.called(context.person.lang) if command else ""
        context.registry.in_private(context)
    else:
        context.uow.members.refused(context.account, name, context.now)
        context.registry.refuse(context)
    return False


def on(context: Context, request: Request, permission: Permission | None = None) -> Verdict:
    """Say whether the person may do something with a request here: what they are about to do, if nothing is named.

    What is done by words alone (a reply to a card, an edit) is writing.
    """
    wanted = permission or context.permission
    row = wanted if concerns_requests(wanted) else Permission.WRITE
    room = context.city.roster.room_standing(context.incoming.address)
    return judge_on(row, standing(context), case_of(context, request), place(context), room)


def may_show(context: Context, team: str) -> bool:
    """Say whether a team's requests may be shown in the room where it was written."""
    room = context.city.roster.room_standing(context.incoming.address)
    return judge_on(Permission.READ, room, Case(team), Place.TEAM, room) is Verdict.YES


def case_of(context: Context, request: Request) -> Case:
    """Give a request as the table sees it."""
    is_late = request.status in AWAITS_AGENT and request.promise.due_at <= context.now
    is_contested = request.team == context.city.settings.mediation_team
    return Case(request.team, is_contested, is_late, request.confidential)
