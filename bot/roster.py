"""Who belongs where, by the configuration and by accepted invitations: teams, their rooms, councils."""

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
        """Give a team's rooms; an unknown team's requests are the desk's."""
        found = self.settings.teams.get(team) or self.settings.teams[self.settings.desk_team]
        return tuple(found.rooms)

    def teams_of(self, account: str, members: Members) -> dict[str, TeamRole]:
        """Give the teams somebody works in, and as what."""
        found = {name: TeamRole(role) for name, role in members.teams_of(account).items()}
        for name, team in self.settings.teams.items():
            if account in map(str, team.agents):
                found.setdefault(name, TeamRole.AGENT)
            if account in map(str, team.heads):
                found[name] = TeamRole.HEAD
        return found

    def may_work(self, account: str, team: str, members: Members) -> bool:
        """Say whether somebody may work a team's requests; the desk may re-route and work any."""
        teams = self.teams_of(account, members)
        return team in teams or self.settings.desk_team in teams

    def heads(self, team: str, members: Members) -> tuple[Account, ...]:
        """Give the accounts of a team's heads."""
        named = self.settings.teams[team].heads if team in self.settings.teams else ()
        joined = [Address.parse(text) for text in members.accounts_of(team, TeamRole.HEAD)]
        return (*named, *(Account(each.platform, each.room_id) for each in joined))

    def is_facilitator(self, account: str, council: str) -> bool:
        """Say whether somebody may open polls in a council."""
        return account in map(str, self.settings.councils[council].facilitators)

    def may_vote(self, account: str, council: str) -> bool:
        """Say whether somebody is in a council's register."""
        found = self.settings.councils[council]
        return account in map(str, (*found.members, *found.facilitators))
