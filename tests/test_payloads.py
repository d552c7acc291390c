"""What is written in a row is read back the same, known or not, and no more is known than is allowed."""

from collections.abc import Iterator

import pytest
from pydantic import TypeAdapter, ValidationError

from bot.outgoing import Quoted, Say
from bot.payloads import KNOWN, Payloads

LOAD = Payloads.load


@pytest.fixture(autouse=True)
def _as_in_the_program(_read_as_after_a_restart: None) -> Iterator[None]:
    """Let what is known be used, unlike in other tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Payloads, "load", LOAD)
        yield


def said(words: str) -> Say:
    return Say((Quoted(words),))


def test_what_was_written_is_not_read_again() -> None:
    payloads = Payloads(TypeAdapter(Say))
    hello = said("bonjour")
    written = payloads.dump(hello)
    assert payloads.load(written) is hello
    assert payloads.read(written) == hello


def test_what_another_process_wrote_is_read_once() -> None:
    written = Payloads(TypeAdapter(Say)).dump(said("bonjour"))
    payloads = Payloads(TypeAdapter(Say))
    assert payloads.known(written) is None
    read = payloads.load(written)
    assert read == said("bonjour")
    assert payloads.load(written) is read


def test_what_cannot_be_read_is_refused_each_time() -> None:
    payloads = Payloads(TypeAdapter(Say))
    for _ in range(2):
        with pytest.raises(ValidationError):
            payloads.load("{}")


def test_the_latest_are_known_and_the_oldest_are_forgotten() -> None:
    payloads = Payloads(TypeAdapter(Say))
    written = [payloads.dump(said(str(number))) for number in range(3 * KNOWN)]
    known = [payloads.known(each) is not None for each in written]
    assert all(known[-KNOWN:])
    assert sum(known) <= 2 * KNOWN
    assert payloads.load(written[0]) == said("0")
