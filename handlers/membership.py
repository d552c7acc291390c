"""Feature: leaving a team: an agent leaves, or a head takes one out (handlers/inviting.py lets people in).

Their open requests go back to the team, so that no request is with somebody who is gone. Whom the configuration names
stays until it names them no more.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass

from bot.domain.permissions import Role
from bot.domain.request import EventKind, Status
from bot.handling import Context
from bot.incoming import Account, Address, Room
from bot.outgoing import Choice, Priority, Quoted, Say, Text, Value, text
from bot.rendering import match_choice
from bot.rights import may_show, standing
from bot.roster import TeamRole
from bot.understanding.global_words import fold
from handlers import cards, case
from handlers.jobs.reminders import private
from storage.searching import Which

SHOWN = 10
"""Requests that are shown when they are given back; all are in the queue."""

MOST = 1_000
"""Open requests of one agent in one team that are given back; nobody has so many."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in a team, by the account that is in it."""

    team: str
    account: str
    name: str

    def is_called(self, said: str) -> bool:
        """Say whether somebody means them: "@zoé", the beginning of a word of their name, or the account."""
        wanted = fold(said.strip().removeprefix("@"))
        names = (self.name, *self.name.split())
        return bool(wanted) and (said.strip() == self.account or any(fold(each).startswith(wanted) for each in names))


def quit_team(context: Context) -> None:
    """/quitter, /quitter TEAM: leave a team, after one question whether that is meant; ``<team> yes``."""
    teams = sorted(standing(context).teams)
    wanted, _, sure = context.argument.partition(" ")
    team = wanted if wanted in teams else called(context, context.argument, teams)
    if team is None:
        choices = [Choice(text(f"team-{each}"), f"quit {each}") for each in teams]
        context.say(text("quit-which"), choices=choices)
    elif _is_named(context, context.accounts, team):
        context.say(text("quit-named", team=text(f"team-{team}")))
    elif sure != "yes":
        choice = Choice(text("quit-yes"), f"quit {team} yes")
        context.say(text("quit-sure", team=text(f"team-{team}")), choices=[choice])
    else:
        context.uow.members.leave(context.accounts, team)
        _give_back(context, team, context.accounts, context.name)
        context.say(text("quit-done", team=text(f"team-{team}")))


def remove(context: Context) -> None:
    """/retirer NAME: a head takes somebody out of a team, after one question; ``<team> <account> yes``."""
    team, _, rest = context.argument.partition(" ")
    account, _, sure = rest.partition(" ")
    people = _removable(context)
    found = [each for each in people if (each.team, each.account) == (team, account)]
    found = found or [each for each in people if each.is_called(context.argument)]
    if len(found) != 1:
        shown = found or people
        choices = [Choice(_member(each), f"remove {each.team} {each.account}") for each in shown]
        context.say(text("remove-which" if shown else "remove-nobody"), choices=choices)
        return
    team, account, name = astuple(found[0])
    said: dict[str, Value] = {"name": Quoted(name), "team": text(f"team-{team}")}
    accounts = tuple(map(str, context.uow.linking.beside(account_of(account))))
    if _is_named(context, accounts, team):
        context.say(text("remove-named", **said))
    elif sure != "yes":
        context.say(text("remove-sure", **said), choices=[Choice(text("remove-yes"), f"remove {team} {account} yes")])
    else:
        context.uow.members.leave(accounts, team)
        _give_back(context, team, accounts, name)
        tell(context, account, text("removed", team=text(f"team-{team}")))
        context.say(text("remove-done", **said))


def people_of(context: Context, team: str) -> list[Member]:
    """Give who works in a team, named in the configuration or let in, by name."""
    named = context.city.settings.teams.get(team)
    accounts = [str(each) for each in (*named.agents, *named.heads)] if named else []
    accounts += [each for role in TeamRole for each in context.uow.members.accounts_of(team, role)]
    names = context.uow.people.names(accounts)
    found = [Member(team, each, names.get(each, account_of(each).account_id)) for each in dict.fromkeys(accounts)]
    return sorted(found, key=lambda each: (fold(each.name), each.account))


def tell(context: Context, account: str, *said: Text, about: str | None = None, choices: Sequence[Choice] = ()) -> None:
    """Say something to an agent in private, in their language."""
    lang = context.uow.people.language_of(account_of(account))
    context.post(private(account), Say(said, tuple(choices)), lang=lang, about=about)


def called(context: Context, said: str, teams: Sequence[str]) -> str | None:
    """Find the team that somebody names; their only one needs no name."""
    if not said:
        return teams[0] if len(teams) == 1 else None
    labels = [Choice(text(f"team-{each}"), each) for each in teams]
    match = match_choice(said, labels, context.person.lang, context.city.wording)
    return match.action if match else None


def account_of(account: str) -> Account:
    """Read an account as it is written in the configuration."""
    parsed = Address.parse(account)
    return Account(parsed.platform, parsed.room_id)


def _removable(context: Context) -> list[Member]:
    """Give whom somebody may take out: a head those of their teams, an administrator anybody; nobody themselves."""
    who = standing(context)
    teams = context.city.settings.teams if Role.ADMINISTRATOR in who.others else sorted(who.headed)
    shown = [team for team in teams if context.incoming.room is Room.PRIVATE or may_show(context, team)]
    return [each for team in shown for each in people_of(context, team) if each.account not in context.accounts]


def _give_back(context: Context, team: str, accounts: tuple[str, ...], name: str) -> None:
    """Give the open requests of somebody who has left back to their team, and say so in its rooms."""
    ids = context.uow.searching.queue((team,), Which.MINE, accounts, context.now, 0, MOST).ids
    for request in filter(None, map(context.uow.requests.get, sorted(ids))):
        request.assignee = request.assignee_name = None
        if request.status is Status.TAKEN:
            request.status = Status.NEW
        case.save(context, request, EventKind.GIVEN_BACK, context.account, name)
    said = text("left-team", name=Quoted(name), count=len(ids))
    for room in context.city.roster.rooms(team):
        context.post(room, Say((said, *cards.lines(context, ids[:SHOWN]))), priority=Priority.CARD)


def _is_named(context: Context, accounts: Sequence[str], team: str) -> bool:
    return any(context.city.roster.is_named(each, team) for each in accounts)


def _member(member: Member) -> Text:
    return text("remove-one", name=Quoted(member.name), team=text(f"team-{member.team}"))
