"""Cards that stay true while time passes: drawn anew at each step, in every room, behind what people wait for."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot import outgoing
from bot.delivery import OUT_OF_DATE
from bot.handling import Tick
from bot.outgoing import Card, Moment, Priority, Text
from bot.platforms import Abilities, Retryable
from handlers.jobs import stale_cards
from storage.tables import outbox
from storage.tables import stale_cards as waiting
from storage.unit_of_work import UnitOfWork
from tests.conftest import Fresh
from tests.fakes.monday import TownHall
from tests.fakes.monday_people import Citizen
from tests.fakes.platform import NUMBERS
from tests.fakes.town import Row, Town, agent, citizen

TEAM = "street_lighting"
ROOM = f"team-{TEAM}"
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    with Town(url) as opened:
        opened.clock.set("2026-03-03 12:00")
        yield opened


async def tick(town: Town, later: timedelta = SECOND) -> list[Row]:
    """Let time pass and the jobs run, and give the cards that were queued."""
    town.clock.advance(later)
    before = len(town.rows())
    await town.app.schedule.tick()
    await town.settle()
    return [row for row in town.rows()[before:] if isinstance(row.said, Card)]


def state(said: object) -> dict[str, object]:
    """Give what a card says of its request's state."""
    assert isinstance(said, Card)
    [found] = [each for each in said.paragraphs if isinstance(each, Text) and each.key == "card-state"]
    return dict(found.args)


def note(town: Town, *request_ids: int) -> None:
    """Let cards be stale."""
    requests = [town.request(each) for each in request_ids]
    town.look(lambda uow: stale_cards.note(Tick(town.app.city, uow, town.clock.now()), requests))


def left(town: Town) -> int:
    return len(town.look(lambda uow: uow.connection.execute(waiting.select()).all()))


class TestACard:
    async def test_is_true_at_every_step_on_every_platform(self, fresh_sqlite: Fresh) -> None:
        hall = TownHall(fresh_sqlite(), 1, "2026-03-03 10:00")
        anna = Citizen(hall, "telegram", "citizen0", street="rue Dolan")
        await anna.tell()
        for _ in range(6):
            for seen in await hall.minute():
                if seen.room == "citizen0":
                    anna.read(seen)
            await anna.act()
        told: list[tuple[str, object, object]] = []
        for _step in range(4):
            [request] = hall.look(lambda uow: uow.requests.open_of(TEAM))
            assert request.next_step_at is not None
            await hall.minute(request.next_step_at - hall.clock.now())
            shown = [seen for _ in range(2) for seen in await hall.minute(2 * SECOND) if isinstance(seen.said, Card)]
            assert {seen.platform for seen in shown} == set(hall.lines)
            assert all(seen.shown.edited and seen.priority == Priority.DIGEST for seen in shown)
            told += {(seen.room, state(seen.said)["hours"], state(seen.said)["late"]) for seen in shown}
            assert {state(seen.said)["at"] for seen in shown} <= {
                Moment(moment, "time") for moment in (hall.clock.now(), hall.clock.now() - 2 * SECOND)
            }
        assert told == [(TEAM, 24, "no"), (TEAM, 14, "no"), (TEAM, 1, "no"), (TEAM, 0, "yes")]
        hall.app.close()

    async def test_that_shows_nothing_shows_nothing_more(self, town: Town) -> None:
        await town.write(citizen("anna"), "Je ne peux plus payer mon loyer", meaning="category social_aid")
        while not town.requests():
            offered = next(row.actions for row in reversed(town.rows()) if row.room == "anna")
            await town.choose(citizen("anna"), next(each for each in offered if each.endswith((" -", "confirm yes"))))
        assert await tick(town, 24 * HOUR) == []
        [row] = await tick(town)
        keys = [each.key for each in row.said.paragraphs if isinstance(each, Text)]
        assert keys == ["card-title", "card-confidential", "card-state"]
        assert len(keys) == len(row.said.paragraphs), "nobody's words are shown"

    async def test_is_left_alone_when_the_request_was_answered(self, town: Town) -> None:
        request_id = await town.report(citizen("anna"))
        assert await tick(town, 24 * HOUR) == []
        await town.write(agent(TEAM), f"/repondre {town.request(request_id).number} Réparé.")
        assert await tick(town) == []
        assert left(town) == 0

    async def test_is_left_alone_while_the_citizen_is_asked(self, town: Town) -> None:
        request_id = await town.report(citizen("anna"))
        await tick(town, 24 * HOUR)
        await town.write(agent(TEAM), f"/demander {town.request(request_id).number} Quel côté ?")
        assert await tick(town) == []

    async def test_is_not_drawn_again_behind_a_change(self, town: Town) -> None:
        request_id = await town.report(citizen("anna"))
        assert await tick(town, 24 * HOUR) == []
        await town.press(agent(TEAM), f"take {request_id}")
        assert await tick(town) == []
        assert left(town) == 0

    async def test_is_drawn_once_however_often_it_is_stale(self, town: Town) -> None:
        request_id = await town.report(citizen("anna"))
        town.clock.advance(HOUR)
        for _ in range(3):
            note(town, request_id)
        assert [row.room for row in await tick(town)] == [ROOM]
        assert await tick(town, MINUTE) == []

    async def test_is_drawn_with_those_of_a_digest(self, town: Town) -> None:
        await town.report(citizen("anna"))
        town.clock.set("2026-03-04 08:30")
        assert await tick(town, timedelta(0)) == []
        [row] = await tick(town)
        assert (row.room, state(row.said)["hours"]) == (ROOM, 27)

    async def test_of_a_request_that_is_gone_is_none(self, town: Town) -> None:
        request_id = await town.report(citizen("anna"))
        gone = town.request(request_id)
        gone.id = 4_242
        town.look(lambda uow: stale_cards.note(Tick(town.app.city, uow, town.clock.now()), [gone]))
        assert left(town) == 0

    async def test_cannot_be_chosen_from_differently_where_it_cannot_be_edited(self, url: str) -> None:
        with Town(url, abilities=NUMBERS) as town:
            town.clock.set("2026-03-03 12:00")
            request_id = await town.report(citizen("anna"))
            shown = len(town.platform.screen)
            town.clock.advance(HOUR)
            note(town, request_id)
            [row] = await tick(town)
            assert len(town.platform.screen) == shown, "a platform without edits shows nothing new"
            assert row.state == "sent"
            assert (await town.write(agent(TEAM), "1"))[-1] == "desk-taken"


