"""Escape routes: what reaches nobody is told by another way, and every request is seen; on both databases."""

from datetime import timedelta
from unittest import mock

import pytest

import tests.fakes.town
from bot.domain.request import Status
from bot.outgoing import Card, Text
from bot.platforms import Gone, PlatformError, Refused, Retryable
from tests.fakes.city import settings
from tests.fakes.town import Row, Town, agent, citizen

TEAM = "street_lighting"
ROOM, DESK, HEAD = f"team-{TEAM}", "team-desk", f"head-{TEAM}"
MINUTE = timedelta(minutes=1)


async def tick(town: Town) -> list[Row]:
    """Let the jobs run, and give what was said by them, but for the morning's digests."""
    before = len(town.rows())
    await town.app.schedule.tick()
    await town.settle()
    return [row for row in town.rows()[before:] if "digest-title" not in row.keys]


def told(rows: list[Row], key: str) -> dict[str, Text]:
    """Give the sentences with a key, by room."""
    found = {
        row.room: each for row in rows for each in row.said.paragraphs if isinstance(each, Text) and each.key == key
    }
    assert sum(key in row.keys for row in rows) == len(found), "a room was told twice"
    return found


def cards(rows: list[Row], room: str) -> int:
    return sum(isinstance(row.said, Card) and row.room == room for row in rows)


class TestATeamsRoomOutOfReach:
    @pytest.mark.parametrize(("failure", "why"), [(Gone("kicked"), "gone"), (Refused("no right"), "refused")])
    async def test_is_told_to_the_head_and_the_desk_which_gets_the_card(
        self, url: str, failure: PlatformError, why: str
    ) -> None:
        with Town(url) as town:
            town.platform.unreachable[ROOM] = failure
            request_id = await town.report(citizen("anna"))
            rows = await tick(town)
            alerts = told(rows, "room-unreachable")
            assert set(alerts) == {HEAD, DESK}
            args = alerts[HEAD].args
            assert isinstance(args["team"], Text)
            assert (args["team"].key, args["why"]) == (f"team-{TEAM}", why)
            assert cards(rows, DESK) == 1
            assert set(told(rows, "card-unseen")) == {DESK}
            assert await tick(town) == []
            await town.press(agent("desk"), f"take {request_id}")
            assert town.request(request_id).status is Status.TAKEN

    async def test_is_told_once_an_hour_and_every_card_goes_to_the_desk(self, url: str) -> None:
        with Town(url) as town:
            town.platform.unreachable[ROOM] = Gone("kicked")
            for name, more in (("anna", {HEAD, DESK}), ("tom", set[str]())):
                await town.report(citizen(name))
                rows = await tick(town)
                assert (set(told(rows, "room-unreachable")), cards(rows, DESK)) == (more, 1)
            town.clock.advance(timedelta(hours=1))
            await town.report(citizen("eva"))
            assert set(told(await tick(town), "room-unreachable")) == {HEAD, DESK}

    async def test_is_told_to_the_administrators(self, url: str) -> None:
        city = settings(city={"administrators": ["fake:admin"]})
        with mock.patch.object(tests.fakes.town, "settings", return_value=city), Town(url) as town:
            town.platform.unreachable[ROOM] = Gone("kicked")
            await town.report(citizen("anna"))
            assert set(told(await tick(town), "room-unreachable")) == {HEAD, DESK, "admin"}

    async def test_of_the_desk_itself_is_told_to_its_head(self, url: str) -> None:
        with Town(url) as town:
            town.platform.unreachable |= {DESK: Gone("kicked"), ROOM: Gone("kicked"), HEAD: Gone("blocked")}
            await town.report(citizen("anna"))
            rows = await tick(town)
            # The head's chat is gone, too: the desk's loss is told to the desk's head, and there it ends.
            assert set(told(rows, "room-unreachable")) == {HEAD, DESK}
            assert set(told(await tick(town), "room-unreachable")) == {"head-desk"}
            assert await tick(town) == []

    async def test_after_it_was_taken_brings_no_card_of_what_is_over(self, url: str) -> None:
        with Town(url) as town:
            request_id = await town.report(citizen("anna"))
            town.platform.unreachable[ROOM] = Gone("kicked")
            await town.press(citizen("anna"), f"withdraw {request_id}")
            await town.press(citizen("anna"), f"withdraw {request_id} yes")
            rows = await tick(town)
            assert HEAD in told(rows, "room-unreachable")
            assert cards(rows, DESK) == 0


class TestARequestThatNobodyCouldSee:
    async def test_goes_to_the_desk_after_fifteen_minutes(self, url: str) -> None:
        with Town(url) as town:
            town.platform.unreachable[ROOM] = Retryable("down", retry_after=3600)
            await town.report(citizen("anna"))
            town.clock.advance(15 * MINUTE - timedelta(seconds=1))
            assert await tick(town) == []
            town.clock.advance(timedelta(seconds=1))
            rows = await tick(town)
            alerts = told(rows, "room-unreachable")
            assert set(alerts) == {HEAD, DESK}
            assert alerts[HEAD].args["why"] == "silent"
            assert (cards(rows, DESK), set(told(rows, "card-unseen"))) == (1, {DESK})
            assert await tick(town) == []

    async def test_at_night_waits_for_the_morning(self, url: str) -> None:
        with Town(url) as town:
            town.clock.set("2026-03-03 22:00")
            town.platform.unreachable[ROOM] = Retryable("down", retry_after=24 * 3600)
            await town.report(citizen("anna"))
            for at, is_brought in (("03 23:30", False), ("04 07:44", False), ("04 07:45", True)):
                town.clock.set(f"2026-03-{at}")
                assert (cards(await tick(town), DESK) == 1) is is_brought, at

    async def test_that_was_shown_stays_where_it_is(self, url: str) -> None:
        with Town(url) as town:
            await town.report(citizen("anna"))
            town.clock.advance(60 * MINUTE)
            assert await tick(town) == []


class TestACitizenOutOfReach:
    async def test_is_told_to_the_team_with_the_phone_as_the_way_out(self, url: str) -> None:
        with Town(url) as town:
            request_id = await town.report(citizen("anna"))
            town.platform.unreachable["anna"] = Gone("bot was blocked by the user")
            number = town.request(request_id).number
            await town.write(agent(TEAM), f"/repondre {number} Réparé.")
            rows = await tick(town)
            sentences = told(rows, "citizen-unreached")
            assert set(sentences) == {ROOM}
            assert sentences[ROOM].args == {"number": number, "why": "gone"}
            assert await tick(town) == []

    async def test_in_small_talk_is_nobodys_business(self, url: str) -> None:
        with Town(url) as town:
            town.platform.unreachable["anna"] = Gone("bot was blocked by the user")
            await town.write(citizen("anna"), "/aide")
            assert await tick(town) == []
