"""Inviting from the chat: whom to what, taking back, and what a code never takes away."""

from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pytest
from sqlalchemy import select

import tests.fakes.town
from bot.domain.invitation import LASTS
from bot.outgoing import Say, Text
from bot.roster import TeamRole
from storage.tables import invitations
from tests.fakes.city import TEAMS, settings
from tests.fakes.platform import Speaker
from tests.fakes.town import Row, Town, agent, citizen

HEAD, ADMIN = citizen("head-roads"), citizen("admin")


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    city = settings(city={"administrators": ["fake:admin"]})
    with mock.patch.object(tests.fakes.town, "settings", return_value=city), Town(url) as opened:
        yield opened


def letter(town: Town, who: Speaker) -> Row:
    """Give the latest words to be sent on that somebody got."""
    return next(row for row in reversed(town.rows()) if row.room == who.room and "invite-letter" in row.keys)


def code(town: Town, who: Speaker) -> str:
    """Give the code of the latest invitation that somebody made, as it is written."""
    said = letter(town, who).said.paragraphs[0]
    assert isinstance(said, Text)
    return str(said.args["code"])


def offered(town: Town, who: Speaker) -> list[str]:
    """Give the actions of the latest choices that somebody was offered."""
    return next(row.actions for row in reversed(town.rows()) if row.room == who.room and row.actions)


def teams(town: Town, who: Speaker) -> dict[str, str]:
    """Give where somebody came in by a code, and as what."""
    return town.look(lambda uow: dict(uow.members.teams_of((f"fake:{who.account}",))))


async def test_a_head_of_one_team_gets_a_code_at_once_and_a_link_to_send_on(town: Town) -> None:
    assert await town.write(HEAD, "/inviter") == ["invite-letter", "invite-made"]
    said = letter(town, HEAD).said
    assert isinstance(said, Say)
    assert said.door == f"agent_{code(town, HEAD).replace('-', '')}"
    assert await town.write(citizen("zoé"), f"/start {said.door}") == ["join-welcome"]
    assert teams(town, citizen("zoé")) == {"roads": "agent"}
    assert town.said("team-roads") == ["joined-team-by"]


@pytest.mark.parametrize("wanted", ["roads head", "desk agent", "voirie responsable", "médiation", "girafe", "1"])
async def test_a_head_invites_to_nothing_but_agent_of_their_team(wanted: str, town: Town) -> None:
    said = await town.write(HEAD, f"/inviter {wanted}")
    made = town.look(lambda uow: uow.members.open_invitations(town.clock.now()))
    assert {(each.team, each.role) for each in made} <= {("roads", "agent")}
    assert "invite-letter" in said or said == ["invite-which-team"]
    await town.press(HEAD, f"invite {wanted}")
    made = town.look(lambda uow: uow.members.open_invitations(town.clock.now()))
    assert {(each.team, each.role) for each in made} <= {("roads", "agent")}


async def test_an_administrator_chooses_any_team_and_role(town: Town) -> None:
    assert await town.write(ADMIN, "/inviter") == ["invite-which-team"]
    assert offered(town, ADMIN) == [f"invite {team}" for team in TEAMS]
    assert await town.press(ADMIN, "invite mediation") == ["invite-which-role"]
    assert offered(town, ADMIN) == [f"invite mediation {role}" for role in TeamRole]
    assert await town.press(ADMIN, "invite mediation agent") == ["invite-letter", "invite-made"]
    assert await town.write(citizen("zoé"), f"/agent {code(town, ADMIN)}") == ["join-welcome"]
    assert await town.write(ADMIN, "/inviter voirie responsable") == ["invite-letter", "invite-made"]
    assert await town.write(citizen("zoé"), f"/agent {code(town, ADMIN)}") == ["join-welcome"]
    assert teams(town, citizen("zoé")) == {"mediation": "agent", "roads": "head"}


async def test_in_a_group_nobody_reads_a_code(town: Town) -> None:
    for who in (agent("roads", "head"), Speaker("head-roads", "council-conseil", group=True)):
        await town.write(who, "/inviter")
        await town.press(who, "invite roads agent")
        assert not [row for row in town.rows() if row.room == who.room and "invite-letter" in row.keys]
    assert town.look(lambda uow: uow.members.open_invitations(town.clock.now())) == []


