"""What every platform adapter promises (bot/platforms/__init__.py), as tests that each platform's own file inherits.

A subclass gives a ``bench``: the adapter, and hands on the other side of it. What a platform cannot do (keys, edits,
buttons, a cursor) is skipped by what it says of itself or by what the bench leaves out.
"""

import asyncio
from html import escape
from typing import Protocol

import pytest

from bot.incoming import Incoming, Pressed, Words
from bot.platforms import Gone, Platform, PlatformError, Refused, Rendered, RenderedChoice, Retryable

DEADLINE = 30.0
"""Seconds that a test waits for a platform at most."""

AWKWARD = (
    "<b>pas gras</b> & *ni* _ceci_ [là](http://x) `ici` <script>",
    "لا يوجد ضوء في شارعنا",
    "👍🏽 👨‍👩‍👧 é è ü – « »",
    "une ligne\nune autre\n\net une dernière",
    ".",
)


class Bench(Protocol):
    """An adapter, and the people and the server on its other side."""

    @property
    def platform(self) -> Platform:
        """The adapter."""

    @property
    def room(self) -> str:
        """A room where the bot may write, and a person too."""

    @property
    def other_room(self) -> str:
        """Another one."""

    @property
    def knows_keys(self) -> bool:
        """Whether the platform shows nothing twice under the same idempotency key."""

    async def shown(self, room: str) -> list[str]:
        """Give the texts that stand in a room now, oldest first, as a person would read them (no markup)."""

    async def say(self, room: str, text: str, reply_to: str | None = None) -> None:
        """Let a person write, perhaps in reply to a message of ours."""

    async def press(self, room: str, receipt: str, label: str) -> None:
        """Let a person press a button."""

    async def fail(self, error: type[PlatformError], room: str) -> bool:
        """Let the next send to a room fail in this way, or say that this platform cannot."""


def plain(text: str, *choices: RenderedChoice) -> Rendered:
    """Write a message as the renderer would."""
    return Rendered(text, escape(text, quote=False), choices)


