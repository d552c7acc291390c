"""Templates, as they are stored, on SQLite and PostgreSQL."""

from dataclasses import replace

import pytest

from storage.database import Database
from storage.templates import ANY, Template

LAMP = Template("street_lighting", "repare", "Réparé", "C'est réparé.", "fake:nadia")
WAIT = replace(LAMP, key="attente", name="Attente", state="asked")
TREE = replace(LAMP, key="arbre", name="Arbre", category="green_spaces")
ROADS = replace(LAMP, team="roads")


def add(database: Database, *templates: Template) -> list[int | None]:
    return [database.run_here(lambda uow, each=each: uow.templates.add(each)) for each in templates]  # type: ignore[misc]  # mypy infers no defaults of lambdas.


def fitting(database: Database, category: str, state: str, most: int = 9) -> list[str]:
    found = database.run_here(lambda uow: uow.templates.fitting("street_lighting", category, state, most))
    return [each.name for each in found]


def test_a_template_comes_back_as_it_was_kept(database: Database) -> None:
    (kept,) = add(database, LAMP)
    assert kept is not None
    assert database.run_here(lambda uow: uow.templates.get(kept)) == replace(LAMP, id=kept)
    assert database.run_here(lambda uow: uow.templates.get(kept + 1)) is None


def test_a_name_is_there_once_in_a_team(database: Database) -> None:
    first, second, elsewhere = add(database, LAMP, replace(LAMP, name="REPARE", body="autre"), ROADS)
    assert first is not None
    assert elsewhere is not None
    assert second is None
    assert database.run_here(lambda uow: uow.templates.count("street_lighting")) == 1
    both = database.run_here(lambda uow: uow.templates.named(["street_lighting", "roads"], "repare"))
    assert [each.team for each in both] == ["roads", "street_lighting"]
    assert database.run_here(lambda uow: uow.templates.named([], "repare")) == []


@pytest.mark.parametrize(
    ("category", "state", "names"),
    [
        ("street_lighting", "new", ["Réparé"]),
        ("street_lighting", "asked", ["Attente", "Réparé"]),
        ("green_spaces", "new", ["Arbre", "Réparé"]),
        ("green_spaces", "asked", ["Arbre", "Attente", "Réparé"]),
    ],
)
def test_what_fits_a_subject_and_a_state(database: Database, category: str, state: str, names: list[str]) -> None:
    add(database, LAMP, WAIT, TREE, ROADS)
    assert fitting(database, category, state) == names


def test_those_used_most_come_first(database: Database) -> None:
    kept, _wait, _tree = add(database, LAMP, WAIT, TREE)
    assert kept is not None
    assert fitting(database, "green_spaces", "asked", 2) == ["Arbre", "Attente"]
    for _ in range(2):
        database.run_here(lambda uow: uow.templates.used(kept))
    assert fitting(database, "green_spaces", "asked", 2) == ["Réparé", "Arbre"]
    listed = database.run_here(lambda uow: uow.templates.of(["street_lighting"]))
    assert [(each.name, each.uses) for each in listed] == [("Réparé", 2), ("Arbre", 0), ("Attente", 0)]


def test_changing_and_removing_concern_one(database: Database) -> None:
    kept, other = add(database, LAMP, WAIT)
    assert kept is not None
    assert other is not None
    database.run_here(lambda uow: uow.templates.change(kept, body="Voilà.", category="street_lighting", state="new"))
    assert fitting(database, "roads", "new") == []
    database.run_here(lambda uow: uow.templates.change(kept, category=ANY))
    assert fitting(database, "roads", "new") == ["Réparé"]
    database.run_here(lambda uow: uow.templates.remove(kept))
    assert [each.id for each in database.run_here(lambda uow: uow.templates.of(["street_lighting"]))] == [other]