class TestManyAtOnce:
    @staticmethod
    def stale(town: Town, count: int = 60) -> None:
        """Store requests with a card each in one room, all stale."""
        [first] = [town.request(each) for each in town.requests()]
        card = next(row.said for row in town.rows() if isinstance(row.said, Card))

        def add(uow: UnitOfWork) -> list[Card]:
            """Store the same request again and again."""
            return [replace(card, about=uow.requests.add(first, lambda new: f"N{new}").about) for _ in range(count - 1)]

        values = {
            "platform": "fake", "room_id": ROOM, "lang": "fr", "priority": 1, "is_card": True, "offers": True,
            "created_at": town.clock.now(), "not_before": town.clock.now(), "state": "sent",
        }  # fmt: skip
        rows = [
            {**values, "about": each.about, "receipt": each.about, "payload": outgoing.dump(each)}
            for each in town.look(add)
        ]
        town.look(lambda uow: uow.connection.execute(outbox.insert(), rows))
        town.clock.advance(HOUR)
        note(town, *town.requests())

    async def test_are_drawn_ten_a_minute_until_none_is_left(self, town: Town) -> None:
        await town.report(citizen("anna"))
        self.stale(town)
        drawn: Counter[str] = Counter()
        minutes = 0
        while left(town):
            rows = [row for _ in range(20) for row in await tick(town, 3 * SECOND)]
            assert 0 < len(rows) <= 10
            drawn.update(row.said.about for row in rows if isinstance(row.said, Card))
            minutes += 1
        assert minutes <= 7
        assert (len(drawn), set(drawn.values())) == (60, {1})

    async def test_stand_before_no_answer(self, town: Town) -> None:
        await town.report(citizen("anna"))
        self.stale(town)
        for _ in range(5):
            await tick(town, 6 * SECOND)
            waiting = [row for row in town.rows() if row.state != "sent"]
            assert waiting == [], "what is said next in the room goes out at once"
            assert await town.write(agent(TEAM), "/file") != []

    async def test_wait_while_the_room_takes_nothing(self, town: Town) -> None:
        await town.report(citizen("anna"))
        self.stale(town)
        town.platform.unreachable[ROOM] = Retryable("down", retry_after=60)
        before = len(town.rows())
        for _ in range(20):
            await tick(town, MINUTE)
        assert len(town.rows()) == before + 1, "one waits; a second would only stand before what people say"
        await town.write(agent(TEAM, "nadia"), "/file")
        del town.platform.unreachable[ROOM]
        town.clock.advance(2 * MINUTE)
        await town.settle()
        assert not [row for row in town.rows() if row.state != "sent"]
        assert len(await tick(town, 6 * SECOND)) == 1
        assert left(town) == 58

    async def test_do_not_hold_up_another_room(self, town: Town) -> None:
        await town.report(citizen("anna"))
        self.stale(town)
        town.platform.unreachable[ROOM] = Retryable("down", retry_after=3600)
        await town.write(citizen("tom"), "un trou rue Bersot", meaning="category roads")
        while town.request(town.requests()[-1]).category != "roads":
            await town.choose(citizen("tom"), town_offer(town, "tom"))
        town.clock.advance(HOUR)
        note(town, town.requests()[-1])
        assert "team-roads" in {row.room for row in await tick(town)}


