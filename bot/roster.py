"""Who belongs where, by the configuration and by accepted invitations: teams, their rooms, councils."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.config import Settings
from bot.domain.permissions import Role, Standing
from bot.incoming import Account, Address
from storage.members import Members


class TeamRole(StrEnum):
    """What somebody is in a team."""

    AGENT = "agent"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Roster:
    """Says who is what; what they may do is in bot/domain/permissions.py."""

    settings: Settings

    def team_of_room(self, address: Address) -> str | None:
        """Give the team whose room this is."""
        return next((name for name, team in self.settings.teams.items() if address in team.rooms), None)

    def council_of_room(self, address: Address) -> str | None:
        """Give the council whose room this is."""
        return next((name for name, council in self.settings.councils.items() if address in council.rooms), None)

    def rooms(self, team: str) -> tuple[Address, ...]:
        """Give a team's rooms; the requests of an unknown team, and of one without a room, are the desk's."""
        found = self.settings.teams.get(team)
        return tuple(found.rooms if found and found.rooms else self.settings.teams[self.settings.desk_team].rooms)

    def teams_of(self, accounts: tuple[str, ...], members: Members) -> dict[str, TeamRole]:
        """Give the teams somebody works in, and as what: what one of their accounts may do, they may."""
        found: dict[str, TeamRole] = {}
        for name, role in members.teams_of(accounts):
            if found.get(name) is not TeamRole.HEAD:
                found[name] = TeamRole(role)
        for name, team in self.settings.teams.items():
            if _among(accounts, team.agents):
                found.setdefault(name, TeamRole.AGENT)
            if _among(accounts, team.heads):
                found[name] = TeamRole.HEAD
        return found

    def standing(self, accounts: tuple[str, ...], members: Members) -> Standing:
        """Give what somebody is, apart from councils."""
        teams = self.teams_of(accounts, members)
        headed = frozenset(team for team, role in teams.items() if role is TeamRole.HEAD)
        administers = {Role.ADMINISTRATOR} if self.is_administrator(accounts) else set()
        return Standing(frozenset(teams), headed, self._special(*teams) | administers)

    def room_standing(self, room: Address) -> Standing:
        """Give what a team's room may show, as the standing of an agent of it; in another room nothing is shown."""
        team = self.team_of_room(room)
        return Standing(frozenset({team}), others=self._special(team)) if team else Standing()

    def is_administrator(self, accounts: tuple[str, ...]) -> bool:
        """Say whether somebody runs the bot for the city."""
        return _among(accounts, self.settings.city.administrators)

    def is_named(self, account: str, team: str) -> bool:
        """Say whether the configuration names somebody in a team: then nothing said in a chat takes them out."""
        found = self.settings.teams.get(team)
        return found is not None and _among((account,), (*found.agents, *found.heads))

    def _special(self, *teams: str) -> frozenset[Role]:
        special = {self.settings.desk_team: Role.DESK, self.settings.mediation_team: Role.MEDIATOR}
        return frozenset(special[team] for team in teams if team in special)

    def heads(self, team: str, members: Members) -> tuple[Account, ...]:
        """Give the accounts of a team's heads."""
        named = self.settings.teams[team].heads if team in self.settings.teams else ()
        joined = [Address.parse(text) for text in members.accounts_of(team, TeamRole.HEAD)]
        return (*named, *(Account(each.platform, each.room_id) for each in joined))

    def is_facilitator(self, accounts: tuple[str, ...], council: str) -> bool:
        """Say whether somebody may open polls in a council."""
        return _among(accounts, self.settings.councils[council].facilitators)

    def may_vote(self, accounts: tuple[str, ...], council: str) -> bool:
        """Say whether somebody is in a council's register."""
        return bool(self.register(council).intersection(accounts))

    def register(self, council: str) -> set[str]:
        """Give the accounts that may vote in a council; empty for one that is not there any more."""
        found = self.settings.councils.get(council)
        return {str(each) for each in (*found.members, *found.facilitators)} if found else set()


def _among(accounts: tuple[str, ...], named: Iterable[Account]) -> bool:
    return any(str(each) in accounts for each in named)
