"""Who belongs where, by the configuration and by invitations, and who may do what."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import pytest

from bot.domain.permissions import Role, Standing
from bot.incoming import Account, Address
from bot.roster import Roster, TeamRole
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from tests.fakes.city import settings
from tests.fakes.clock import StillClock

T = TypeVar("T")
ROSTER = Roster(settings())
ROADS = Address("fake", "team-roads")


def look(database: Database, work: Callable[[UnitOfWork], T]) -> T:
    return database.run_here(work)


def join(database: Database, clock: StillClock, account: str, team: str, role: TeamRole) -> None:
    """Let somebody into a team by an invitation."""
    until = clock.now() + timedelta(days=7)
    code = f"{account}{team}{role}"
    look(database, lambda uow: uow.members.invite(code, role.value, team, until))
    assert look(database, lambda uow: uow.members.accept(code, account, clock.now())) == (role, team)


class TestRooms:
    def test_whose_room_it_is(self) -> None:
        assert ROSTER.team_of_room(ROADS) == "roads"
        assert ROSTER.council_of_room(Address("fake", "council-conseil")) == "conseil"

    @pytest.mark.parametrize("room", [Address("fake", "léa"), Address("telegram", "team-roads"), Address("fake", "")])
    def test_a_room_of_nobody(self, room: Address) -> None:
        assert ROSTER.team_of_room(room) is None
        assert ROSTER.council_of_room(room) is None

    def test_a_teams_room_is_no_councils(self) -> None:
        assert ROSTER.council_of_room(ROADS) is None
        assert ROSTER.team_of_room(Address("fake", "council-conseil")) is None

    def test_a_teams_rooms(self) -> None:
        assert ROSTER.rooms("roads") == (ROADS,)

    def test_the_requests_of_an_unknown_team_are_the_desks(self) -> None:
        assert ROSTER.rooms("fountains") == ROSTER.rooms("desk") == (Address("fake", "team-desk"),)

    def test_the_requests_of_a_team_without_a_room_are_the_desks(self) -> None:
        teams = {name: each.model_dump() for name, each in settings().teams.items()}
        roster = Roster(settings(teams={**teams, "roads": {"rooms": []}}))
        assert roster.rooms("roads") == roster.rooms("desk") == (Address("fake", "team-desk"),)

    def test_a_desk_of_another_name(self) -> None:
        roster = Roster(settings(desk_team="roads"))
        assert roster.rooms("fountains") == (ROADS,)


class TestTeams:
    def test_by_the_configuration(self, database: Database) -> None:
        def teams(account: str) -> dict[str, TeamRole]:
            return look(database, lambda uow: ROSTER.teams_of((account,), uow.members))

        assert teams("fake:agent-roads") == {"roads": TeamRole.AGENT}
        assert teams("fake:head-roads") == {"roads": TeamRole.HEAD}
        assert teams("fake:léa") == {}
        assert teams("telegram:agent-roads") == {}

    def test_by_invitation(self, database: Database, clock: StillClock) -> None:
        join(database, clock, "fake:zoé", "roads", TeamRole.AGENT)
        join(database, clock, "fake:zoé", "desk", TeamRole.HEAD)
        join(database, clock, "fake:agent-roads", "desk", TeamRole.AGENT)
        found = look(
            database,
            lambda uow: [ROSTER.teams_of((account,), uow.members) for account in ("fake:zoé", "fake:agent-roads")],
        )
        assert found == [
            {"roads": TeamRole.AGENT, "desk": TeamRole.HEAD},
            {"roads": TeamRole.AGENT, "desk": TeamRole.AGENT},
        ]

    def test_a_head_who_is_invited_as_agent_stays_head(self, database: Database, clock: StillClock) -> None:
        join(database, clock, "fake:head-roads", "roads", TeamRole.AGENT)
        found = look(database, lambda uow: ROSTER.teams_of(("fake:head-roads",), uow.members))
        assert found == {"roads": TeamRole.HEAD}

    def test_an_agent_who_is_invited_as_head_is_head(self, database: Database, clock: StillClock) -> None:
        join(database, clock, "fake:agent-roads", "roads", TeamRole.HEAD)
        found = look(database, lambda uow: ROSTER.teams_of(("fake:agent-roads",), uow.members))
        assert found == {"roads": TeamRole.HEAD}

    def test_the_heads_of_a_team(self, database: Database, clock: StillClock) -> None:
        join(database, clock, "matrix:@zoé:example.org", "roads", TeamRole.HEAD)
        join(database, clock, "fake:tom", "roads", TeamRole.AGENT)
        heads = look(database, lambda uow: ROSTER.heads("roads", uow.members))
        assert heads == (Account("fake", "head-roads"), Account("matrix", "@zoé:example.org"))
        assert look(database, lambda uow: ROSTER.heads("fountains", uow.members)) == ()


class TestStanding:
    @pytest.mark.parametrize(
        ("account", "teams", "headed", "others"),
        [
            ("fake:agent-roads", {"roads"}, set(), set()),
            ("fake:head-roads", {"roads"}, {"roads"}, set()),
            ("fake:agent-desk", {"desk"}, set(), {Role.DESK}),
            ("fake:head-mediation", {"mediation"}, {"mediation"}, {Role.MEDIATOR}),
            ("fake:léa", set(), set(), set()),
            ("telegram:agent-roads", set(), set(), set()),
            ("", set(), set(), set()),
        ],
    )
    def test_what_somebody_is(
        self, account: str, teams: set[str], headed: set[str], others: set[Role], database: Database
    ) -> None:
        found = look(database, lambda uow: ROSTER.standing((account,), uow.members))
        assert found == Standing(frozenset(teams), frozenset(headed), frozenset(others))

    def test_an_invitation_makes_an_agent(self, database: Database, clock: StillClock) -> None:
        join(database, clock, "fake:zoé", "desk", TeamRole.HEAD)
        found = look(database, lambda uow: ROSTER.standing(("fake:zoé",), uow.members))
        assert found == Standing(frozenset({"desk"}), frozenset({"desk"}), frozenset({Role.DESK}))

    def test_an_administrator(self, database: Database) -> None:
        roster = Roster(settings(city={"administrators": ["fake:nils"]}))
        assert look(database, lambda uow: roster.standing(("fake:nils",), uow.members).others) == {Role.ADMINISTRATOR}
        assert roster.is_administrator(("fake:tom", "fake:nils"))
        assert not roster.is_administrator(("fake:tom",))

    def test_whom_the_configuration_names(self, database: Database, clock: StillClock) -> None:
        join(database, clock, "fake:zoé", "roads", TeamRole.AGENT)
        named = ("fake:agent-roads", "fake:head-roads", "fake:zoé", "fake:agent-desk")
        assert [ROSTER.is_named(each, "roads") for each in named] == [True, True, False, False]
        assert not ROSTER.is_named("fake:agent-roads", "fountains")

    def test_a_room_stands_for_its_team(self) -> None:
        assert ROSTER.room_standing(ROADS) == Standing(frozenset({"roads"}))
        desk = ROSTER.room_standing(Address("fake", "team-desk"))
        assert desk == Standing(frozenset({"desk"}), others=frozenset({Role.DESK}))
        assert ROSTER.room_standing(Address("fake", "council-conseil")) == Standing()
        assert ROSTER.room_standing(Address("fake", "léa")) == Standing()

    def test_a_council(self) -> None:
        assert ROSTER.is_facilitator(("fake:léa",), "conseil")
        assert not ROSTER.is_facilitator(("fake:tom",), "conseil")
        assert [
            ROSTER.may_vote((account,), "conseil") for account in ("fake:léa", "fake:tom", "fake:nils", "x:tom")
        ] == [
            True,
            True,
            False,
            False,
        ]

    def test_several_accounts_may_what_one_of_them_may(self, database: Database, clock: StillClock) -> None:
        join(database, clock, "fake:zoé", "desk", TeamRole.AGENT)
        both = ("matrix:@zoé:example.org", "fake:head-roads", "fake:zoé")
        teams = look(database, lambda uow: ROSTER.teams_of(both, uow.members))
        assert teams == {"desk": TeamRole.AGENT, "roads": TeamRole.HEAD}
        assert ROSTER.is_facilitator(("matrix:@léa:example.org", "fake:léa"), "conseil")
        assert ROSTER.may_vote(("matrix:@tom:example.org", "fake:tom"), "conseil")
        assert not ROSTER.may_vote((), "conseil")

    def test_a_register(self) -> None:
        assert ROSTER.register("conseil") == {"fake:léa", "fake:tom", "fake:inès", "fake:sami"}
        assert ROSTER.register("fountains") == set()
