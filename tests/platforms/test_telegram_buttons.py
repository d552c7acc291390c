"""Buttons carry 64 bytes; what an action needs beyond that is found again, after a restart too."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.platforms import RenderedChoice
from bot.platforms.telegram.buttons import LONGEST_LABEL, MOST_BYTES, REMEMBERED, Buttons, carried, short
from tests.fakes.notebook import MemoryNotebook
from tests.platforms.telegram_case import choices

STEADY = settings(max_examples=100, derandomize=True, deadline=None)


async def test_no_choices_no_keyboard() -> None:
    assert await Buttons(MemoryNotebook()).keyboard(()) is None


async def test_a_short_action_is_carried_as_it_is() -> None:
    notebook = MemoryNotebook()
    keyboard = await Buttons(notebook).keyboard(choices("take 1"))
    assert keyboard == {"inline_keyboard": [[{"text": "take 1", "callback_data": "take 1"}]]}
    assert not notebook.notes


@STEADY
@given(st.text(min_size=1, max_size=200))
async def test_every_action_comes_back_after_a_restart(action: str) -> None:
    notebook = MemoryNotebook()
    keyboard = await Buttons(notebook).keyboard((RenderedChoice("x", action),))
    assert keyboard is not None
    data = keyboard["inline_keyboard"][0][0]["callback_data"]
    assert len(data.encode()) <= MOST_BYTES
    assert await Buttons(notebook).action(data) == action


async def test_a_long_action_is_written_down_once() -> None:
    class Counting(MemoryNotebook):
        writes = 0

        async def write(self, key: str, value: str) -> None:
            self.writes += 1
            await super().write(key, value)

    notebook = Counting()
    buttons = Buttons(notebook)
    for _ in range(2):
        await buttons.keyboard(choices("é" * 64))
    assert notebook.writes == 1
    for number in range(REMEMBERED + 1):
        await buttons.keyboard(choices(f"{number} " + "é" * 64))
    assert notebook.writes == REMEMBERED + 2


async def test_a_button_that_nobody_wrote_down_is_given_as_it_came() -> None:
    """Dispatch says that it is an old button."""
    assert await Buttons(MemoryNotebook()).action(carried("é" * 64)) == carried("é" * 64)


async def test_an_action_that_looks_like_a_note_is_one() -> None:
    notebook = MemoryNotebook()
    await Buttons(notebook).keyboard(choices("button:abc"))
    assert await Buttons(notebook).action(carried("button:abc")) == "button:abc"


def test_a_long_label_is_cut() -> None:
    assert short("Envoyer") == "Envoyer"
    assert short("é" * LONGEST_LABEL) == "é" * LONGEST_LABEL
    assert short("é" * (LONGEST_LABEL + 1)) == "é" * (LONGEST_LABEL - 1) + "…"


async def test_short_labels_share_a_row() -> None:
    keyboard = await Buttons(MemoryNotebook()).keyboard(
        choices("Oui", "Non", "Je ne sais pas", "Voirie et trottoirs de la ville", "a", "b", "c", "d", "e")
    )
    assert keyboard is not None
    rows = [[button["text"] for button in row] for row in keyboard["inline_keyboard"]]
    assert rows == [
        ["Oui", "Non", "Je ne sais pas"],
        ["Voirie et trottoirs de la ville"],
        ["a", "b", "c", "d"],
        ["e"],
    ]
