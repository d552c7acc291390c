"""Messages that are edited after something was made of them: what transcripts cannot say, files above all."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.incoming import Attachment, Words
from tests.conftest import Fresh
from tests.fakes.platform import Speaker
from tests.fakes.things import Thing
from tests.fakes.town import Town, agent, citizen

LÉA = citizen("léa")
MATTRESS = "un matelas rue Battant"
FIRST, SECOND, THIRD = (Thing("photo", f"{name}.jpg") for name in ("un", "deux", "trois"))
FIRE = "au secours il y a le feu"


@pytest.fixture
def town(fresh_sqlite: Fresh, tmp_path: Path) -> Iterator[Town]:
    """A town whose people have cameras."""
    with Town(fresh_sqlite(), folder=tmp_path / "files") as opened:
        opened.understander.teach(MATTRESS, "category illegal_dumping")
        opened.understander.teach(FIRE, "category illegal_dumping,danger fire")
        yield opened


def shown_by(thing: Thing, **changes: object) -> Attachment:
    """Give a file as it came with a message."""
    assert thing.attachment is not None
    return replace(thing.attachment, **changes)  # type: ignore[arg-type]  # Fields by name.


async def send(town: Town, words: Words, who: Speaker = LÉA) -> str:
    """Let somebody send a message; gives its receipt."""
    said = town.platform.said(who, words)
    await town.hand_over(said)
    await town.settle()
    town.said(who.room)
    assert said.receipt is not None
    return said.receipt


async def edit(town: Town, receipt: str, words: Words, who: Speaker = LÉA) -> list[str]:
    """Let somebody edit a message; gives the keys of what was said to them."""
    edited = town.platform.incoming(who, replace(words, edits=receipt))
    await town.hand_over(replace(edited, receipt=receipt))
    await town.settle()
    return town.said(who.room)


def files(town: Town) -> list[str]:
    """Give the files of the latest request."""
    return list(town.request(town.requests()[-1]).files)


class TestFilesOfADraft:
    async def test_a_photo_in_the_place_of_another(self, town: Town) -> None:
        receipt = await send(town, Words(MATTRESS, (shown_by(FIRST),)))
        said = await edit(town, receipt, Words(MATTRESS, (shown_by(SECOND),)))
        assert said[:2] == ["edit-files-taken", "report-summary"]
        await town.choose(LÉA, "answer confirm yes")
        assert files(town) == ["fake:photo:deux.jpg"]

    async def test_another_handle_on_the_same_photo_is_the_same_photo(self, town: Town) -> None:
        receipt = await send(town, Words(MATTRESS, (shown_by(FIRST),)))
        assert await edit(town, receipt, Words(MATTRESS, (shown_by(FIRST, file_id="photo:other"),))) == []
        await town.choose(LÉA, "answer confirm yes")
        assert files(town) == ["fake:photo:un.jpg"]

    async def test_one_of_an_album(self, town: Town) -> None:
        album = (shown_by(FIRST), shown_by(SECOND, receipt="part-2"))
        await send(town, Words(MATTRESS, album))
        assert (await edit(town, "part-2", Words("", (shown_by(THIRD),))))[0] == "edit-files-taken"
        await town.choose(LÉA, "answer confirm yes")
        assert files(town) == ["fake:photo:un.jpg", "fake:photo:trois.jpg"]
        # And once more when it is sent: the request keeps what it has.
        assert await edit(town, "part-2", Words("", (shown_by(SECOND),))) == ["edit-sent"]

    async def test_what_cannot_be_shown_leaves_nothing_in_its_place(self, town: Town) -> None:
        receipt = await send(town, Words(MATTRESS, (shown_by(FIRST),)))
        said = await edit(town, receipt, Words(MATTRESS, (shown_by(SECOND, size=10**9),)))
        assert said[:3] == ["file-refused", "edit-files-taken", "report-summary"]
        await town.choose(LÉA, "answer confirm yes")
        assert files(town) == []

    async def test_words_under_a_photo_that_said_nothing_before(self, town: Town) -> None:
        """The bot has asked for words, and the words are put under the photo."""
        receipt = await send(town, Words("", (shown_by(FIRST),)))
        said = await edit(town, receipt, Words(MATTRESS, (shown_by(FIRST),)))
        assert said[0] == "report-understood"
        await town.choose(LÉA, "answer confirm yes")
        assert files(town) == ["fake:photo:un.jpg"]
        assert town.request(1).words == MATTRESS

    async def test_words_that_are_taken_away(self, town: Town) -> None:
        receipt = await send(town, Words(MATTRESS, (shown_by(FIRST),)))
        assert await edit(town, receipt, Words("", (shown_by(FIRST),))) == ["edit-words-gone", "report-words"]

    async def test_a_photo_whose_words_were_not_understood_is_there_once(self, town: Town) -> None:
        receipt = await send(town, Words("mtls", (shown_by(FIRST),)))
        assert (await edit(town, receipt, Words(MATTRESS, (shown_by(FIRST),))))[0] == "report-understood"
        await town.choose(LÉA, "answer confirm yes")
        assert files(town) == ["fake:photo:un.jpg"]
        assert town.request(1).words == MATTRESS


class TestWordsOfADraft:
    async def test_each_message_keeps_its_own_part(self, town: Town) -> None:
        """Blank lines and all."""
        town.understander.teach(f"{MATTRESS}\n\nmerci", "category illegal_dumping")
        first = await send(town, Words(f"{MATTRESS}\n\nmerci"))
        second = await send(town, Words("il est blue"))
        await edit(town, second, Words("il est bleu"))
        await edit(town, first, Words(f"{MATTRESS}\n\nmerci bien"))
        await edit(town, second, Words(""))
        await town.choose(LÉA, "answer confirm yes")
        assert town.request(1).words == f"{MATTRESS}\n\nmerci bien"

    async def test_words_that_were_not_understood_may_be_a_part_too(self, town: Town) -> None:
        first = await send(town, Words("c'est sale"))
        await send(town, Words(MATTRESS))
        said = await edit(town, first, Words("c'est très sale"))
        assert (said[0], "report-before" in said) == ("edit-taken", True)
        await town.choose(LÉA, "before")
        assert (await edit(town, first, Words("c'est vraiment sale")))[0] == "edit-taken"
        await town.choose(LÉA, "answer confirm yes")
        assert town.request(1).words == f"c'est vraiment sale\n{MATTRESS}"

    async def test_words_that_were_not_understood_and_are_deleted_are_offered_no_more(self, town: Town) -> None:
        first = await send(town, Words("c'est sale"))
        await send(town, Words(MATTRESS))
        said = await edit(town, first, Words(""))
        assert (said[0], "report-before" in said) == ("edit-words-gone", False)
        await town.choose(LÉA, "answer confirm yes")
        assert town.request(1).words == MATTRESS

    async def test_what_was_given_up_is_not_taken_up_again(self, town: Town) -> None:
        receipt = await send(town, Words(MATTRESS))
        await town.choose(LÉA, "cancel")
        assert await edit(town, receipt, Words("un sommier rue Battant")) == []
        await town.write(LÉA, "un trou", meaning="category roads")
        assert await edit(town, receipt, Words("une armoire rue Battant")) == []
        assert town.requests() == []


class TestWhatIsSent:
    async def test_another_photo_can_be_sent_too(self, town: Town) -> None:
        receipt = await send(town, Words(MATTRESS, (shown_by(FIRST),)))
        await town.choose(LÉA, "answer confirm yes")
        assert await edit(town, receipt, Words(MATTRESS, (shown_by(SECOND),))) == ["edit-sent"]
        assert await town.choose(LÉA, f"amend 1 {receipt}") == ["passed-on"]
        assert files(town) == ["fake:photo:un.jpg", "fake:photo:deux.jpg"]
        assert town.history(1) == ["received", "citizen_sent"]

    async def test_what_is_offered_stays_with_its_request(self, town: Town) -> None:
        """Though another one is sent before the button is pressed."""
        receipt = await send(town, Words(MATTRESS, (shown_by(FIRST),)))
        await town.choose(LÉA, "answer confirm yes")
        await edit(town, receipt, Words(MATTRESS, (shown_by(SECOND),)))
        await town.report(LÉA, "un lampadaire")
        assert (await edit(town, receipt, Words("un sommier", (shown_by(SECOND),))))[0] == "edit-sent"
        assert await town.choose(LÉA, f"amend 1 {receipt}") == ["passed-on"]
        assert town.history(1) == ["received", "citizen_wrote"]
        assert town.history(2) == ["received"]

    async def test_the_number_of_a_choice_is_told_to_have_done_its_work(self, town: Town) -> None:
        await send(town, Words(MATTRESS))
        receipt = await send(town, Words("1"))
        assert town.requests() == [1]
        assert await edit(town, receipt, Words("2")) == ["edit-sent"]
        assert town.requests() == [1]

    async def test_an_agents_command_that_was_carried_out_is_not_carried_out_again(self, town: Town) -> None:
        await town.report(LÉA)
        nadia = agent("street_lighting", "nadia")
        receipt = await send(town, Words("/prendre 1"), nadia)
        assert await edit(town, receipt, Words("/prendre 2"), nadia) == ["edit-done"]

    async def test_who_is_no_agent_any_more_is_told_nothing(self, town: Town) -> None:
        await town.report(LÉA)
        receipt = await send(town, Words("/repondre 1 Bonjour"), agent("street_lighting", "nadia"))
        moved = replace(town.request(1), team="roads")
        town.look(lambda uow: uow.requests.save(moved))
        assert await edit(town, receipt, Words("/repondre 1 Bonsoir"), agent("street_lighting", "nadia")) == []

    async def test_after_an_erasure_nothing_is_known_of_it(self, town: Town) -> None:
        receipt = await send(town, Words(MATTRESS))
        await town.choose(LÉA, "answer confirm yes")
        await town.write(LÉA, "/mesdonnees")
        await town.choose(LÉA, "data erase")
        await town.choose(LÉA, "data erase yes")
        assert await edit(town, receipt, Words("autre chose")) == []

    async def test_a_button_whose_words_are_gone_is_an_old_one(self, town: Town) -> None:
        receipt = await send(town, Words(MATTRESS))
        await town.choose(LÉA, "answer confirm yes")
        await edit(town, receipt, Words("un sommier rue Battant"))
        await send(town, Words(MATTRESS))
        await town.choose(LÉA, "cancel")
        assert await town.press(LÉA, f"amend 1 {receipt}") == ["old-button"]
        assert await town.press(LÉA, "amend 1 $unknown") == ["old-button"]
        assert await town.press(LÉA, "amend") == ["old-button"]


class TestDanger:
    async def test_it_is_warned_of_in_whatever_is_edited(self, town: Town) -> None:
        town.understander.teach("bonjour", "intent greeting")
        receipt = await send(town, Words("bonjour"))
        assert await edit(town, receipt, Words(FIRE)) == ["danger", "danger-by-text"]

    async def test_a_request_that_is_sent_already(self, town: Town) -> None:
        receipt = await send(town, Words(MATTRESS))
        await town.choose(LÉA, "answer confirm yes")
        assert await edit(town, receipt, Words(FIRE)) == ["danger", "danger-by-text", "edit-sent"]

    async def test_it_is_warned_of_once(self, town: Town) -> None:
        receipt = await send(town, Words(f"{FIRE} rue Battant"))
        town.understander.teach(f"{FIRE} rue Bersot", "category illegal_dumping,danger fire")
        await edit(town, receipt, Words(f"{FIRE} rue Bersot"))
        assert "danger" not in await edit(town, receipt, Words(FIRE))
