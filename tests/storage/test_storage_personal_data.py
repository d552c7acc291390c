"""Somebody's own data, on SQLite and PostgreSQL: counted, exported, erased, and nobody else's touched.

The whole bot writes the data, so that what it keeps in an unexpected place is found too.
"""

import json
from collections.abc import Iterator
from contextlib import closing

import pytest
from sqlalchemy import select

from bot.incoming import Account, Address
from bot.outgoing import Card, Priority, Quoted
from bot.platforms import Retryable
from storage import figures
from storage.outbox import Message
from storage.personal_data import Stored
from storage.tables import metadata, outbox
from tests.fakes.platform import Speaker
from tests.fakes.town import Town, agent, citizen

ZÉPHYRINE, TOM = citizen("zéphyrine"), citizen("tom")
NADIA = agent("street_lighting", "nadia")
WORDS, PLACE = "Lampadaire éteint, signé Mme Ypsilon", "7 rue du Wagram"
COUNCIL = Address("fake", "council-conseil")


@pytest.fixture
def town(url: str) -> Iterator[Town]:
    """A town on a new database, once of each kind."""
    with closing(Town(url)) as opened:
        yield opened


def person(town: Town, who: Speaker = ZÉPHYRINE) -> int:
    account = Account("fake", who.account)
    return town.look(lambda uow: uow.people.of([account], "fr", town.clock.now()))[str(account)].id


async def report(town: Town, who: Speaker = ZÉPHYRINE, words: str = WORDS) -> int:
    """Let somebody make a request about a lamp in a street of theirs."""
    await town.write(who, words, meaning="category street_lighting")
    if "neighbours-ask" in await town.write(who, PLACE):
        await town.choose(who, "answer same -")
    await town.write(who, "passer")
    assert "report-sent" in await town.choose(who, "answer confirm yes")
    mine = person(town, who)
    return max(each.id for each in town.look(lambda uow: uow.requests.of_person(mine)))


def erase(town: Town, who: Speaker = ZÉPHYRINE) -> list[int]:
    spare = {Address("fake", "team-street_lighting"), COUNCIL}
    number = person(town, who)
    return town.look(lambda uow: uow.personal_data.erase(number, spare))


def everything(town: Town) -> dict[str, str]:
    """Give all that is stored, a text a table."""
    return {
        table.name: "\n".join(str(tuple(row)) for row in rows)
        for table in metadata.sorted_tables
        for rows in [town.look(lambda uow, table=table: uow.connection.execute(select(table)).all())]  # type: ignore[misc]  # mypy infers no defaults of lambdas.
    }


def where(town: Town, *personal: str) -> dict[str, list[str]]:
    """Give the tables in which something personal stands."""
    stored = everything(town)
    return {word: [name for name, rows in stored.items() if word in rows] for word in personal}


def of_tom(town: Town) -> list[object]:
    """Give everything that is stored about Tom."""
    mine = person(town, TOM)

    def look(name: str, text: str) -> list[str]:
        return sorted(line for line in everything(town)[name].splitlines() if text in line)

    return [
        town.look(lambda uow: uow.personal_data.export(mine)),
        town.look(lambda uow: uow.personal_data.summary(mine)),
        [look(name, "tom") for name in ("accounts", "conversations", "inbox", "outbox")],
    ]


class TestSummary:
    async def test_nothing_is_stored_about_somebody_new(self, town: Town) -> None:
        assert town.look(lambda uow: uow.personal_data.summary(17)) == Stored(0, 0, 0)

    async def test_requests_open_ones_and_messages(self, town: Town) -> None:
        number = await report(town)
        await report(town, words="Encore un lampadaire")
        await report(town, TOM)
        await town.write(NADIA, f"/clore {number} réglée")
        mine = person(town)
        assert town.look(lambda uow: uow.personal_data.summary(mine)) == Stored(requests=2, open=1, messages=9)


class TestExport:
    async def test_it_has_every_request_with_its_words_answers_and_history(self, town: Town) -> None:
        number = await report(town)
        await report(town, TOM)
        await town.write(NADIA, f"/demander {number} Quel numéro sur le mât ?")
        await town.write(ZÉPHYRINE, "B 1204 je crois")
        await town.write(NADIA, f"/repondre {number} Réparé ce matin")
        await report(town, words="Un deuxième lampadaire")
        mine = person(town)
        first, second = town.look(lambda uow: uow.personal_data.export(mine))
        assert (first["words"], first["answers"], first["category"]) == (WORDS, {"place": PLACE}, "street_lighting")
        assert (first["number"], first["status"]) == (town.request(number).number, "answered")
        assert [(each["kind"], each["words"]) for each in first["history"]] == [
            ("received", WORDS),
            ("asked", "Quel numéro sur le mât ?"),
            ("citizen_wrote", "B 1204 je crois"),
            ("answered", "Réparé ce matin"),
        ]
        assert second["words"] == "Un deuxième lampadaire"
        assert json.loads(json.dumps([first, second])) == [first, second]

    async def test_what_agents_note_for_themselves_is_not_in_it(self, town: Town) -> None:
        number = await report(town)
        await town.write(NADIA, f"/note {number} déjà signalé trois fois")
        mine = person(town)
        assert "trois fois" not in str(town.look(lambda uow: uow.personal_data.export(mine)))

    async def test_nothing_of_anybody_else_is_in_it(self, town: Town) -> None:
        await report(town, TOM)
        mine = person(town)
        assert town.look(lambda uow: uow.personal_data.export(mine)) == []


