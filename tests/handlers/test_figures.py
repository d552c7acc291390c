"""The week in figures: to whom it goes, when, in which language; and the chart that shows it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
from structlog.testing import capture_logs

from bot.outgoing import Say
from tests.fakes.platform import Speaker
from tests.fakes.town import Row, Town, agent, citizen

TEAM = "street_lighting"
HEAD = f"head-{TEAM}"


@pytest.fixture
def town(url: str, tmp_path: Path) -> Iterator[Town]:
    opened = Town(url, folder=tmp_path)
    yield opened
    opened.close()


async def weekly(town: Town, *moments: str) -> list[Row]:
    """Let the jobs run at some moments, and give the weeks that were said."""
    before = len(town.rows())
    for moment in moments:
        town.clock.set(moment)
        await town.app.schedule.tick()
        await town.settle()
    return [row for row in town.rows()[before:] if "week-title" in row.keys]


async def test_each_head_reads_it_once_in_their_own_language_and_private_chat(town: Town) -> None:
    await town.report(citizen("anna"))
    town.look(lambda uow: uow.members.invite("CODE", "head", TEAM, town.clock.now() + timedelta(days=1)))
    await town.write(citizen("hélène"), "/agent CODE")
    await town.write(citizen("hélène"), "/language en")
    rows = await weekly(town, "2026-03-09 08:29", "2026-03-09 08:30", "2026-03-09 08:31", "2026-03-09 10:00")
    assert sorted(row.room for row in rows) == sorted([HEAD, "hélène"])
    shown = {each.room: each.rendered for each in town.platform.screen if each.rendered.enclosures}
    assert shown["hélène"].text.splitlines()[1] == "0% of the answers in time (0 of 1)."
    assert shown[HEAD].text.splitlines()[1] == "0\u00a0% des réponses à temps (0 sur 1)."
    assert shown[HEAD].enclosures[0].data != shown["hélène"].enclosures[0].data


async def test_a_team_with_nothing_to_tell_says_nothing(town: Town) -> None:
    assert await weekly(town, "2026-03-09 08:30") == []


@pytest.mark.parametrize(
    ("moments", "sent_at"),
    [
        (["2026-04-06 08:30", "2026-04-06 12:00", "2026-04-07 08:30", "2026-04-07 09:00"], "2026-04-07 08:30"),
        (["2026-03-30 22:00", "2026-03-31 07:29", "2026-03-31 07:30"], "2026-03-31 07:30"),
        (["2026-03-31 08:31", "2026-04-01 08:30"], None),
    ],
    ids=["Easter Monday", "an outage until the night", "a longer outage"],
)
async def test_not_on_a_holiday_nor_at_night_nor_long_after(
    town: Town, moments: list[str], sent_at: str | None
) -> None:
    await town.report(citizen("anna"))
    for moment in moments:
        assert bool(await weekly(town, moment)) == (moment == sent_at), moment


async def test_in_a_room_only_its_team_and_in_private_each_team_apart(town: Town) -> None:
    await town.report(citizen("anna"))
    town.look(lambda uow: uow.members.invite("CODE", "agent", "roads", town.clock.now() + timedelta(days=1)))
    nadia = Speaker(f"nadia-{TEAM}", f"nadia-{TEAM}")
    await town.write(nadia, "/agent CODE")
    assert (await town.write(nadia, "/chiffres")).count("week-title") == 2
    assert (await town.write(agent(TEAM, "nadia"), "/stats")).count("week-title") == 1
    assert await town.write(citizen("anna"), "/chiffres") == ["refused"]


async def test_without_its_chart_the_message_goes_all_the_same(town: Town) -> None:
    each = await town.report(citizen("anna"))
    await town.write(agent(TEAM), f"/repondre {town.request(each).number} Réparé.")
    with mock.patch("bot.charts.draw", side_effect=RuntimeError("no font")), capture_logs() as logs:
        assert "week-trend" in await town.write(agent(TEAM), "/chiffres")
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == ["chart_failed"]
    row = town.rows()[-1]
    assert isinstance(row.said, Say)
    assert (row.state, row.said.chart is None) == ("sent", False)
    assert not town.platform.screen[-1].rendered.enclosures
