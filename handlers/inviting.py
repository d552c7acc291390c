"""Feature: coming into a team. A head or an administrator makes a one-time invitation in private; its code lets in.

A head invites agents of their own team, an administrator anybody into any team. What somebody may invite to is looked
up again when the code is used, so an invitation ends with the right to make it.
"""

from datetime import timedelta

from bot.domain import one_time_code
from bot.domain.invitation import CODE_LENGTH, LASTS
from bot.domain.permissions import Role, Standing
from bot.handling import Context
from bot.outgoing import Choice, Moment, Priority, Quoted, Say, Text, Value, text
from bot.rendering import match_choice
from bot.rights import standing
from bot.roster import TeamRole
from handlers import membership
from storage.members import Invitation, WrongCode

MOST_GUESSES = 5
"""Wrong codes of one person, after which none is looked at for a while: a code has 45 bits and one week."""

WAIT = timedelta(hours=1)

GUESS = "code"
"""What a wrong code is called among the refusals."""

SHOWN = 10
"""Open invitations that are shown, those that expire first; the others come when these are gone."""

NAMED_BY = 16
"""Hexadecimal digits of an invitation's key that a button carries."""

Place = tuple[str, TeamRole]
"""A team, and what somebody is in it."""


def invite(context: Context) -> None:
    """/inviter, /inviter TEAM, /inviter TEAM ROLE: a code for one person; a choice where several are possible."""
    places = _offered(context, standing(context))
    place = _named(context, places)
    if place is not None:
        _make(context, *place)
        return
    teams = list(dict.fromkeys(team for team, _role in places))
    team = context.argument if context.argument in teams else membership.called(context, context.argument, teams)
    if team is None:
        choices = [Choice(text(f"team-{each}"), f"invite {each}") for each in teams]
        context.say(text("invite-which-team"), choices=(*choices, *_list_choice(context)))
        return
    of_team = [place for place in places if place[0] == team]
    if len(of_team) == 1:
        _make(context, *of_team[0])
        return
    choices = [Choice(_rank(context, *each), f"invite {each[0]} {each[1]}") for each in of_team]
    context.say(text("invite-which-role", team=text(f"team-{team}")), choices=choices)


def invitations(context: Context) -> None:
    """A button: the invitations that still work, each with a choice to take it back."""
    shown = _mine(context)[:SHOWN]
    if not shown:
        context.say(text("invitations-none"))
        return
    names = context.uow.people.names([each.invited_by for each in shown if each.invited_by])
    context.say(text("invitations-title"))
    for number, each in enumerate(shown, 1):
        by = names.get(each.invited_by or "")
        args: dict[str, Value] = {**_what(context, each), "number": number, "until": Moment(each.expires_at)}
        context.say(text("invitation-line-by", by=Quoted(by), **args) if by else text("invitation-line", **args))
    choices = [Choice(text("invitation-back", number=number), _back(each)) for number, each in enumerate(shown, 1)]
    context.say(choices=choices)


def take_back(context: Context) -> None:
    """A button: an invitation does not work any more; somebody else's only where one may invite so oneself."""
    found = next((each for each in _mine(context) if _back(each) == f"uninvite {context.argument}"), None)
    if found is None or not context.uow.members.withdraw(found.key, context.now):
        context.say(text("invitation-gone"), choices=_list_choice(context))
        return
    context.say(text("invitation-withdrawn", **_what(context, found)), choices=_list_choice(context))


def join(context: Context) -> None:
    """/agent CODE: enter a team with a one-time invitation; who is as much there already keeps the code unused."""
    code, members = context.argument, context.uow.members
    if not code:
        context.say(text("join-how"))
        return
    guesses = members.refused_since(context.accounts, GUESS, context.now - WAIT)
    if len(guesses) >= MOST_GUESSES:
        context.say(text("join-wait", minutes=_minutes(guesses[-MOST_GUESSES] + WAIT - context.now)))
        return
    found = members.invitation(code, context.now)
    if isinstance(found, Invitation) and not _still_holds(context, found):
        found = WrongCode.WITHDRAWN
    if isinstance(found, WrongCode):
        members.refused(context.account, GUESS, context.now)
        context.say(text("join-refused", why=found.value))
        return
    said: dict[str, Value] = {"team": text(f"team-{found.team}"), "role": found.role}
    before = context.city.roster.teams_of(context.accounts, members).get(found.team)
    if before in (TeamRole.HEAD, found.role):
        context.say(text("join-already", now=before.value, **said))
    elif members.accept(code, context.account, context.now) is None:
        # Somebody else was quicker, in the moment since it was looked at.
        context.say(text("join-refused", why=WrongCode.USED.value))
    else:
        context.say(text("join-welcome", **said))
        _tell_the_team(context, found)