class TestErasing:
    async def test_nothing_tells_any_more_who_it_was_and_what_was_written(self, town: Town) -> None:
        number = await report(town)
        await town.write(NADIA, f"/demander {number} Où exactement ?")
        await town.write(ZÉPHYRINE, "Chez Mme Ypsilon, rue du Wagram")
        await town.write(NADIA, f"/repondre {number} Réparé ce matin")
        await town.write(ZÉPHYRINE, "Je suis Mme Ypsilon et je cherche")
        assert erase(town) == [number]
        assert where(town, "éphyrine", "Ypsilon", "Wagram") == {"éphyrine": [], "Ypsilon": [], "Wagram": []}

    async def test_not_even_what_an_agent_wrote_to_them(self, town: Town) -> None:
        """It is gone from the history and the outbox; the agent's own message is the same text again."""
        number = await report(town)
        await town.write(NADIA, f"/repondre {number} Bonjour Mme Ypsilon")
        erase(town)
        assert where(town, "Ypsilon") == {"Ypsilon": []}

    async def test_not_even_what_was_refused_to_them(self, town: Town) -> None:
        """The account of somebody who once tried an agent's command is an account like any other."""
        await town.write(ZÉPHYRINE, "/file")
        erase(town)
        assert where(town, "éphyrine") == {"éphyrine": []}

    async def test_figures_survive(self, town: Town) -> None:
        number = await report(town)
        await town.write(NADIA, f"/clore {number} réglée")
        before = town.look(lambda uow: figures.requests(uow.connection))
        erase(town)
        assert town.look(lambda uow: figures.requests(uow.connection)) == before
        assert town.history(number) == ["received", "closed"]
        assert town.request(number).person_id is None

    async def test_nobody_elses_data_are_touched(self, town: Town) -> None:
        number = await report(town, TOM, "Lampadaire de Tom")
        await report(town)
        await town.write(NADIA, f"/repondre {number} Bonjour Tom")
        await town.write(TOM, "J'ai commencé autre chose", meaning="category cleanliness")
        before = of_tom(town)
        erase(town)
        assert of_tom(town) == before
        assert town.request(number).words == "Lampadaire de Tom"

    async def test_the_cards_in_the_rooms_lose_their_words(self, town: Town) -> None:
        await report(town)
        await report(town, TOM, "Lampadaire de Tom")
        erase(town)
        cards = [row for row in town.rows() if row.room == "team-street_lighting"]
        assert len(cards) == 2
        assert "Ypsilon" not in str(cards[0].said)
        assert "Lampadaire de Tom" in str(cards[1].said)

    async def test_a_card_that_could_not_be_shown_yet_loses_them_too(self, town: Town) -> None:
        """Else it would be shown after its citizen was told that everything is erased, and be kept for ever."""
        number, room = await report(town), Address("fake", "team-cleanliness")
        card = Card(f"request:{number}", (Quoted(WORDS),))
        town.look(lambda uow: uow.outbox.add(Message(room, "fr", card, Priority.CARD), town.clock.now()))
        town.platform.down = Retryable("502")
        await town.settle()
        town.platform.down = None
        erase(town)
        assert where(town, "Ypsilon") == {"Ypsilon": []}

    async def test_what_waits_is_still_answered(self, town: Town) -> None:
        await report(town)
        erase(town)
        assert await town.write(ZÉPHYRINE, "bonjour", meaning="intent greeting") == ["greeting"]
        mine = person(town)
        assert town.look(lambda uow: uow.personal_data.summary(mine)).requests == 0

    async def test_somebody_who_comes_back_is_new(self, town: Town) -> None:
        await report(town)
        before = person(town)
        erase(town)
        again = person(town)
        assert again != before
        assert town.look(lambda uow: uow.personal_data.export(again)) == []

    async def test_a_second_time_there_is_nothing_left(self, town: Town) -> None:
        await report(town)
        assert len(erase(town)) == 1
        assert erase(town) == []

    async def test_a_vote_is_still_counted(self, town: Town) -> None:
        inès = Speaker("inès", COUNCIL.room_id, group=True)
        await town.write(Speaker("léa", COUNCIL.room_id, group=True), "/sondage Quoi ? | Forêt | Doubs")
        await town.write(inès, "2", called=False)
        poll = town.look(lambda uow: uow.polls.latest("conseil"))
        assert poll is not None
        erase(town, inès)
        assert town.look(lambda uow: uow.polls.tally(poll)) == (0, 1)

    async def test_in_a_group_only_their_own_words_go(self, town: Town) -> None:
        inès = Speaker("inès", COUNCIL.room_id, group=True)
        await town.write(Speaker("léa", COUNCIL.room_id, group=True), "/sondage Quelle fresque ? | Forêt | Doubs")
        await town.write(inès, "@proximcite je suis Mme Ypsilon")
        erase(town, inès)
        assert where(town, "Ypsilon") == {"Ypsilon": []}
        rows = town.look(lambda uow: uow.connection.scalars(select(outbox.c.payload)).all())
        assert any("Quelle fresque" in payload for payload in rows)


