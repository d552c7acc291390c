"""Requests for somebody at the phone: the number to call back, what erasing reaches, who joins; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.request import NOBODY, Status
from bot.outgoing import Text
from handlers.calling import without_number
from storage.tables import conversations, metadata
from tests.fakes.town import Town, agent, citizen

DESK, ANNA = agent("desk"), citizen("anna")
WORDS = "trou profond rue Battant, devant chez Durand, rappeler au 06 12 34 56 78"


async def filed(town: Town, words: str = WORDS) -> tuple[int, str]:
    """Let the desk file a request for somebody; gives its id, and the code."""
    town.understander.teach(words, "category roads")
    await town.write(DESK, f"/pour {words}")
    await town.choose(DESK, "answer confirm yes")
    said = [each for row in town.rows() for each in row.said.paragraphs if isinstance(each, Text)]
    code = next(each.args["code"] for each in reversed(said) if each.key == "calling-code")
    return town.requests()[-1], str(code)


def tables_with(town: Town, word: str) -> list[str]:
    """Give the tables in which a word stands."""
    return [
        table.name
        for table in metadata.sorted_tables
        if any(
            word in str(tuple(row))
            for row in town.look(lambda uow, table=table: uow.connection.execute(select(table)).all())  # type: ignore[misc]  # mypy infers no defaults of lambdas.
        )
    ]


class TestTheNumberToCallBack:
    @pytest.mark.parametrize(
        ("words", "left", "number"),
        [
            ("un trou, rappeler au 06 12 34 56 78", "un trou, rappeler au", "+33612345678"),
            ("06.12.34.56.78 un trou rue Battant", "un trou rue Battant", "+33612345678"),
            ("un trou (03 81 61 50 50) rue Battant", "un trou rue Battant", "+33381615050"),
            ("un trou 0612345678 ou 0381615050", "un trou ou", "+33612345678"),
            ("un trou au 12 rue du 8 mai 1945", "un trou au 12 rue du 8 mai 1945", None),
            ("0612345678", "", "+33612345678"),
        ],
    )
    def test_is_taken_out_of_the_words(self, words: str, left: str, number: str | None) -> None:
        assert without_number(words) == (left, number)

    async def test_is_kept_with_the_request_and_in_no_room(self, url: str) -> None:
        with Town(url) as town:
            request_id, _code = await filed(town)
            request = town.request(request_id)
            assert (request.person_id, request.address, request.by_phone) == (None, NOBODY, True)
            assert "06 12" not in request.words
            assert town.look(lambda uow: uow.callers.phone_of(request_id)) == "+33612345678"
            shown = [row for row in town.rows() if "34" in str(row.said) and "56" in str(row.said)]
            assert shown == []


class TestWhatIsMistyped:
    @pytest.mark.parametrize("number", ["BES-TV2-2P", "TV2-2PY", "TV22PY", "bes tv2 2py", "BES-TV2-2PYY"])
    async def test_as_a_number_is_not_taken_for_a_request(self, number: str, url: str) -> None:
        with Town(url) as town:
            assert await town.write(DESK, f"/pour {number}") == ["number-misread"]
            assert town.look(lambda uow: uow.connection.scalars(select(conversations.c.flow)).all()) == [None]

    @pytest.mark.parametrize("words", ["trou 12", "rue 123", "lampe", "BES-TV2-2PY trou profond"])
    async def test_words_are_a_request(self, words: str, url: str) -> None:
        with Town(url) as town:
            assert "number-misread" not in await town.write(DESK, f"/pour {words}")


class TestASubjectThatBecomesConfidential:
    async def test_is_not_told_further_in_the_room(self, url: str) -> None:
        with Town(url) as town:
            town.understander.teach(WORDS, "category roads")
            await town.write(DESK, f"/pour {WORDS}")
            await town.press(DESK, "correct subject")
            assert await town.press(DESK, "subject social_aid") == ["calling-in-private"]
            assert await town.write(DESK, "oui") == ["desk-hint"]
            assert town.requests() == []


class TestAnswering:
    async def test_stops_the_clock_and_says_nothing_to_anybody_in_a_chat(self, url: str) -> None:
        with Town(url) as town:
            request_id, _code = await filed(town)
            said = await town.write(agent("roads"), f"/repondre {town.request(request_id).number} Jeudi.")
            assert {"calling-kept", "calling-read-out"} <= set(said)
            request = town.request(request_id)
            assert request.status is Status.ANSWERED
            assert request.promise.answered_at == town.clock.now()
            assert {row.room for row in town.rows()} == {"team-desk", "team-roads"}
            town.clock.advance(timedelta(hours=72))
            await town.app.schedule.tick()
            assert town.request(request_id).status is Status.ANSWERED

    async def test_a_question_leaves_the_clock_alone(self, url: str) -> None:
        with Town(url) as town:
            request_id, _code = await filed(town)
            said = await town.write(agent("roads"), f"/demander {town.request(request_id).number} Où ?")
            assert said == ["calling-ask", "calling-read-out"]
            assert town.request(request_id).promise.paused_at is None

    async def test_closing_says_to_tell_it(self, url: str) -> None:
        with Town(url) as town:
            request_id, code = await filed(town)
            number = town.request(request_id).number
            said = await town.write(agent("roads"), f"/clore {number} refusée Trop tard.")
            assert {"desk-closed", "calling-read-out"} <= set(said)
            assert await town.write(ANNA, f"/rattacher {number} {code}") == [
                "attached",
                "closed-citizen",
                "closed-ways-on",
            ]


class TestErasing:
    async def test_whoever_took_it_into_their_chat_erases_all_of_it(self, url: str) -> None:
        with Town(url) as town:
            request_id, code = await filed(town)
            assert "Durand" in town.request(request_id).words
            number = town.request(request_id).number
            assert "attached" in await town.write(ANNA, f"/rattacher {number} {code}")
            assert town.request(request_id).address.room_id == "anna"
            assert tables_with(town, "612345678") == []
            await town.press(ANNA, "data erase yes")
            assert tables_with(town, "Durand") == []
            assert tables_with(town, "34 56") == []
            assert not town.request(request_id).by_phone
