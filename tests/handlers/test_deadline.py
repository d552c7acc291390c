"""Moving a date: what is read as until when and why, and what no line, old button or stranger can do to it."""

from datetime import timedelta

import pytest

from tests.conftest import Fresh
from tests.fakes.clock import PARIS
from tests.fakes.town import Town, agent, citizen

TEAM = "street_lighting"


def due(town: Town, number: int) -> str:
    return f"{town.request(number).promise.due_at.astimezone(PARIS):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("line", "moved_to", "reason"),
    [
        ("3j la pièce manque", "2026-03-08 10:00", "la pièce manque"),
        ("3 jours : la pièce manque", "2026-03-08 10:00", "la pièce manque"),
        ("1 semaine, la pièce manque", "2026-03-12 10:00", "la pièce manque"),
        ("2w the part is missing", "2026-03-19 10:00", "the part is missing"),
        ("vendredi, la pièce manque", "2026-03-06 18:00", "la pièce manque"),
        ("le 12 mars car la pièce manque", "2026-03-12 18:00", "car la pièce manque"),
        ("10/03 3 pièces manquent", "2026-03-10 18:00", "3 pièces manquent"),
        ("28 j /voir *1* <b>", "2026-04-02 10:00", "/voir *1* <b>"),
    ],
)
async def test_until_when_is_read_and_the_rest_is_the_reason(
    line: str, moved_to: str, reason: str, fresh_sqlite: Fresh
) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(citizen("anna"))
        said = await town.write(agent(TEAM), f"/reporter {town.request(number).number} {line}")
        assert said[-1] == "deadline-moved"
        assert due(town, number) == moved_to
        request = town.request(number)
        event = town.look(lambda uow: uow.requests.history(request))[-1]
        assert event.words == f"{moved_to} – {reason}"


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("", ["deadline-until"]),
        ("la pièce arrive vendredi", ["deadline-until"]),
        ("3 sacs de gravats", ["deadline-until"]),
        ("3j", ["deadline-reason"]),
        ("0 j pour rien", ["deadline-earlier"]),
        ("demain, plus tôt que promis", ["deadline-earlier"]),
        ("29 j c'est long", ["deadline-too-far"]),
        ("999 semaines c'est long", ["deadline-too-far"]),
    ],
)
async def test_what_is_missing_is_asked_and_what_cannot_be_is_told(
    line: str, answer: list[str], fresh_sqlite: Fresh
) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(citizen("anna"))
        before = due(town, number)
        assert await town.write(agent(TEAM), f"/postpone {town.request(number).number} {line}") == answer
        assert due(town, number) == before
        assert town.said("anna") == []


async def test_a_late_one_is_moved_from_now_and_may_be_late_again(url: str) -> None:
    with Town(url) as town:
        number = await town.report(citizen("anna"))
        for late in (1, 2):
            town.clock.advance(timedelta(days=3))
            await town.app.schedule.tick()
            await town.settle()
            assert town.history(number).count("breached") == late
            if late == 1:
                await town.write(agent(TEAM), f"/reporter {town.request(number).number} 1 j la nacelle est en panne")
                assert due(town, number) == "2026-03-07 10:00"
        assert "breach-citizen" in town.said("anna")


async def test_a_date_may_move_again_once_the_request_is_opened_anew(url: str) -> None:
    with Town(url) as town:
        number = await town.report(citizen("anna"))
        moving = f"/reporter {town.request(number).number} 1 j la pièce manque"
        said = [(await town.write(agent(TEAM), moving))[-1] for _ in range(3)]
        assert said == ["deadline-moved", "deadline-moved", "deadline-fixed"]
        await town.write(agent(TEAM), f"/repondre {town.request(number).number} Réparé.")
        await town.press(citizen("anna"), f"reopen {number}")
        await town.write(citizen("anna"), "Il est encore éteint.")
        assert (await town.write(agent(TEAM), moving))[-1] == "deadline-moved"


@pytest.mark.parametrize(
    "action", ["postpone", "postpone x", "postpone 99", "more 99", "answer until 3d", "answer until"]
)
async def test_an_odd_button_is_answered_and_moves_nothing(action: str, fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(citizen("anna"))
        before = due(town, number)
        assert await town.press(agent(TEAM), action)
        assert due(town, number) == before


async def test_of_a_confidential_one_the_reason_is_not_written_in_a_room(url: str) -> None:
    with Town(url) as town:
        number = await town.report(citizen("anna"))
        request = town.request(number)
        request.confidential = True
        town.look(lambda uow: uow.requests.save(request))
        assert await town.write(agent(TEAM), f"/reporter {request.number} 3j raison") == ["desk-write-in-private"]
        assert town.request(number).promise == request.promise