async def join(town: Town, who: Speaker = ZÉPHYRINE, words: str = WORDS) -> int:
    """Let Tom make a request, and somebody join it."""
    number = await report(town, TOM, "Lampadaire éteint")
    await town.write(who, words, meaning="category street_lighting")
    assert "neighbours-ask" in await town.write(who, PLACE)
    assert "joined" in await town.choose(who, f"join {number}")
    return number


class TestJoined:
    async def test_it_is_counted_and_exported_each_to_their_own(self, town: Town) -> None:
        number = await join(town)
        mine, toms = person(town), person(town, TOM)
        assert town.look(lambda uow: uow.personal_data.summary(mine)).joined == 1
        (joined,) = town.look(lambda uow: uow.personal_data.export(mine))
        assert (joined["joined"], joined["words"], joined["answers"]) == (
            town.request(number).number,
            WORDS,
            {"place": PLACE},
        )
        (his,) = town.look(lambda uow: uow.personal_data.export(toms))
        assert "Ypsilon" not in str(his)
        assert json.loads(json.dumps([joined, his])) == [joined, his]

    async def test_erasing_takes_the_words_and_leaves_the_count(self, town: Town) -> None:
        number = await join(town)
        await town.choose(ZÉPHYRINE, f"add {number}")
        await town.write(ZÉPHYRINE, "devant chez Mme Ypsilon")
        assert where(town, "Ypsilon") != {"Ypsilon": []}
        before = town.request(number)
        assert erase(town) == []
        assert where(town, "éphyrine", "Ypsilon") == {"éphyrine": [], "Ypsilon": []}
        assert town.request(number) == before
        assert before.joined == 1
        await town.write(NADIA, f"/repondre {number} Réparé")
        assert "answer-from" in [row.keys for row in town.rows() if row.room == TOM.room][-1]

    async def test_the_author_erases_and_the_neighbour_has_it_from_now_on(self, town: Town) -> None:
        number = await report(town)
        await town.write(NADIA, f"/demander {number} Où, Mme Ypsilon ?")
        await town.write(NADIA, f"/note {number} Mme Ypsilon a appelé")
        await town.write(TOM, "Le lampadaire est éteint", meaning="category street_lighting")
        await town.write(TOM, PLACE)
        await town.choose(TOM, f"join {number}")
        await town.write(ZÉPHYRINE, "/mesdonnees")
        await town.choose(ZÉPHYRINE, "data erase")
        assert "data-erased" in await town.choose(ZÉPHYRINE, "data erase yes")
        # That it is done has to be said to somebody.
        assert where(town, "éphyrine", "Ypsilon") == {"éphyrine": ["outbox"], "Ypsilon": []}
        left = town.request(number)
        assert (left.person_id, left.words, left.joined) == (person(town, TOM), "Le lampadaire est éteint", 0)
        assert left.status.value == "taken"
        assert "handed-on" in [row.keys for row in town.rows() if row.room == TOM.room][-1]
        await town.write(NADIA, f"/repondre {number} Réparé")
        assert "answer-from" in [row.keys for row in town.rows() if row.room == TOM.room][-1]
        toms = person(town, TOM)
        (exported,) = town.look(lambda uow: uow.personal_data.export(toms))
        assert "Ypsilon" not in str(exported)


class TestInTheChat:
    async def test_two_taps_erase_everything_and_the_card_is_drawn_again(self, town: Town) -> None:
        number = await report(town)
        await town.write(ZÉPHYRINE, "/mesdonnees")
        assert await town.choose(ZÉPHYRINE, "data erase") == ["data-erase-sure"]
        assert await town.choose(ZÉPHYRINE, "data erase yes") == ["data-erased"]
        assert town.request(number).status == "withdrawn"
        screen = [shown for shown in town.platform.screen if shown.room == "team-street_lighting"]
        assert screen[-1].receipt == screen[0].receipt
        assert "Ypsilon" in screen[0].rendered.text
        assert "Ypsilon" not in screen[-1].rendered.text
        assert where(town, "Ypsilon", "Wagram") == {"Ypsilon": [], "Wagram": []}
