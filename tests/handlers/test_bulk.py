"""Several at once: each citizen reads exactly what they would have read of their request alone."""

import pytest

from bot.outgoing import Quoted, Text
from tests.conftest import Fresh
from tests.fakes.town import Row, Town, agent, citizen

TEAM = "street_lighting"
NADIA = agent(TEAM, "nadia")
ANNA, TOM, INES = citizen("anna"), citizen("tom"), citizen("ines")

ENDS = {
    "solved": ("réglée", []),
    "solved, with words": ("réglée Tout remarche.", []),
    "answered": ("réponse donnée", []),
    "refused": ("refusée La rue est privée.", []),
    "withdrawn": ("retirée", []),
    "spam": ("indésirable", []),
    "passed on": ("transmise Enedis : c’est leur câble.", ["answer way passed"]),
    "to write to": ("transmise à la préfecture : un guichet vous attend.", ["answer way yourself"]),
    "chosen": ("transmise", ["answer body ginko", "answer way yourself", "answer more -"]),
    "not in the list": ("transmise au syndicat de copropriété", ["answer way passed", "answer more -"]),
}


async def end(town: Town, line: str, choices: list[str]) -> None:
    await town.write(NADIA, line)
    for each in choices:
        await town.press(NADIA, each)


def read(town: Town, room: str, since: int) -> list[tuple[object, ...]]:
    """Give what somebody has read since a row, without the number of their request and their buttons'."""
    rows: list[Row] = [row for row in town.rows()[since:] if row.room == room]
    said = [each for row in rows for each in row.said.paragraphs]
    shown = [
        (each.key, str({name: value for name, value in each.args.items() if name not in ("number", "due")}))
        if isinstance(each, Text)
        else (each.words if isinstance(each, Quoted) else "",)
        for each in said
    ]
    return [*shown, *[(action.split()[0],) for row in rows for action in row.actions]]


@pytest.mark.parametrize("yes", ["oui", "Oui, tout faire", "1"])
async def test_a_yes_is_enough(yes: str, fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        ids = [await town.report(each) for each in (ANNA, TOM)]
        await town.write(NADIA, f"/grouper {ids[0]} {ids[1]} clore réglée")
        assert "bulk-done" in await town.write(NADIA, yes)


@pytest.mark.parametrize("name", ENDS)
async def test_an_end_in_bulk_is_the_single_one_s_truth(name: str, fresh_sqlite: Fresh) -> None:
    line, choices = ENDS[name]
    with Town(fresh_sqlite()) as town:
        one, *several = [await town.report(each) for each in (ANNA, TOM, INES)]
        since = len(town.rows())
        await end(town, f"/clore {one} {line}", choices)
        await end(town, f"/grouper {several[0]} {several[1]} clore {line}", choices)
        for each in several:
            assert town.request(each).outcome is None, "nothing is done before it is confirmed"
        await town.press(NADIA, "answer sure yes")
        assert town.request(one).outcome is not None
        assert {town.request(each).outcome for each in several} == {town.request(one).outcome}
        assert read(town, "anna", since) == read(town, "tom", since) == read(town, "ines", since) != []


async def test_what_each_will_read_is_shown_before(fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        ids = [await town.report(each) for each in (ANNA, TOM)]
        assert await town.write(NADIA, f"/grouper {ids[0]} {ids[1]} clore transmise Enedis : leur câble") == [
            "bulk-way"
        ]
        said = await town.press(NADIA, "answer way yourself")
        assert said[:3] == ["bulk-sure", "bulk-to", "bulk-words"]


async def test_a_refusal_without_a_reason_and_a_body_without_a_name_are_asked_for(fresh_sqlite: Fresh) -> None:
    with Town(fresh_sqlite()) as town:
        ids = [await town.report(each) for each in (ANNA, TOM)]
        assert await town.write(NADIA, f"/grouper {ids[0]} {ids[1]} clore refusée") == ["bulk-text"]
        await town.write(NADIA, "annuler")
        assert await town.write(NADIA, f"/grouper {ids[0]} {ids[1]} clore transmise") == ["bulk-body"]
        assert (await town.write(NADIA, "girafe"))[0] == "bulk-body-help"