class PlatformContract:
    """The tests. Subclass it and override :meth:`bench`."""

    @pytest.fixture
    async def bench(self) -> Bench:
        """Give a platform in a state where nothing has been said in its rooms."""
        raise NotImplementedError

    def test_its_name_can_stand_in_an_address(self, bench: Bench) -> None:
        assert bench.platform.name
        assert ":" not in bench.platform.name
        assert bench.platform.abilities.max_length >= 1_000

    async def test_a_sent_message_is_shown_once_in_its_room_and_has_a_receipt(self, bench: Bench) -> None:
        receipts = [await send(bench, bench.room, text, f"k{text}") for text in ("un", "deux")]
        assert all(receipts)
        assert len(set(receipts)) == 2
        assert await bench.shown(bench.room) == ["un", "deux"]
        assert await bench.shown(bench.other_room) == []

    async def test_the_same_key_shows_nothing_twice(self, bench: Bench) -> None:
        if not bench.knows_keys:
            pytest.skip("the platform knows no keys")
        first = await send(bench, bench.room, "un", "k1")
        assert await send(bench, bench.room, "un", "k1") == first
        assert await send(bench, bench.room, "deux", "k2") != first
        assert await bench.shown(bench.room) == ["un", "deux"]

    async def test_an_edit_changes_the_message_with_the_receipt(self, bench: Bench) -> None:
        if not bench.platform.abilities.edits:
            pytest.skip("the platform cannot edit")
        receipt = await send(bench, bench.room, "un", "k1")
        await send(bench, bench.room, "deux", "k2")
        for number, text in enumerate(("changé", "changé encore", "changé encore"), 3):
            receipt = await send(bench, bench.room, text, f"k{number}", edit=receipt)
            assert await bench.shown(bench.room) == [text, "deux"]

    @pytest.mark.parametrize("text", AWKWARD, ids=["markup", "arabic", "signs", "lines", "short"])
    async def test_words_are_shown_as_they_are(self, bench: Bench, text: str) -> None:
        await send(bench, bench.room, text, "k1")
        assert await bench.shown(bench.room) == [text]

    async def test_a_long_message_is_shown_whole(self, bench: Bench) -> None:
        text = "mot " * (min(bench.platform.abilities.max_length, 20_000) // 4 - 1) + "fin"
        await send(bench, bench.room, text, "k1")
        assert " ".join(await bench.shown(bench.room)).split() == text.split()

    @pytest.mark.parametrize("error", [Retryable, Refused, Gone])
    async def test_a_failure_is_one_of_three_kinds(self, bench: Bench, error: type[PlatformError]) -> None:
        if not await bench.fail(error, bench.room):
            pytest.skip("the platform does not fail in this way")
        with pytest.raises(error) as raised:
            await send(bench, bench.room, "un", "k1")
        assert raised.value.reason
        await send(bench, bench.other_room, "deux", "k2")
        assert await bench.shown(bench.other_room) == ["deux"]

    async def test_what_somebody_writes_comes_in(self, bench: Bench) -> None:
        said = ["bonjour", *AWKWARD[:3]]
        for text in said:
            await bench.say(bench.room, text)
        came, _cursor = await receive(bench, None, len(said))
        assert [each.text for each in came] == said
        assert {(each.address.platform, each.address.room_id) for each in came} == {(bench.platform.name, bench.room)}
        assert {each.account.platform for each in came} == {bench.platform.name}
        assert len({each.event_id for each in came}) == len(said)
        assert len({each.account.account_id for each in came}) == 1
        assert all(each.sent_at.tzinfo for each in came)

    async def test_a_reply_names_the_message_that_it_answers(self, bench: Bench) -> None:
        receipt = await send(bench, bench.room, "Où ?", "k1")
        await send(bench, bench.room, "Quand ?", "k2")
        await bench.say(bench.room, "rue Battant", receipt)
        came, _cursor = await receive(bench, None, 1)
        content = came[0].content
        assert isinstance(content, Words)
        assert (content.text, content.reply_to) == ("rue Battant", receipt)

    async def test_a_button_brings_back_its_action(self, bench: Bench) -> None:
        if not bench.platform.abilities.buttons:
            pytest.skip("the platform has no buttons")
        choices = [RenderedChoice(f"Choix {number}", f"action {number} {'é' * 20}") for number in range(3)]
        rendered = plain("Lequel ?", *choices)
        receipt = await bench.platform.send(bench.room, rendered, idempotency_key="k1")
        await bench.press(bench.room, receipt, "Choix 1")
        came, _cursor = await receive(bench, None, 1)
        assert came[0].content == Pressed(choices[1].action, receipt)

    async def test_what_was_not_kept_comes_again_and_what_was_does_not(self, bench: Bench) -> None:
        await bench.say(bench.room, "un")
        first, cursor = await receive(bench, None, 1)
        if cursor is None:
            pytest.skip("the platform has no cursor")
        again, same = await receive(bench, None, 1)
        assert ([each.event_id for each in again], same) == ([each.event_id for each in first], cursor)
        await bench.say(bench.room, "deux")
        came, later = await receive(bench, cursor, 1)
        assert [each.text for each in came] == ["deux"]
        assert later != cursor


async def send(bench: Bench, room: str, text: str, key: str, edit: str | None = None) -> str:
    """Let the adapter show a message."""
    async with asyncio.timeout(DEADLINE):
        return await bench.platform.send(room, plain(text), idempotency_key=key, edit=edit)


async def receive(bench: Bench, cursor: str | None, count: int) -> tuple[list[Incoming], str | None]:
    """Take so many messages behind a cursor, and stop there: the platform is not told that the last ones were kept.

    Returns:
        The messages, and the cursor of the last batch.
    """
    came: list[Incoming] = []
    async with asyncio.timeout(DEADLINE):
        batches = bench.platform.receive(cursor)
        async for batch in batches:
            came += batch.messages
            cursor = batch.cursor
            if len(came) >= count:
                break
        await batches.aclose()  # type: ignore[attr-defined]  # Every adapter's is an asynchronous generator.
    assert len(came) == count, came
    return came, cursor
