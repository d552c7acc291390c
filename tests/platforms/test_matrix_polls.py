"""Polls of the room's own: shown so that every client can vote, and every way to vote comes in as a button does."""

import asyncio
from typing import Any

import pytest

from bot.incoming import Address, Incoming, Pressed, Room, Words
from bot.platforms import Rendered, RenderedChoice, RenderedPoll, Retryable
from bot.platforms.matrix.events import Event, parse
from bot.platforms.matrix.polls import END, START, STARTS, UNSTABLE, ended, started, voted
from bot.platforms.matrix.reading import Points, Scene, Target, points_to, read
from tests.fakes.clock import StillClock
from tests.platforms.bad_gateway import Gateway
from tests.platforms.conftest import Arrival, SecretArrival
from tests.platforms.matrix_bot import Bot
from tests.platforms.people import ENCRYPTION, PATIENCE, Json, Person, plain

TEXT = "org.matrix.msc1767.text"
VOTE, STABLE_VOTE = f"{UNSTABLE}.response", "m.poll.response"
CHOICES = (RenderedChoice("Forêt", "vote 7 0"), RenderedChoice("Doubs <&>", "vote 7 1"))
POLL = RenderedPoll("Quelle fresque ?", "unvote 7")
SHOWN = Rendered("Sondage : Quelle fresque ?\n1. Forêt\n2. Doubs <&>", None, CHOICES, poll=POLL)
CLOSED = Rendered("Doubs : 2 voix", None, (), poll=RenderedPoll("Quelle fresque ?", "unvote 7", closed=True))
GROUP = Scene(Address("matrix", "!room"), Room.GROUP, "@bot:test")
PRIVATE = Scene(Address("matrix", "@eva:test"), Room.PRIVATE, "@bot:test")
OURS = Target("@bot:test", "$poll", ("vote 7 0", "vote 7 1"), "unvote 7")


def event(kind: str, content: Json) -> Event:
    """Give an event of Eva's."""
    raw = {"event_id": "$1", "sender": "@eva:test", "type": kind, "origin_server_ts": 1, "content": content}
    found = parse(raw)
    assert found is not None
    return found


def on(poll: str = "$poll", **more: Any) -> Json:  # noqa: ANN401  # Content has any type.
    """Give the content of a vote."""
    return {"m.relates_to": {"rel_type": "m.reference", "event_id": poll}, **more}


@pytest.mark.parametrize(
    ("kind", "content", "action"),
    [
        (VOTE, {VOTE: {"answers": ["2"]}}, "vote 7 1"),
        (VOTE, {VOTE: {"answers": ["1", "2"]}}, "vote 7 0"),
        (STABLE_VOTE, {"m.selections": ["1"]}, "vote 7 0"),
        (STABLE_VOTE, {"m.selections": ["1"], VOTE: {"answers": ["2"]}}, "vote 7 0"),
        (VOTE, {VOTE: {"answers": []}}, "unvote 7"),
        (VOTE, {VOTE: {"answers": ["3"]}}, "unvote 7"),
        (VOTE, {VOTE: {"answers": ["0"]}}, "unvote 7"),
        (VOTE, {VOTE: {"answers": ["Forêt", "1"]}}, "unvote 7"),
        (VOTE, {VOTE: {"answers": [1]}}, "unvote 7"),
        (VOTE, {VOTE: {"answers": [["1"]]}}, "unvote 7"),
        (VOTE, {VOTE: {"answers": "1"}}, "unvote 7"),
        (VOTE, {VOTE: ["1"]}, "unvote 7"),
        (VOTE, {VOTE: None}, "unvote 7"),
        (VOTE, {}, "unvote 7"),
        (STABLE_VOTE, {"m.selections": {"1": 1}}, "unvote 7"),
        (STABLE_VOTE, {"m.selections": None}, "unvote 7"),
    ],
    ids=str,
)
def test_a_vote_is_read_in_both_forms_and_a_spoiled_one_is_for_nothing(kind: str, content: Json, action: str) -> None:
    vote = event(kind, on(**content))
    assert voted(vote, OURS.actions, OURS.withdraw) == action
    assert points_to(vote) == (Points.VOTE, "$poll")
    heard = read(vote, GROUP, OURS, StillClock().now())
    assert heard is not None
    assert (heard.content, heard.called, heard.event_id) == (Pressed(action, "$poll"), True, "$1")


