"""The table of rights itself: every row, written out once more as people would say it."""

import pytest

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

NOBODY = Standing()
AGENT = Standing(frozenset({"roads"}))
HEAD = Standing(frozenset({"roads"}), frozenset({"roads"}))
ELSEWHERE = Standing(frozenset({"water"}), frozenset({"water"}))
AGENT_HERE_HEAD_ELSEWHERE = Standing(frozenset({"roads", "water"}), frozenset({"water"}))
DESK = Standing(frozenset({"desk"}), others=frozenset({Role.DESK}))
MEDIATOR = Standing(frozenset({"mediation"}), others=frozenset({Role.MEDIATOR}))
ADMINISTRATOR = Standing(others=frozenset({Role.ADMINISTRATOR}))
VOTER = Standing(others=frozenset({Role.VOTER}))
FACILITATOR = Standing(others=frozenset({Role.FACILITATOR}))
EVERYBODY = (NOBODY, AGENT, HEAD, ELSEWHERE, DESK, MEDIATOR, ADMINISTRATOR, VOTER, FACILITATOR)
ROADS, ROADS_LATE = Case("roads"), Case("roads", late=True)
CONTESTED, ORPHAN = Case("mediation", contested=True), Case("fountains")
CONFIDENTIAL = Case("roads", confidential=True)
WORK = (Permission.READ, Permission.WRITE, Permission.HANDLE)
ROADS_ROOM, DESK_ROOM = Standing(frozenset({"roads"})), DESK
PRIVATE = Place.PRIVATE


def on(permission: Permission, who: Standing, case: Case, place: Place = PRIVATE, room: Standing = NOBODY) -> Verdict:
    return judge_on(permission, who, case, place, room)


def test_every_permission_has_a_row() -> None:
    assert set(TABLE) == set(Permission)
    assert {each for each in Permission if concerns_requests(each)} == {*WORK, Permission.ASSIGN}


@pytest.mark.parametrize("permission", WORK)
@pytest.mark.parametrize(
    ("who", "reached"),
    [
        (NOBODY, ()),
        (ADMINISTRATOR, ()),
        (FACILITATOR, ()),
        (AGENT, (ROADS, ROADS_LATE, CONFIDENTIAL)),
        (HEAD, (ROADS, ROADS_LATE, CONFIDENTIAL)),
        (ELSEWHERE, ()),
        (DESK, (ROADS, ROADS_LATE, CONFIDENTIAL, CONTESTED, ORPHAN)),
        (MEDIATOR, (ROADS_LATE, CONTESTED)),
    ],
)
def test_whose_requests_are_worked_by_whom(permission: Permission, who: Standing, reached: tuple[Case, ...]) -> None:
    for case in (ROADS, ROADS_LATE, CONFIDENTIAL, CONTESTED, ORPHAN):
        expected = Verdict.YES if case in reached else Verdict.NOT_THEIRS
        assert on(permission, who, case) is expected, case


def test_only_a_head_gives_requests_to_people_and_only_their_own_teams() -> None:
    assert [on(Permission.ASSIGN, who, ROADS) is Verdict.YES for who in EVERYBODY] == [who is HEAD for who in EVERYBODY]
    assert on(Permission.ASSIGN, AGENT_HERE_HEAD_ELSEWHERE, ROADS) is Verdict.NOT_THEIRS
    assert on(Permission.ASSIGN, AGENT_HERE_HEAD_ELSEWHERE, Case("water")) is Verdict.YES


@pytest.mark.parametrize(
    ("room", "place", "verdict"),
    [
        (ROADS_ROOM, Place.TEAM, Verdict.YES),
        (DESK_ROOM, Place.TEAM, Verdict.YES),
        (Standing(frozenset({"water"})), Place.TEAM, Verdict.NOT_HERE),
        (MEDIATOR, Place.TEAM, Verdict.NOT_HERE),
        (NOBODY, Place.COUNCIL, Verdict.NOT_HERE),
        (NOBODY, Place.OTHER, Verdict.NOT_HERE),
        (NOBODY, Place.PRIVATE, Verdict.YES),
    ],
)
def test_a_room_shows_what_its_team_may_read(room: Standing, place: Place, verdict: Verdict) -> None:
    for permission in WORK:
        assert on(permission, HEAD, ROADS, place, room) is verdict
        assert on(permission, ELSEWHERE, ROADS, place, room) is Verdict.NOT_THEIRS


def test_what_is_late_may_be_shown_to_the_mediators() -> None:
    assert on(Permission.READ, MEDIATOR, ROADS_LATE, Place.TEAM, MEDIATOR) is Verdict.YES
    assert on(Permission.READ, AGENT, ROADS_LATE, Place.TEAM, MEDIATOR) is Verdict.YES


def test_what_is_confidential_is_read_and_written_in_private() -> None:
    said = [on(each, AGENT, CONFIDENTIAL, Place.TEAM, ROADS_ROOM) for each in WORK]
    assert said == [Verdict.IN_PRIVATE, Verdict.IN_PRIVATE, Verdict.YES]
    assert [on(each, AGENT, CONFIDENTIAL) for each in WORK] == [Verdict.YES] * 3


@pytest.mark.parametrize(
    ("permission", "who", "where"),
    [
        (Permission.TALK, EVERYBODY, tuple(Place)),
        (Permission.PERSONAL, EVERYBODY, (PRIVATE,)),
        (Permission.OWN, EVERYBODY, (PRIVATE,)),
        (Permission.VOTE, (VOTER, FACILITATOR), (Place.COUNCIL,)),
        (Permission.POLL, (FACILITATOR,), (Place.COUNCIL,)),
        (Permission.SERVE, (AGENT, HEAD, ELSEWHERE, DESK, MEDIATOR), (PRIVATE, Place.TEAM)),
        (Permission.FIGURES, (AGENT, HEAD, ELSEWHERE, DESK, MEDIATOR, ADMINISTRATOR), (PRIVATE, Place.TEAM)),
        (Permission.LEAVE, (AGENT, HEAD, ELSEWHERE, DESK, MEDIATOR), (PRIVATE,)),
        (Permission.REMOVE, (HEAD, ELSEWHERE, ADMINISTRATOR), (PRIVATE, Place.TEAM)),
    ],
)
def test_who_may_do_the_rest_and_where(
    permission: Permission, who: tuple[Standing, ...], where: tuple[Place, ...]
) -> None:
    for place in Place:
        for each in EVERYBODY:
            allowed = Verdict.YES if each in who else Verdict.NOT_THEIRS
            assert judge(permission, each, place) is (allowed if place in where else Verdict.NOT_HERE), (place, each)
