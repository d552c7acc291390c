"""Words that do not exist: which commands are offered in their place, to whom, where, and with what behind them."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.domain.request import Status
from storage.searching import Which
from tests.fakes.platform import NUMBERS, Speaker
from tests.fakes.town import Town, agent, citizen

LÉA, NILS = citizen("léa"), citizen("nils")
AGENT = citizen("agent-street_lighting")
COUNCIL = Speaker("léa", "council-conseil", group=True)
ELSEWHERE = Speaker("nils", "elsewhere", group=True)


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    with Town(url) as opened:
        yield opened


async def offered(town: Town, who: Speaker, line: str) -> list[str]:
    """Write a line, and give what is offered behind it."""
    before = len(town.rows())
    await town.write(who, line)
    return [action for row in town.rows()[before:] if row.room == who.room for action in row.actions]


@pytest.mark.parametrize(
    ("who", "line", "wanted"),
    [
        (NILS, "/suvi", ["suivi"]),
        (NILS, "!SUVI", ["suivi"]),
        (NILS, "/demnade un trou  rue Battant ", ["demande un trou  rue Battant"]),
        (NILS, "/stat", ["start", "status"]),
        (NILS, "/fiel", []),
        (NILS, "/x", []),
        (NILS, "/é", []),
        (NILS, "/" + "a" * 3_000, []),
        (AGENT, "/fiel", ["file"]),
        (AGENT, "/confer", []),
        (citizen("head-roads"), "/confer 12 @nadia", ["confier 12 @nadia"]),
        (AGENT, "/sondge Q ? | A | B", []),
        (agent("street_lighting"), "/fiel", ["file"]),
        (agent("street_lighting"), "/suvi", []),
        (COUNCIL, "/sondge Q ? | A | B", ["sondage Q ? | A | B"]),
        (COUNCIL, "/suvi", []),
        (ELSEWHERE, "/resultat", ["resultats"]),
    ],
)
async def test_what_is_offered(who: Speaker, line: str, wanted: list[str], town: Town) -> None:
    found = await offered(town, who, line)
    assert [each.removeprefix("meant ").strip() for each in found] == wanted


@pytest.mark.parametrize("who", [COUNCIL, ELSEWHERE])
async def test_another_bots_command_is_left_to_it(who: Speaker, town: Town) -> None:
    assert await town.write(who, "/meteo demain") == []
    assert await town.write(Speaker(who.account, who.account), "/meteo demain") == ["command-unknown"]


@pytest.mark.parametrize("answer", ["1", "oui", "repondre"])
async def test_the_same_words_are_done_by_any_way_of_choosing(answer: str, url: str) -> None:
    with Town(url, NUMBERS) as town:
        request = town.request(await town.report(LÉA))
        await town.write(AGENT, f"/repnodre {request.number} C'est réparé, merci.")
        await town.write(AGENT, answer)
        assert "answer-from" in town.said("léa")
        assert town.request(request.id).status is Status.ANSWERED


async def test_whoever_wrote_it_chooses_it_once(town: Town) -> None:
    request_id = await town.report(LÉA)
    number = town.request(request_id).number
    (line,) = await offered(town, agent("street_lighting"), f"/repnodre {number} Merci")
    for other in (agent("street_lighting", "nadia"), agent("roads"), NILS):
        assert await town.press(other, line) == ["old-button"]
    assert "desk-answered" in await town.press(agent("street_lighting"), line)
    assert await town.press(agent("street_lighting"), line) == ["old-button"]
    assert town.history(request_id).count("answered") == 1


async def test_who_may_not_do_it_any_more_is_refused(town: Town) -> None:
    await town.write(NILS, "/quiter")
    until = town.clock.now() + timedelta(days=1)
    town.look(lambda uow: uow.members.invite("CODE", "agent", "roads", until))
    await town.write(NILS, "/agent CODE")
    (line,) = await offered(town, NILS, "/fiel moi")
    await town.write(NILS, "/quitter roads yes")
    assert await town.press(NILS, line) == ["refused"]


async def test_an_older_offer_does_not_take_the_words_of_a_later_one(town: Town) -> None:
    (first,) = await offered(town, LÉA, "/associatoins judo")
    (second,) = await offered(town, LÉA, "/associatoins chorale")
    assert await town.press(LÉA, first) == ["old-button"]
    assert await town.press(LÉA, second) not in ([], ["old-button"])


async def test_a_pending_question_is_asked_again_once(town: Town) -> None:
    await town.write(LÉA, "Lampadaire éteint", meaning="category street_lighting")
    assert await town.write(LÉA, "/suvi") == ["command-meant", "report-place"]
    assert await town.press(LÉA, "meant suivi ") == ["not-sent-yet", "report-place"]


async def test_for_somebody_else_the_words_are_kept_too(town: Town) -> None:
    assert "meant pour trou rue Battant" in await offered(town, AGENT, "/puor trou rue Battant")
    assert await town.press(AGENT, "meant pour trou rue Battant") == ["report-subject"]


@pytest.mark.parametrize("word", ["demain", "toto", "12", "en retrad"])
async def test_an_unknown_part_of_the_queue_is_told_with_those_that_are(word: str, town: Town) -> None:
    assert await town.write(AGENT, f"/file {word}") == ["queue-unknown"]
    assert await offered(town, AGENT, f"/queue {word}") == [f"queue {which} 0" for which in Which]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("lampadaire nouevau", ["found 0 lampadaire nouveau"]),
        ("retrad", ["found 0 retard"]),
        ("girafe", []),
    ],
)
async def test_a_state_with_a_mistake_is_offered_without(line: str, wanted: list[str], town: Town) -> None:
    await town.report(LÉA, "Lampadaire éteint")
    found = await offered(town, AGENT, f"/chercher {line}")
    assert [each for each in found if each.startswith("found")] == wanted
