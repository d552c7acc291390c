"""Placeholders: how they are read, in any spelling of either language, and what is left open."""

from contextlib import closing
from dataclasses import replace

import pytest

from bot.outgoing import Quoted
from handlers.filling import gaps, names, unknown, verb
from tests.conftest import Fresh
from tests.fakes.platform import Speaker
from tests.fakes.town import Town, agent, citizen


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Bonjour {lieu}, {Numéro}, { NUMERO }, {échéance}, {due}, {Place}", []),
        ("{lieux} et {sujet}, {lieux}", ["{lieux}", "{lieux}"]),
        ("{}, {{lieu}}", ["{}"]),
        ("{ouvert, {lieu", []),
        ("{" + "a" * 41 + "}", []),
        ("{a\nb}", ["{a\nb}"]),
        ("{__class__} {0} {number!r}", ["{__class__}", "{0}", "{number!r}"]),
    ],
)
def test_what_is_no_placeholder_is_found(body: str, wrong: list[str]) -> None:
    assert unknown(body) == wrong


def test_what_is_still_to_be_filled_in_is_said_once() -> None:
    assert gaps("{lieu}, {lieu}, […] et […], {autre chose}") == ["{lieu}", "[…]"]
    assert gaps("rue Battant") == []


@pytest.mark.parametrize(
    ("word", "means"),
    [
        ("Ajouter", "add"),
        ("add", "add"),
        ("modifier", "change"),
        ("SUPPRIMER", "remove"),
        ("lampadaire", None),
        ("", None),
    ],
)
def test_verbs_in_either_language(word: str, means: str | None) -> None:
    assert verb(word) == means


@pytest.mark.parametrize("lang", ["fr", "en", "de"])
def test_every_placeholder_that_is_shown_can_be_read(lang: str) -> None:
    assert len(names(lang)) == 7
    assert unknown(" ".join(names(lang))) == []


def shown(town: Town, who: Speaker) -> str:
    """Give the text that was shown last in somebody's room."""
    said = next(row.said for row in reversed(town.rows()) if row.room == who.room)
    return next(each.words for each in said.paragraphs if isinstance(each, Quoted))


async def test_what_is_known_is_filled_in_and_what_a_citizen_wrote_is_no_placeholder(fresh_sqlite: Fresh) -> None:
    nadia = agent("street_lighting", "nadia")
    with closing(Town(fresh_sqlite())) as town:
        request_id = await town.report(citizen("léa"))
        await town.write(nadia, "/modeles ajouter Tout : {numéro} : {lieu}, {subject}, {agent}")
        number = town.request(request_id).number

        async def preview(**answers: str) -> tuple[list[str], str]:
            changed = replace(town.request(request_id), answers=answers)
            town.look(lambda uow: uow.requests.save(changed))
            return await town.press(nadia, f"use {request_id} 1"), shown(town, nadia)

        assert await preview(place="rue Battant") == (
            ["template-preview"],
            f"{number} : rue Battant, éclairage public, Nadia-street_lighting",
        )
        # Nothing is known of where it is, so somebody has to say it.
        keys, words = await preview()
        assert (keys, "{lieu}" in words) == (["template-preview", "template-gaps"], True)
        # It is not filled in a second time; it only looks like something that is missing.
        keys, words = await preview(place="{numéro}")
        assert (keys, words.split(",")[0]) == (["template-preview", "template-gaps"], f"{number} : {{numéro}}")