@pytest.mark.parametrize(
    "relation",
    [None, [], {}, {"rel_type": "m.reference"}, {"rel_type": "m.reference", "event_id": 5}, on()["m.relates_to"]],
    ids=str,
)
def test_a_vote_in_nothing_is_nothing(relation: object) -> None:
    vote = event(VOTE, {"m.relates_to": relation, VOTE: {"answers": ["1"]}})
    assert read(vote, GROUP, None, StillClock().now()) is None


@pytest.mark.parametrize("kind", sorted(STARTS))
def test_a_poll_of_somebody_else_is_something_of_no_use(kind: str) -> None:
    heard = read(event(kind, {}), PRIVATE, None, StillClock().now())
    assert heard is not None
    assert heard.content == Words("", other="poll")
    heard = read(event(kind, {}), GROUP, None, StillClock().now())
    assert heard is not None
    assert not heard.called


def test_a_vote_that_cannot_be_read_is_one_that_the_voter_must_hear_of() -> None:
    sealed = event("m.room.encrypted", on())
    heard = read(sealed, GROUP, OURS, StillClock().now())
    assert heard is not None
    assert heard.called
    assert isinstance(heard.content, Words)
    assert heard.content.is_unreadable
    # In a poll of somebody else it is none of the bot's business.
    heard = read(sealed, GROUP, None, StillClock().now())
    assert heard is not None
    assert not heard.called


def test_what_is_sent() -> None:
    content = started(POLL, CHOICES)
    assert content[START] == {
        "kind": "org.matrix.msc3381.poll.undisclosed",
        "max_selections": 1,
        "question": {TEXT: "Quelle fresque ?"},
        "answers": [{"id": "1", TEXT: "Forêt"}, {"id": "2", TEXT: "Doubs <&>"}],
    }
    assert content[TEXT] == "Quelle fresque ?\n1. Forêt\n2. Doubs <&>"
    assert ended("$poll", "Forêt") == {**on(), END: {}, TEXT: "Forêt"}


async def council_of(bot: Bot, person: Person, *others: Person, encrypted: bool) -> str:
    """Create a room with the bot and others in it."""
    state = [ENCRYPTION] if encrypted else []
    invited = [bot.user_id, *(each.user_id for each in others)]
    room = await person.create(name="Conseil", invite=invited, preset="private_chat", initial_state=state)
    for each in others:
        await each.join(room)
    await person.say(room, "!bonjour")
    assert (await bot.hears()).text == "!bonjour"
    return room


async def show(bot: Bot, room: str, rendered: Rendered = SHOWN, *, key: str = "poll", edit: str | None = None) -> str:
    """Let the bot show a poll."""
    return await bot.platform.send(room, rendered, idempotency_key=key, edit=edit)


def polls(person: Person, kind: str = START) -> list[Json]:
    """Give the polls, or their ends, that somebody has seen."""
    return [each for _room, each in person.seen if each["type"] == kind]


async def pressed(bot: Bot) -> Pressed:
    """Wait for what comes in next; it must be a choice, made in a group."""
    heard = await bot.hears()
    assert isinstance(heard.content, Pressed)
    assert (heard.room, heard.called) == (Room.GROUP, True)
    return heard.content


@pytest.mark.parametrize("encrypted", [False, True])
async def test_a_poll_from_its_start_to_its_end(
    matrix_bot: Bot, arrive: Arrival, arrive_secretly: SecretArrival, encrypted: bool
) -> None:
    eva = await (arrive_secretly if encrypted else arrive)("eva")
    room = await council_of(matrix_bot, eva, encrypted=encrypted)
    receipt = await show(matrix_bot, room)
    await eva.until(lambda: polls(eva))
    (poll,) = polls(eva)
    # Words before it, for clients that show no polls.
    (words,) = eva.messages(room, matrix_bot.user_id)
    assert (plain(words), poll["event_id"]) == (SHOWN.text, receipt)
    assert (poll.get("encrypted", False), words.get("encrypted", False)) == (encrypted, encrypted)

    await eva.send(room, on(receipt, **{VOTE: {"answers": ["2"]}}), VOTE)
    assert await pressed(matrix_bot) == Pressed("vote 7 1", receipt)
    await matrix_bot.stop()
    await matrix_bot.start()
    await eva.send(room, on(receipt, **{"m.selections": ["1"]}), STABLE_VOTE)
    assert await pressed(matrix_bot) == Pressed("vote 7 0", receipt)
    await eva.send(room, on(receipt, **{VOTE: {"answers": []}}), VOTE)
    assert await pressed(matrix_bot) == Pressed("unvote 7", receipt)

    assert await show(matrix_bot, room, CLOSED, key="close", edit=receipt) == receipt
    await eva.until(lambda: polls(eva, END))
    (end,) = polls(eva, END)
    assert end["content"]["m.relates_to"] == {"rel_type": "m.reference", "event_id": receipt}
    assert (end["content"][TEXT], end.get("encrypted", False)) == ("Doubs : 2 voix", encrypted)
    # Who votes all the same is heard, and told so by whoever knows that it is over.
    await eva.send(room, on(receipt, **{VOTE: {"answers": ["1"]}}), VOTE)
    assert await pressed(matrix_bot) == Pressed("vote 7 0", receipt)


