"""What is built from stored records is built once for each version of them."""

from collections.abc import Sequence

import pytest

from bot.live import Live
from bot.search.index import Directory
from bot.search.records import Association

JUDO = Association("A1", "JUDO CLUB")
CHESS = Association("A2", "LES ÉCHECS")


class Store:
    """Stored associations that count how often they are loaded."""

    def __init__(self, *stored: Association) -> None:
        self.stored: Sequence[Association] = stored
        self.loaded = 0

    def load(self) -> Sequence[Association]:
        self.loaded += 1
        return self.stored


def test_it_is_built_when_it_is_first_needed() -> None:
    store = Store(JUDO)
    live = Live(Directory)
    assert store.loaded == 0
    assert live.at("1", store.load).search("judo club").confident
    assert store.loaded == 1


def test_it_is_kept_while_the_version_stays() -> None:
    store = Store(JUDO)
    live = Live(Directory)
    first = live.at("1", store.load)
    store.stored = (JUDO, CHESS)
    assert live.at("1", store.load) is first
    assert (store.loaded, len(first)) == (1, 1)


def test_it_is_built_again_when_the_version_changes() -> None:
    store = Store(JUDO)
    live = Live(Directory)
    first = live.at("1", store.load)
    store.stored = (JUDO, CHESS)
    second = live.at("2", store.load)
    assert (len(first), len(second), store.loaded) == (1, 2, 2)
    assert second.search("les échecs").confident
    assert not first.search("les échecs").confident, "Who still holds the old one is not disturbed"


def test_an_empty_version_is_one_too() -> None:
    store = Store()
    live = Live(Directory)
    assert len(live.at("", store.load)) == len(live.at("", store.load)) == 0
    assert store.loaded == 1


def test_a_load_that_fails_changes_nothing_and_is_tried_again() -> None:
    store = Store(JUDO)
    live = Live(Directory)
    first = live.at("1", store.load)

    def broken() -> Sequence[Association]:
        raise OSError("the database is away")

    with pytest.raises(OSError, match="away"):
        live.at("2", broken)
    assert live.at("1", store.load) is first
    assert live.at("2", store.load) is not first
