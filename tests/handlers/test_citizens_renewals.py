"""What recalls a draft or a question and waited for a platform is said only if it is still true, and not at night."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.delivery import OUT_OF_DATE
from bot.incoming import Account
from tests.fakes.platform import BUTTONS, NUMBERS
from tests.fakes.town import Row, Town, agent, citizen
from tests.handlers.test_reminders import TEAM
from tests.handlers.test_renewals import said, wait

ANNA, SOPHIE = citizen("anna"), agent(TEAM)
WORDS = "lampadaire éteint"


@pytest.fixture(params=[BUTTONS, NUMBERS], ids=["buttons", "numbers"])
def town(url: str, request: pytest.FixtureRequest) -> Iterator[Town]:
    with Town(url, abilities=request.param) as opened:
        opened.clock.set("2026-03-03 14:00")
        yield opened


def latest(rows: list[Row], renewal: str) -> Row:
    return next(row for row in reversed(rows) if row.said.renewal.startswith(renewal))


class TestADraft:
    """Recalled at 14:00 on the next day, while Anna's chat cannot be reached."""

    @pytest.fixture(autouse=True)
    async def _recalled(self, town: Town) -> None:
        await town.write(ANNA, WORDS, meaning="category street_lighting")
        await wait(town, "2026-03-04 14:00", ANNA.room)
        assert latest(town.rows(), "draft").state == "waiting"

    async def test_is_recalled_when_the_chat_is_there_again(self, town: Town) -> None:
        row = latest(await said(town, ANNA.room), "draft")
        assert (row.state, row.keys, row.actions) == (
            "sent",
            ["draft-recalled-subject"],
            ["draft resume", "draft drop"],
        )
        assert "report-place" in await town.choose(ANNA, "draft resume")

    async def test_is_not_recalled_once_somebody_has_gone_on_with_it(self, town: Town) -> None:
        town.platform.unreachable.pop(ANNA.room, None)
        await town.write(ANNA, "12 rue Battant")
        row = latest(await said(town, ANNA.room), "draft")
        assert (row.state, row.error) == ("dead", OUT_OF_DATE)
        assert not [each for each in town.rows() if each.state in ("waiting", "sending")]

    async def test_is_not_recalled_once_it_has_lapsed(self, town: Town) -> None:
        town.clock.set("2026-03-09 14:00")
        await town.app.schedule.tick()
        rows = await said(town, ANNA.room)
        assert latest(rows, "draft").error == OUT_OF_DATE
        assert "draft-lapsed" in town.said(ANNA.room)

    async def test_is_not_recalled_to_whoever_has_erased_their_data(self, town: Town) -> None:
        account = Account("fake", "anna")
        person = town.look(lambda uow: uow.people.of([account], "fr", town.clock.now())[str(account)])
        town.look(lambda uow: uow.personal_data.erase(person.id))
        assert [row for row in await said(town, ANNA.room) if row.state == "sent"] == []

    async def test_waits_for_the_morning(self, town: Town) -> None:
        town.clock.set("2026-03-04 23:00")
        assert latest(await said(town, ANNA.room, timedelta(0)), "draft").state == "held"
        town.clock.set("2026-03-05 07:30")
        assert latest(await said(town, ANNA.room, timedelta(0)), "draft").state == "sent"
        assert "report-place" in await town.choose(ANNA, "draft resume")


class TestAQuestion:
    """Asked on the third, recalled on the sixth at 14:30, while Anna's chat cannot be reached."""

    @pytest.fixture
    async def request_id(self, town: Town) -> int:
        request_id = await town.report(ANNA)
        await town.write(SOPHIE, f"/demander {town.request(request_id).number} Quel mât ?")
        assert "question-from" in town.said(ANNA.room)
        await wait(town, "2026-03-06 14:30", ANNA.room)
        assert latest(town.rows(), "question").state == "waiting"
        return request_id

    async def test_is_recalled_when_the_chat_is_there_again(self, town: Town, request_id: int) -> None:
        row = latest(await said(town, ANNA.room), "question")
        assert (row.state, row.keys) == ("sent", ["question-reminder", "question-reminder-how"])
        await town.write(ANNA, "Le troisième", reply_to=row.receipt)
        assert town.request(request_id).promise.paused_at is None

    async def test_is_not_recalled_once_it_is_answered(self, town: Town, request_id: int) -> None:
        town.platform.unreachable.pop(ANNA.room, None)
        await town.write(ANNA, "Le troisième mât")
        assert town.request(request_id).promise.paused_at is None
        row = latest(await said(town, ANNA.room), "question")
        assert (row.state, row.error) == ("dead", OUT_OF_DATE)

    async def test_is_not_recalled_once_the_agent_has_answered_all_the_same(self, town: Town, request_id: int) -> None:
        await town.write(SOPHIE, f"/repondre {town.request(request_id).number} Réparé.")
        row = latest(await said(town, ANNA.room), "question")
        assert (row.state, row.error) == ("dead", OUT_OF_DATE)

    async def test_is_not_recalled_once_it_has_lapsed(self, town: Town, request_id: int) -> None:
        town.clock.set("2026-03-08 15:00")
        await town.app.schedule.tick()
        row = latest(await said(town, ANNA.room), "question")
        assert (row.state, row.error) == ("dead", OUT_OF_DATE)
        assert "question-lapsed-citizen" in town.said(ANNA.room)
        assert town.request(request_id).promise.paused_at is None

    async def test_waits_for_the_morning(self, town: Town, request_id: int) -> None:
        town.clock.set("2026-03-06 22:30")
        assert latest(await said(town, ANNA.room, timedelta(0)), "question").state == "held"
        town.clock.set("2026-03-07 07:30")
        row = latest(await said(town, ANNA.room, timedelta(0)), "question")
        assert row.state == "sent"
        await town.write(ANNA, "Le troisième", reply_to=row.receipt)
        assert town.request(request_id).promise.paused_at is None
