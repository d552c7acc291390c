"""Every command and every button, tried by everybody in every room on every kind of request, as the table says.

A new command or button is tried here by itself; one that names no row of the table does not even import.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.conversing import begin
from bot.domain.permissions import TABLE, Permission, Place, Role, Verdict, concerns_requests, judge, judge_on
from bot.domain.request import Request, Status
from bot.handling import Context
from bot.incoming import Pressed, Words
from bot.outgoing import Text
from bot.rights import case_of, place, standing
from bot.routing import Routing, act
from bot.understanding.global_words import GlobalWords
from handlers.registry import REGISTRY
from storage.conversations import Conversation
from storage.unit_of_work import UnitOfWork
from tests.conftest import Fresh
from tests.fakes.platform import Speaker
from tests.fakes.town import Town, citizen

PEOPLE = ("léa", "nils", "agent-roads", "head-roads", "agent-cleanliness", "head-desk", "agent-mediation")
ROOMS = ("team-roads", "team-cleanliness", "team-desk", "team-mediation", "council-conseil", "elsewhere")
REFUSALS = {"refused", "poll-not-in-register"}
ELSEWHERE = {"group-in-private", "group-button"}
NOT_THEIRS, NOT_HERE = "desk-not-yours", "desk-not-here"
IN_PRIVATE = {"desk-read-in-private", "desk-write-in-private"}
SAID = {*REFUSALS, *ELSEWHERE, NOT_THEIRS, NOT_HERE}
"""What says that something may not be done, or not here."""

KINDS = ("roads", "late", "contested", "confidential", "asked")
BEHIND = {"snooze": "2h", "use": "1", "alike": "1", "close": "answered", "route": "cleanliness", "postpone": "3d"}
"""What stands behind the request's number on a button, where that is not enough."""


class TakeBack(Exception):
    """Nothing of what was tried is kept."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What was said to somebody who tried something, and what the table had to say to it."""

    said: list[str]
    verdict: Verdict
    on: Verdict | None


@pytest.fixture
async def town(fresh_sqlite: Fresh) -> AsyncIterator[Town]:
    """A town with one request."""
    with Town(fresh_sqlite()) as built:
        await built.report(citizen("inès"))
        yield built


def everywhere() -> list[Speaker]:
    """Give everybody in their private chat and in every room."""
    return [Speaker(who, room, group=room != who) for who in PEOPLE for room in (who, *ROOMS)]


def made(uow: UnitOfWork, kind: str, context: Context) -> Request:
    """Make the one request one of a kind."""
    request = uow.requests.get(1)
    assert request is not None
    request.team = "mediation" if kind == "contested" else "roads"
    request.confidential = kind == "confidential"
    if kind in ("late", "asked"):
        request.promise = replace(request.promise, due_at=context.now - timedelta(hours=1))
    if kind == "asked":
        request.status = Status.ASKED
    uow.requests.save(request)
    return request


def tried(town: Town, who: Speaker, wanted: str, permission: Permission, kind: str = "") -> Tried:
    """Let somebody press a button, or write a command if it begins with a slash, and take all of it back."""
    found: list[Tried] = []

    def work(uow: UnitOfWork) -> None:
        content = Words(wanted) if wanted.startswith("/") else Pressed(wanted)
        incoming, now = town.platform.incoming(who, content), town.clock.now()
        person = uow.people.of([incoming.account], "fr", now)[str(incoming.account)]
        conversation = Conversation(incoming.conversation_key, incoming.address, person.id, now)
        context = Context(town.app.city, incoming, person, conversation, uow, now)
        verdict, on = judge(permission, standing(context), place(context)), None
        if kind:
            request = made(uow, kind, context)
            room = context.city.roster.room_standing(incoming.address)
            on = judge_on(permission, standing(context), case_of(context, request), place(context), room)
        if wanted.startswith("/"):
            Routing(GlobalWords.packaged(["fr", "en"])).route(context)
        else:
            act(context, wanted)
        found.append(Tried([each.key for each in context.paragraphs if isinstance(each, Text)], verdict, on))
        raise TakeBack

    with pytest.raises(TakeBack):
        town.database.run_here(work)
    return found[0]


ACTIONS = {name: action.permission for name, action in REGISTRY.actions.items()}
COMMANDS = {f"/{command.names[0]}": command.permission for command in REGISTRY.commands}


