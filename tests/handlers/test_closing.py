"""Closing: what counts, what an earlier version began, what changed in between, and what an erasure leaves."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.domain.request import Outcome, Status
from storage import figures
from storage.tables import conversations
from storage.unit_of_work import UnitOfWork
from tests.conftest import Fresh
from tests.fakes.town import Town, agent, citizen

TEAM = "street_lighting"
ANNA = citizen("anna")
NADIA = agent(TEAM, "nadia")
CLOCK_OF = timedelta(days=9)


def clocks(town: Town) -> int:
    return len(town.look(lambda uow: uow.results.clocks(TEAM, town.clock.now() - CLOCK_OF)))


@pytest.mark.parametrize(("outcome", "counts"), [("spam", 0), ("withdrawn", 0), ("solved", 1), ("refused zut", 1)])
async def test_what_nobody_waited_for_is_neither_answered_nor_late(outcome: str, counts: int, fresh: Fresh) -> None:
    with Town(fresh()) as town:
        number = await town.report(ANNA)
        await town.write(agent(TEAM), f"/clore {number} {outcome}")
        town.clock.advance(timedelta(hours=60))
        await town.app.schedule.tick()
        assert town.request(number).status is Status.CLOSED
        assert clocks(town) == counts
        (figure,) = town.look(lambda uow: figures.requests(uow.connection))
        assert (figure.answered_at is not None) == bool(counts)
        assert "reminded" not in town.history(number)
        assert "breached" not in town.history(number)


async def test_spam_that_was_none_counts_again_when_it_is_contested(fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(ANNA)
        await town.write(agent(TEAM), f"/clore {number} spam")
        assert await town.write(ANNA, f"/contester {number}") == ["contest-text"]
        assert await town.write(ANNA, "ce n'est pas de la publicité", meaning="unknown") == ["contested"]
        assert (town.request(number).team, town.request(number).outcome) == ("mediation", None)


@pytest.mark.parametrize("line", ["", "lune", "erreur de bonne foi", "upheld parce que", "99"])
async def test_a_line_without_an_outcome_of_theirs_offers_those_there_are(line: str, fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(ANNA)
        assert await town.write(agent(TEAM), f"/clore {number} {line}") == ["desk-close-how"]
        assert town.request(number).status is Status.NEW


@pytest.mark.parametrize(
    ("line", "outcome"),
    [
        ("réglée", Outcome.SOLVED),
        ("1", Outcome.SOLVED),
        ("Réponse donnée", Outcome.ANSWERED),
        ("refusee trop cher", Outcome.REFUSED),
        ("indésirable", Outcome.SPAM),
        ("retirée par la personne au téléphone", Outcome.WITHDRAWN),
    ],
)
async def test_an_outcome_is_read_by_code_number_or_words(line: str, outcome: Outcome, fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(ANNA)
        await town.write(agent(TEAM), f"/clore {number} {line}")
        assert town.request(number).outcome is outcome


async def test_the_mediator_reads_their_own_outcomes_by_words(fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(ANNA)
        await town.write(agent(TEAM), f"/clore {number} réglée")
        await town.choose(ANNA, f"contest {number}")
        await town.write(ANNA, "on m'avait promis", meaning="unknown")
        line = f"/clore {number} erreur de bonne foi de la ville nous avions mal lu"
        assert (await town.write(agent("mediation"), line))[-1] == "desk-closed"
        assert town.request(number).outcome is Outcome.CITY_MISTAKE
        request = town.request(number)
        event = town.look(lambda uow: uow.requests.history(request))[-1]
        assert event.words == "city_mistake nous avions mal lu"


async def test_nobody_but_the_mediator_speaks_for_them(fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(ANNA)
        await town.write(agent(TEAM), f"/clore {number} réglée")
        await town.choose(ANNA, f"contest {number}")
        await town.write(ANNA, "on m'avait promis", meaning="unknown")
        assert await town.write(agent("desk"), f"/clore {number} upheld trop cher") == ["desk-close-how"]
        assert await town.write(agent("desk"), f"/clore {number} solved") == ["desk-close-how"]
        assert town.request(number).status is Status.NEW


async def test_a_reason_that_was_asked_for_before_it_was_contested_ends_nothing(fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(ANNA)
        await town.write(agent(TEAM), f"/repondre {number} Voilà")
        assert await town.write(NADIA, f"/clore {number} refusée") == ["closing-text"]
        await town.press(ANNA, f"contest {number}")
        await town.write(ANNA, "on m'avait promis", meaning="unknown")
        assert await town.write(NADIA, "trop cher") == ["desk-not-yours"]
        assert town.request(number).status is Status.NEW


async def test_two_agents_close_at_once_and_the_second_reads_that_it_has_ended(fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(ANNA)
        await town.write(NADIA, f"/clore {number} refusée")
        assert "desk-closed" in await town.write(agent(TEAM), f"/clore {number} réglée")
        assert await town.write(NADIA, "trop cher") == ["desk-not-open"]
        assert town.request(number).outcome is Outcome.SOLVED


async def test_a_reason_that_an_earlier_version_asked_for_still_ends_it(fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(ANNA)
        await town.write(agent(TEAM), f"/note {number}")

        def go_back_in_time(uow: UnitOfWork) -> None:
            old = f'{{"task": "refused", "request": "{number}"}}'
            uow.connection.execute(update(conversations).where(conversations.c.flow == "desk").values(answers=old))

        town.look(go_back_in_time)
        assert "desk-closed" in await town.write(agent(TEAM), "trop cher")
        assert town.request(number).outcome is Outcome.REFUSED


async def test_what_was_corrected_leaves_nothing_behind_an_erasure(fresh: Fresh) -> None:
    with Town(fresh()) as town:
        number = await town.report(ANNA, "lampadaire éteint rue Battant")
        await town.press(ANNA, f"rectify {number}")
        await town.choose(ANNA, "answer field words")
        await town.write(ANNA, "chez Marguerite Dupond", meaning="unknown")
        assert town.request(number).words == "chez Marguerite Dupond"
        await town.write(ANNA, "/mesdonnees")
        await town.choose(ANNA, "data erase")
        await town.choose(ANNA, "data erase yes")
        assert "citizen_corrected" in town.history(number)
        kept = {name: rows for name, rows in town.dump().items() if "Marguerite" in repr(rows)}
        assert not kept


@pytest.mark.parametrize("press", ["rectify {}", "reopen {}", "contest {}", "mediate {}", "unsatisfied {}"])
async def test_nobody_puts_right_or_contests_what_is_somebody_else_s(press: str, fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(ANNA)
        assert await town.press(citizen("tom"), press.format(number)) == ["status-not-yours"]


async def test_an_old_button_corrects_no_field_that_the_subject_does_not_have(fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        number = await town.report(ANNA)
        before = town.request(number)
        await town.press(ANNA, f"rectify {number}")
        await town.press(ANNA, "answer field school")
        await town.write(ANNA, "École Battant", meaning="unknown")
        assert town.request(number) == before