async def test_an_invitation_is_over_after_a_week(town: Town) -> None:
    await town.write(HEAD, "/inviter")
    town.clock.advance(LASTS)
    assert await town.write(citizen("zoé"), f"/agent {code(town, HEAD)}") == ["join-refused"]
    assert await town.press(HEAD, "invitations") == ["invitations-none"]


async def test_a_head_sees_and_takes_back_only_what_they_may_invite_to(town: Town) -> None:
    for team in ("roads agent", "roads head", "desk agent"):
        await town.press(ADMIN, f"invite {team}")
    assert (await town.press(ADMIN, "invitations")).count("invitation-line-by") == 3
    keys = [each.removeprefix("uninvite ") for each in offered(town, ADMIN)]
    assert (await town.press(HEAD, "invitations")).count("invitation-line-by") == 1
    said = [(await town.press(HEAD, f"uninvite {key}"))[0] for key in keys]
    assert sorted(said) == ["invitation-gone", "invitation-gone", "invitation-withdrawn"]
    assert len(town.look(lambda uow: uow.members.open_invitations(town.clock.now()))) == 2


async def test_it_ends_with_the_right_to_make_it(town: Town) -> None:
    until = town.clock.now() + timedelta(days=1)
    town.look(lambda uow: uow.members.invite("CODE", "head", "roads", until))
    await town.write(citizen("zoé"), "/agent CODE")
    await town.write(citizen("zoé"), "/inviter")
    await town.write(citizen("zoé"), "/quitter roads yes")
    assert await town.write(citizen("tom"), f"/agent {code(town, citizen('zoé'))}") == ["join-refused"]
    assert teams(town, citizen("tom")) == {}


async def test_a_code_of_the_command_line_has_nobody_behind_it(town: Town) -> None:
    until = town.clock.now() + timedelta(days=1)
    town.look(lambda uow: uow.members.invite("CODE", "agent", "roads", until))
    assert "invitation-line" in await town.press(HEAD, "invitations")
    assert await town.write(citizen("zoé"), "/agent CODE") == ["join-welcome"]
    assert town.said("team-roads") == ["joined-team"]


@pytest.mark.parametrize("role", [TeamRole.AGENT, TeamRole.HEAD])
async def test_nobody_loses_rights_and_the_code_stays(role: TeamRole, town: Town) -> None:
    until = town.clock.now() + timedelta(days=1)
    town.look(lambda uow: uow.members.invite("FIRST", "head", "roads", until))
    await town.write(citizen("zoé"), "/agent FIRST")
    town.said("team-roads")
    town.look(lambda uow: uow.members.invite("CODE", role.value, "roads", until))
    for who in (citizen("zoé"), HEAD):
        assert await town.write(who, "/agent CODE") == ["join-already"]
    assert teams(town, citizen("zoé")) == {"roads": "head"}
    assert town.said("team-roads") == []
    assert await town.write(citizen("tom"), "/agent CODE") == ["join-welcome"]
    assert teams(town, citizen("tom")) == {"roads": role.value}


async def test_whoever_erases_their_data_is_in_no_invitation_any_more(town: Town) -> None:
    """Neither as who made it nor as who used it; one that is still open lets nobody in, for nobody answers for it."""
    tom, ines, claire = citizen("tom"), citizen("ines"), citizen("claire")
    await town.write(ADMIN, "/inviter roads")
    await town.press(ADMIN, "invite roads head")
    await town.write(tom, f"/agent {code(town, ADMIN)}")
    codes = []
    for _ in range(2):
        await town.write(tom, "/inviter roads")
        codes.append(code(town, tom))
    assert await town.write(ines, f"/agent {codes[0]}") == ["join-welcome"]
    rows = select(invitations.c.used_by, invitations.c.invited_by)
    stored = sorted(map(tuple, town.look(lambda uow: uow.connection.execute(rows).all())), key=str)
    assert stored == [("fake:ines", "fake:tom"), ("fake:tom", "fake:admin"), (None, "fake:tom")]
    await town.press(tom, "data erase yes")
    await town.press(ines, "data erase yes")
    stored = sorted(map(tuple, town.look(lambda uow: uow.connection.execute(rows).all())), key=str)
    assert stored == [("", ""), ("", "fake:admin"), (None, "")]
    assert town.look(lambda uow: uow.members.open_invitations(town.clock.now())) == []
    assert await town.write(claire, f"/agent {codes[1]}") == ["join-refused"]
    assert town.look(lambda uow: uow.members.accept(codes[1], "fake:claire", town.clock.now())) is None