async def test_a_number_and_a_reaction_go_on_working(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await council_of(matrix_bot, eva, encrypted=False)
    receipt = await show(matrix_bot, room)
    await eva.until(lambda: polls(eva))
    (words,) = eva.messages(room, matrix_bot.user_id)
    for shown in (receipt, words["event_id"]):
        await eva.react(room, shown, "2️⃣")
        assert await pressed(matrix_bot) == Pressed("vote 7 1", receipt)
        await eva.reply(room, shown, "1")
        heard = await matrix_bot.hears()
        assert (heard.content, heard.called) == (Words("1", reply_to=receipt), True)


async def test_votes_elsewhere_are_not_heard(matrix_bot: Bot, arrive: Arrival) -> None:
    eva = await arrive("eva")
    room = await council_of(matrix_bot, eva, encrypted=False)
    card = await matrix_bot.say(room, "Une demande\n1. Prendre", choices=(RenderedChoice("Prendre", "take 3"),))
    theirs = await eva.send(room, started(POLL, CHOICES), START)
    for poll in (theirs, card):
        await eva.send(room, on(poll, **{VOTE: {"answers": ["1"]}}), VOTE)
    await eva.send(room, on(theirs, **{END: {}}), END)
    await eva.say(room, "fin")
    heard: list[Incoming] = [await matrix_bot.hears(), await matrix_bot.hears()]
    assert [(each.text, each.called) for each in heard] == [("", False), ("fin", False)]


async def test_a_poll_that_was_shown_as_words_is_edited_in_words(matrix_bot: Bot, arrive: Arrival) -> None:
    """As those are that an earlier version has opened."""
    eva = await arrive("eva")
    room = await council_of(matrix_bot, eva, encrypted=False)
    receipt = await matrix_bot.say(room, SHOWN.text, choices=CHOICES)
    assert await show(matrix_bot, room, CLOSED, key="close", edit=receipt) == receipt
    edit = await eva.hears(room, matrix_bot.user_id, after=1)
    assert edit["content"]["m.relates_to"] == {"rel_type": "m.replace", "event_id": receipt}
    assert plain(edit) == CLOSED.text


async def insist(bot: Bot, room: str, rendered: Rendered, key: str, edit: str | None) -> str:
    """Let the bot show a poll as delivery does: again and again, under the same key."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                return await show(bot, room, rendered, key=key, edit=edit)
            except Retryable:
                continue


@pytest.mark.parametrize("how", ["lost", "cut", "page", "refused"])
async def test_a_lost_answer_doubles_neither_a_poll_nor_its_end(
    gated_bot: Bot, gateway: Gateway, arrive: Arrival, how: str
) -> None:
    eva = await arrive("eva")
    room = await council_of(gated_bot, eva, encrypted=False)
    receipt = ""
    for rendered, key in ((SHOWN, "poll"), (CLOSED, "close")):
        # The words, then the poll.
        for part in ("/send/m.room.message/", f"/send/{UNSTABLE}"):
            gateway.fail(part, how)
        before = len(gateway.faults)
        receipt = await insist(gated_bot, room, rendered, key, receipt or None)
        assert len(gateway.faults) < before
        gateway.faults.clear()
    assert await gated_bot.say(room, "fin")
    await eva.until(lambda: "fin" in eva.texts(room, gated_bot.user_id))
    assert eva.texts(room, gated_bot.user_id) == [SHOWN.text, "fin"]
    assert (len(polls(eva)), len(polls(eva, END))) == (1, 1)
