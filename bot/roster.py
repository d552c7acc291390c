"""Who belongs where, by the configuration and by accepted invitations: teams, their rooms, councils."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.config import Settings
from bot.incoming import Account, Address
from storage.members import Members


class TeamRole(StrEnum):
    """What somebody is in a team."""

    AGENT = "agent"
    HEAD = "head"


@dataclass(frozen=True, slots=True)
class Roster:
    """Answers every "may they?" in one place; see docs/architecture.md for the table."""

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

    def may_work(self, accounts: tuple[str, ...], team: str, members: Members) -> bool:
        """Say whether somebody may work a team's requests; the desk may re-route and work any."""
        return self._works(self.teams_of(accounts, members), team)

    def may_show(self, room: Address, team: str) -> bool:
        """Say whether a team's requests may be shown in a group: its own rooms, and the desk's."""
        owner = self.team_of_room(room)
        return owner is not None and self._works((owner,), team)

    def _works(self, teams: Collection[str], team: str) -> bool:
        return team in teams or self.settings.desk_team in teams

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
