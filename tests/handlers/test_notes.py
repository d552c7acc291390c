"""``//`` in front is a note between agents wherever it is written: a citizen never reads it."""

import pytest

from bot.outgoing import Quoted
from tests.fakes.town import Town, agent, citizen

TEAM = "street_lighting"
NADIA, ANNA = agent(TEAM, "nadia"), citizen("anna")

LINES = {
    "an answer": ["/repondre {id}", "//vu avec Paul"],
    "an answer by command": ["/repondre {id} //vu avec Paul"],
    "a question": ["/demander {id}", "//vu avec Paul"],
    "a question by command": ["/demander {id} //vu avec Paul"],
    "a reason": ["/clore {id} refusée", "//vu avec Paul"],
    "a reason by command": ["/clore {id} refusée // vu avec Paul"],
    "a word at the end": ["/clore {id} réglée //vu avec Paul"],
    "a reason for another date": ["/reporter {id} 3 j //vu avec Paul"],
}


@pytest.mark.parametrize("name", LINES)
async def test_is_kept_and_nothing_is_sent(name: str, url: str) -> None:
    with Town(url) as town:
        request_id = await town.report(ANNA)
        before = town.request(request_id)
        for line in LINES[name]:
            said = await town.write(NADIA, line.format(id=request_id))
        assert said == ["desk-noted"]
        assert town.history(request_id) == ["received", "noted"]
        assert town.look(lambda uow: uow.requests.history(before))[-1].words == "vu avec Paul"
        town.clock.advance(town.app.city.settings.promise.undo_within * 2)
        await town.app.schedule.tick()
        await town.settle()
        assert town.said(ANNA.room) == []
        assert not [
            row for row in town.rows() if row.room == ANNA.room and Quoted("//vu avec Paul") in row.said.paragraphs
        ]
        assert (town.request(request_id).promise, town.request(request_id).status) == (before.promise, before.status)


async def test_of_nothing_asks_for_the_note(url: str) -> None:
    with Town(url) as town:
        request_id = await town.report(ANNA)
        await town.write(NADIA, f"/repondre {request_id}")
        assert await town.write(NADIA, "//") == ["desk-text"]
        assert await town.write(NADIA, "vu avec Paul") == ["desk-noted"]