def town_offer(town: Town, room: str) -> str:
    offered = next(row.actions for row in reversed(town.rows()) if row.room == room and row.actions)
    return next(each for each in offered if each.endswith((" -", "confirm yes")))


@pytest.mark.parametrize("abilities", [NUMBERS, replace(NUMBERS, edits=True)], ids=["none", "edits"])
async def test_a_number_means_what_was_read_last_and_not_a_card_that_was_drawn_anew(
    abilities: Abilities, url: str
) -> None:
    with Town(url, abilities=abilities) as town:
        town.clock.set("2026-03-03 12:00")
        first, second = [await town.report(citizen(name)) for name in ("anna", "tom")]
        town.clock.set("2026-03-04 12:00")
        await town.app.schedule.tick()
        await town.settle()
        drawn = [row.said for _ in range(2) for row in await tick(town, 10 * SECOND)]
        assert [card.about for card in drawn if isinstance(card, Card)] == [
            f"request:{each}" for each in (first, second)
        ]
        await town.write(agent(TEAM), "1")
        assert [town.request(each).status.value for each in (first, second)] == ["taken", "new"]


class TestAnEditThatWaits:
    """The platform takes nothing for a while after the card was drawn anew."""

    async def wait(self, town: Town) -> int:
        request_id = await town.report(citizen("anna"))
        town.clock.advance(HOUR)
        note(town, request_id)
        town.platform.unreachable[ROOM] = Retryable("down", retry_after=60)
        [row] = await tick(town)
        assert (row.state, state(row.said)["hours"]) == ("waiting", 47)
        return request_id

    async def free(self, town: Town, later: timedelta) -> list[Row]:
        del town.platform.unreachable[ROOM]
        town.clock.advance(later)
        await town.settle()
        return [row for row in town.rows() if isinstance(row.said, Card) and row.said.renewal]

    async def test_is_drawn_when_it_is_shown(self, town: Town) -> None:
        await self.wait(town)
        [row] = await self.free(town, 3 * HOUR)
        assert (row.state, state(row.said)["hours"]) == ("sent", 44)

    @pytest.mark.parametrize("does", ["/repondre {number} Réparé.", "/prendre {number}", "/demander {number} Où ?"])
    async def test_is_dropped_when_the_request_has_changed(self, does: str, town: Town) -> None:
        request_id = await self.wait(town)
        alone = agent(TEAM)
        alone = type(alone)(alone.account, alone.account)
        await town.write(alone, does.format(number=town.request(request_id).number))
        [row] = await self.free(town, 2 * MINUTE)
        assert (row.state, row.error) == ("dead", OUT_OF_DATE)
        cards = [each.said for each in town.rows() if isinstance(each.said, Card) and each.state == "sent"]
        assert state(cards[-1])["status"] == town.request(request_id).status.value