@pytest.mark.parametrize(("name", "permission"), {**ACTIONS, **COMMANDS}.items())
async def test_who_may_do_it_at_all_and_where(name: str, permission: Permission, town: Town) -> None:
    wanted = name if name.startswith("/") else f"{name} 1"
    for who in everywhere():
        result = tried(town, who, wanted, permission)
        says_no, says_elsewhere = REFUSALS & {*result.said}, ELSEWHERE & {*result.said}
        match result.verdict:
            case Verdict.YES:
                assert not says_no | says_elsewhere, (who, result)
            case Verdict.NOT_THEIRS:
                assert says_no, (who, result)
            case _ if Place.PRIVATE in TABLE[permission].where:
                assert says_elsewhere, (who, result)
                assert not says_no, (who, result)
            case _:
                assert says_no, (who, result)


OF_SEVERAL = {"bulk", "/grouper"}
"""They look at each request by itself and say which they leave out, instead of refusing all."""

ON_REQUESTS = {
    name: permission
    for name, permission in {**ACTIONS, **COMMANDS}.items()
    if concerns_requests(permission) and name not in OF_SEVERAL
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("name", "permission"), ON_REQUESTS.items())
async def test_on_whose_requests(name: str, permission: Permission, kind: str, town: Town) -> None:
    number = town.request(1).number if name.startswith("/") else "1"
    wanted = f"{name} {number} {BEHIND.get(name, '')}".strip()
    for who in everywhere():
        result = tried(town, who, wanted, permission, kind)
        if result.verdict is not Verdict.YES:
            assert SAID & {*result.said}, (who, result)
            continue
        match result.on:
            case Verdict.YES:
                # Whoever has taken a confidential one reads behind that where to read it.
                assert not (SAID | IN_PRIVATE) & {*result.said[:1]}, (who, result)
            case Verdict.NOT_THEIRS:
                assert result.said == [NOT_THEIRS], (who, result)
            case Verdict.NOT_HERE:
                assert result.said == [NOT_HERE], (who, result)
            case _:
                assert IN_PRIVATE & {*result.said}, (who, result)
                assert len(result.said) == 1, (who, result)


@pytest.mark.parametrize("kind", KINDS)
async def test_several_at_once_leave_out_what_may_not_be_done_here(kind: str, town: Town) -> None:
    for who in everywhere():
        result = tried(town, who, f"/grouper {town.request(1).number} clore réglée", Permission.HANDLE, kind)
        if result.verdict is Verdict.YES and result.on is Verdict.YES:
            # What the mediator has ends by the mediator's words only, one by one.
            assert ("bulk-nothing" in result.said) == (kind == "contested"), (who, result)
        elif result.verdict is Verdict.YES:
            assert "bulk-nothing" in result.said, (who, result)
            assert "bulk-sure" not in result.said, (who, result)
        else:
            assert SAID & {*result.said}, (who, result)


async def test_what_is_refused_is_recorded(town: Town) -> None:
    await town.press(citizen("léa"), "take 1")
    await town.write(citizen("léa"), "/file")
    await town.write(citizen("agent-roads"), "/prendre 1")
    await town.press(citizen("agent-roads"), "note 1")
    since = town.clock.now() - timedelta(days=1)
    found = town.look(lambda uow: uow.members.refusals(since))
    assert [(each.account, each.action, each.count) for each in found] == [
        ("fake:agent-roads", "request", 2),
        ("fake:léa", "file", 1),
        ("fake:léa", "take", 1),
    ]


async def test_a_flow_is_finished_by_whom_may_still_do_it(town: Town) -> None:
    """Each flow of the desk's asks the table once more at its end."""
    flows = {name: entry for name, entry in REGISTRY.flows.items() if entry.permission is not Permission.TALK}
    everybodys = {name for name, entry in flows.items() if Role.CITIZEN in TABLE[entry.permission].who}
    for name in flows.keys() - everybodys:
        said: list[str] = []

        def work(uow: UnitOfWork, name: str = name, said: list[str] = said) -> None:
            incoming = town.platform.incoming(citizen("léa"), Words("oui"))
            now = town.clock.now()
            person = uow.people.of([incoming.account], "fr", now)[str(incoming.account)]
            conversation = Conversation(incoming.conversation_key, incoming.address, person.id, now)
            context = Context(town.app.city, incoming, person, conversation, uow, now)
            answers = {question: "x" for question in REGISTRY.flows[name].flow.questions}
            begin(context, name, {"request": "1", **answers})
            said += [each.key for each in context.paragraphs if isinstance(each, Text)]
            assert context.conversation.flow is None
            raise TakeBack

        with pytest.raises(TakeBack):
            town.look(work)
        assert said == ["refused"], name
