"""What merging and bulk changes must not do: show, lose or keep what they should not; on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.request import OPEN, Outcome, Status
from bot.incoming import Words
from bot.outgoing import Text
from storage.tables import metadata
from tests.fakes.town import Town, agent, citizen

DESK, LAMPS, ANNA, TOM = agent("desk"), agent("street_lighting"), citizen("anna"), citizen("tom")
PHONE = "trou profond rue Battant, rappeler au 06 12 34 56 78"


async def two(town: Town) -> tuple[int, int]:
    """Let two people tell of a lamp; the second one signs."""
    return await town.report(TOM), await town.report(ANNA, "Lampadaire éteint rue Battant, signé Ypsilon")


async def filed(town: Town) -> int:
    """Let the desk file a request for somebody on the phone."""
    town.understander.teach(PHONE, "category roads")
    await town.write(DESK, f"/pour {PHONE}")
    await town.choose(DESK, "answer confirm yes")
    return town.requests()[-1]


def tables_with(town: Town, word: str) -> list[str]:
    """Give the tables in which a word stands."""
    dump = town.look(
        lambda uow: {each.name: str(uow.connection.execute(select(each)).all()) for each in metadata.sorted_tables}
    )
    return [name for name, rows in dump.items() if word in rows]


def concerned(town: Town, room: str) -> list[object]:
    """Give how many people cards and threads in a room said to be concerned, the latest last."""
    said = [each for row in town.rows() if row.room == room for each in row.said.paragraphs if isinstance(each, Text)]
    return [each.args["count"] for each in said if each.key == "card-concerned"]


def codes(town: Town, number: str) -> list[str]:
    """Give the codes that were read out for a request, the latest last."""
    said = [each for row in town.rows() for each in row.said.paragraphs if isinstance(each, Text)]
    return [str(each.args["code"]) for each in said if each.key == "calling-code" and each.args["number"] == number]


class TestErasing:
    async def test_reaches_what_was_merged_and_where_it_went(self, url: str) -> None:
        with Town(url) as town:
            kept, gone = await two(town)
            await town.write(DESK, f"/fusionner {kept} {gone}")
            await town.write(ANNA, "toujours Ypsilon", reply_to=town.rows()[-1].receipt, meaning="unknown")
            assert "Ypsilon" in str([each.words for each in town.look(lambda uow: uow.followers.of(kept))])
            await town.press(ANNA, "data erase yes")
            assert tables_with(town, "Ypsilon") == []
            assert town.request(kept).status is Status.NEW
            assert await town.write(DESK, f"/separer {gone}") == ["split-nobody"]
            town.said(TOM.room)
            await town.write(DESK, f"/repondre {kept} Réparé.")
            assert town.said(TOM.room) == ["answer-from", "answer-helped"]

    async def test_of_the_one_that_stays_gives_it_to_whoever_came_with_the_other(self, url: str) -> None:
        with Town(url) as town:
            kept, gone = await two(town)
            await town.write(DESK, f"/fusionner {kept} {gone}")
            town.said(ANNA.room)
            await town.press(TOM, "data erase yes")
            assert town.said(ANNA.room) == ["handed-on"]
            request = town.request(kept)
            assert (request.status, "Ypsilon" in request.words) == (Status.NEW, True)
            assert await town.write(DESK, f"/separer {gone}") == ["split-done"]
            assert town.request(gone).status is Status.NEW


class TestWhatIsConfidential:
    async def test_is_merged_with_nobody_else_s(self, url: str) -> None:
        with Town(url) as town:
            kept, gone = await two(town)
            await town.write(DESK, f"/reorienter {kept} social_aid")
            for line in (f"{kept} {gone}", f"{kept} dans {gone}"):
                assert "merge-confidential" in await town.write(DESK, f"/fusionner {line} sure")
            assert town.request(gone).merged_into is None

    async def test_lets_go_before_what_was_merged_into_it(self, url: str) -> None:
        with Town(url) as town:
            kept, gone = await two(town)
            due = town.request(gone).promise.due_at
            await town.write(DESK, f"/fusionner {kept} {gone}")
            town.said(ANNA.room)
            await town.write(DESK, f"/reorienter {kept} social_aid")
            assert town.said(ANNA.room) == ["split-citizen"]
            request = town.request(gone)
            assert (request.status, request.confidential, request.promise.due_at) == (Status.NEW, False, due)
            assert town.request(kept).joined == 0


class TestTheClock:
    async def test_of_what_was_asked_runs_again_and_is_its_own_after_parting(self, url: str) -> None:
        with Town(url) as town:
            kept, gone = await two(town)
            await town.write(DESK, f"/demander {gone} Lequel ?")
            town.clock.advance(timedelta(hours=3))
            before = town.request(gone).promise
            await town.write(DESK, f"/fusionner {kept} {gone}")
            assert town.request(gone).next_step_at is None
            await town.write(DESK, f"/separer {gone}")
            after = town.request(gone)
            assert after.promise.due_at == before.due_at + timedelta(hours=3)
            assert after.promise.running
            assert after.next_step_at is not None

    async def test_never_lets_a_date_get_later_where_the_one_that_stays_is_paused(self, url: str) -> None:
        with Town(url) as town:
            kept, gone = await two(town)
            await town.write(DESK, f"/demander {kept} Lequel ?")
            town.clock.advance(timedelta(hours=3))
            due = town.request(gone).promise.due_at
            await town.write(DESK, f"/fusionner {kept} {gone}")
            await town.write(TOM, "celui de droite", meaning="unknown")
            assert town.request(kept).promise.due_at == due


class TestSomebodyOnThePhone:
    async def test_stays_and_the_other_comes_along(self, url: str) -> None:
        with Town(url) as town:
            gone = await town.report(TOM)
            kept = await filed(town)
            said = await town.press(DESK, f"merge {kept} {gone} keep sure")
            assert said[:2] == ["merge-done", "calling-each"]
            assert (town.request(gone).merged_into, town.request(kept).joined) == (kept, 1)

    async def test_is_counted_once_on_the_card_and_in_the_mediator_s_thread(self, url: str) -> None:
        mediator = agent("mediation")
        with Town(url) as town:
            kept, first, second = await town.report(TOM), await filed(town), await filed(town)
            await town.report(ANNA)
            assert concerned(town, DESK.room) == []
            await town.press(DESK, f"merge {first} {second} keep")
            assert concerned(town, "team-roads")[-1:] == [2]
            await town.press(DESK, f"merge {kept} {first} keep sure")
            assert concerned(town, LAMPS.room)[-1:] == [3]
            await town.press(DESK, f"merge {kept} {town.requests()[-1]} keep")
            assert concerned(town, LAMPS.room)[-1:] == [4]
            code = codes(town, town.request(second).number)[-1]
            await town.write(citizen("claire"), f"/rattacher {town.request(second).number} {code}")
            assert concerned(town, LAMPS.room)[-1:] == [4], "who has it in a chat now is the same person"
            await town.write(DESK, f"/repondre {kept} Rebouché.")
            await town.press(TOM, f"contest {kept}")
            await town.write(TOM, "toujours là", meaning="unknown")
            assert concerned(town, mediator.room)[-1:] == [4]
            assert (await town.press(mediator, f"thread {kept}"))[:2] == ["thread-title", "card-concerned"]
            assert concerned(town, mediator.room)[-1:] == [4]

    async def test_that_has_gone_again_is_not_counted(self, url: str) -> None:
        with Town(url) as town:
            kept, gone = await town.report(TOM), await filed(town)
            await town.press(DESK, f"merge {kept} {gone} keep sure")
            await town.write(DESK, f"/separer {gone}")
            assert (town.request(kept).concerned, town.request(gone).concerned) == (1, 1)
            await town.press(DESK, f"merge {kept} {gone} keep sure")
            await town.write(DESK, f"/clore {kept} indésirable")
            assert (town.request(kept).concerned, town.request(gone).concerned) == (1, 1)

    async def test_gets_a_new_code_that_brings_the_answer_to_what_it_is_treated_with(self, url: str) -> None:
        with Town(url) as town:
            kept, gone = await town.report(TOM), await filed(town)
            number = town.request(gone).number
            await town.press(DESK, f"merge {kept} {gone} keep sure")
            assert await town.write(DESK, f"/pour {number}") == ["calling-code", "calling-merged"]
            old, new = codes(town, number)
            await town.write(DESK, f"/repondre {kept} Rebouché.")
            assert await town.write(ANNA, f"/rattacher {number} {old}") == ["attach-refused"]
            said = await town.write(ANNA, f"/rattacher {number} {new}")
            assert said[:1] == ["attached"]
            assert "answer-from-joined" in said

    async def test_is_called_back_with_the_answer_to_what_they_were_merged_into(self, url: str) -> None:
        with Town(url) as town:
            kept, first, second = await town.report(TOM), await filed(town), await filed(town)
            await town.press(DESK, f"merge {first} {second} keep")
            said = await town.press(DESK, f"merge {kept} {first} keep sure")
            assert said[:2] == ["merge-done", "calling-each"]
            said = await town.write(DESK, f"/repondre {kept} Rebouché.")
            assert said.count("calling-one") == 2
            assert "answer-from" in town.said("tom")

    @pytest.mark.parametrize("way", ["withdrawn", "erased", "spam"])
    async def test_has_their_own_again_when_the_other_ends_without_an_answer(self, url: str, way: str) -> None:
        with Town(url) as town:
            kept, gone = await town.report(TOM), await filed(town)
            before = town.request(gone).promise
            await town.press(DESK, f"merge {kept} {gone} keep sure")
            match way:
                case "withdrawn":
                    await town.press(TOM, f"withdraw {kept} yes")
                case "erased":
                    await town.press(TOM, "data erase yes")
                case _:
                    await town.write(DESK, f"/clore {kept} indésirable")
            again = town.request(gone)
            assert (again.status in OPEN, again.merged_into, again.promise) == (True, None, before)
            assert "calling-again" in [key for row in town.rows() for key in row.keys]

    async def test_takes_it_into_a_chat_while_it_is_merged_and_keeps_it_when_it_is_taken_apart(self, url: str) -> None:
        with Town(url) as town:
            kept, gone = await town.report(TOM), await filed(town)
            await town.press(DESK, f"merge {kept} {gone} keep sure")
            code = codes(town, town.request(gone).number)[-1]
            said = await town.write(ANNA, f"/rattacher {town.request(gone).number} {code}")
            assert said == ["attached", "merged-details", "joined-line"]
            assert town.request(kept).joined == 1
            await town.write(DESK, f"/separer {gone}")
            assert town.said("anna") == ["split-citizen"]
            assert (town.request(kept).joined, town.request(gone).by_phone) == (0, False)

    async def test_is_apart_from_what_becomes_confidential(self, url: str) -> None:
        with Town(url) as town:
            kept, gone = await town.report(TOM), await filed(town)
            await town.press(DESK, f"merge {kept} {gone} keep sure")
            await town.write(DESK, f"/reorienter {kept} social_aid")
            assert (town.request(gone).merged_into, town.request(gone).status in OPEN) == (None, True)

    async def test_is_named_behind_a_bulk_change(self, url: str) -> None:
        with Town(url) as town:
            ids = [await filed(town), await town.report(TOM)]
            assert "bulk-sure" in await town.write(DESK, f"/grouper {ids[0]} {ids[1]} clore réglée")
            assert {"bulk-done", "bulk-call"} <= set(await town.choose(DESK, "answer sure yes"))
            assert {town.request(each).outcome for each in ids} == {Outcome.SOLVED}


async def test_of_two_agents_at_once_one_merges_and_the_other_reads_it(url: str) -> None:
    with Town(url, workers=2) as town:
        first, second = await two(town)
        said = [
            town.platform.said(who, Words(f"/fusionner {line}"))
            for who, line in ((DESK, f"{first} {second}"), (LAMPS, f"{first} dans {second}"))
        ]
        await town.hand_over(*said)
        await town.settle()
        told = town.said(DESK.room) + town.said(LAMPS.room)
        assert (told.count("merge-done"), told.count("merge-already")) == (1, 1)
        assert sum(town.request(each).merged_into is not None for each in (first, second)) == 1


async def test_words_on_a_confidential_request_are_not_written_in_a_room(url: str) -> None:
    with Town(url) as town:
        kept, other = await two(town)
        await town.write(DESK, f"/reorienter {kept} social_aid")
        social = agent(town.request(kept).team)
        told = await town.write(social, f"/grouper {kept} {other} clore refusée Pas de droit.")
        assert told == ["bulk-nothing", "bulk-not"]
        assert town.request(kept).status is Status.NEW