def _make(context: Context, team: str, role: TeamRole) -> None:
    """Keep an invitation, and say it in two messages: the words to be sent on, then what to do with them."""
    code, until = one_time_code.make(CODE_LENGTH), context.now + LASTS
    made = context.uow.members.invite(code, role.value, team, until, context.account)
    what = {**_what(context, made), "until": Moment(until)}
    letter = text(
        "invite-letter",
        city=Quoted(context.city.settings.city.name),
        by=Quoted(context.name),
        code=one_time_code.spaced(code, 5),
        **what,
    )
    context.post(context.incoming.address, Say((letter,), door=f"agent_{code}"), lang=context.person.lang)
    context.say(text("invite-made", **what), choices=(Choice(text("invite-back"), _back(made)), *_list_choice(context)))


def _tell_the_team(context: Context, used: Invitation) -> None:
    said: dict[str, Value] = {"name": Quoted(context.name), "team": text(f"team-{used.team}"), "role": used.role}
    by = context.uow.people.names([used.invited_by]).get(used.invited_by) if used.invited_by else None
    told = text("joined-team-by", by=Quoted(by), **said) if by else text("joined-team", **said)
    for room in context.city.roster.rooms(used.team):
        context.post(room, Say((told,)), priority=Priority.CARD)


def _still_holds(context: Context, found: Invitation) -> bool:
    """Say whether who made an invitation may still make it; the command line's holds anyway."""
    if found.invited_by is None:
        return found.team in context.city.settings.teams
    accounts = tuple(map(str, context.uow.linking.beside(membership.account_of(found.invited_by))))
    who = context.city.roster.standing(accounts, context.uow.members)
    return (found.team, found.role) in _offered(context, who)


def _mine(context: Context) -> list[Invitation]:
    """Give the open invitations that this person might have made: those are theirs to take back."""
    places = _offered(context, standing(context))
    return [each for each in context.uow.members.open_invitations(context.now) if (each.team, each.role) in places]


def _offered(context: Context, who: Standing) -> list[Place]:
    """Give what somebody may invite to."""
    teams = context.city.settings.teams
    if Role.ADMINISTRATOR in who.others:
        return [(team, role) for team in teams for role in TeamRole]
    return [(team, TeamRole.AGENT) for team in teams if team in who.headed]


def _named(context: Context, places: list[Place]) -> Place | None:
    """Find the team with the role that was written or pressed; the only one there is needs no word."""
    if not context.argument:
        return places[0] if len(places) == 1 else None
    labels = [
        Choice(text("invite-place", team=text(f"team-{team}"), rank=_rank(context, team, role)), f"{team} {role}")
        for team, role in places
    ]
    exact = next((each for each in labels if each.action == context.argument), None)
    match = exact or match_choice(context.argument, labels, context.person.lang, context.city.wording)
    return places[labels.index(match)] if match else None


def _rank(context: Context, team: str, role: str) -> Text:
    """Call a role by its name: an agent of the desk's team is the desk, one of the mediation's a mediator."""
    settings = context.city.settings
    special = {settings.desk_team: "desk", settings.mediation_team: "mediator"}
    return text("invite-rank", rank=special.get(team, "agent") if role == TeamRole.AGENT else "head")


def _what(context: Context, each: Invitation) -> dict[str, Value]:
    return {"team": text(f"team-{each.team}"), "rank": _rank(context, each.team, each.role)}


def _back(each: Invitation) -> str:
    return f"uninvite {each.key[:NAMED_BY]}"


def _list_choice(context: Context) -> tuple[Choice, ...]:
    count = len(_mine(context))
    return (Choice(text("invitations-show", count=count), "invitations"),) if count else ()


def _minutes(span: timedelta) -> int:
    return max(1, -(-int(span.total_seconds()) // 60))
