"""Both ways, on Matrix: polls of the room's own (MSC3381), as content to send and as votes to read. Pure.

What Element sends and shows is the unstable form; the stable one is read too. People's clients hide the votes until the
end, so that nobody follows the crowd, but each vote is an event in the room, with its author's name.
"""

from collections.abc import Sequence
from typing import Any

from bot.platforms import RenderedChoice, RenderedPoll
from bot.platforms.matrix.events import Event, mapping

UNSTABLE, STABLE = "org.matrix.msc3381.poll", "m.poll"
START, END = f"{UNSTABLE}.start", f"{UNSTABLE}.end"
STARTS = frozenset({START, f"{STABLE}.start"})
VOTES = frozenset({f"{UNSTABLE}.response", f"{STABLE}.response"})
REFERENCE = "m.reference"

_TEXT = "org.matrix.msc1767.text"


def started(poll: RenderedPoll, choices: Sequence[RenderedChoice]) -> dict[str, Any]:
    """Give the content of the event that opens a poll; the id of an answer is its number."""
    options = [{"id": str(number), _TEXT: choice.label} for number, choice in enumerate(choices, 1)]
    lines = [poll.question, *(f"{number}. {choice.label}" for number, choice in enumerate(choices, 1))]
    shown = {"kind": f"{UNSTABLE}.undisclosed", "max_selections": 1, "question": {_TEXT: poll.question}}
    return {START: {**shown, "answers": options}, _TEXT: "\n".join(lines)}


def ended(event_id: str, result: str) -> dict[str, Any]:
    """Give the content of the event that ends a poll.

    Args:
        event_id: that opened it.
        result: in words, for who does not see the poll itself.
    """
    return {"m.relates_to": {"rel_type": REFERENCE, "event_id": event_id}, END: {}, _TEXT: result}


def voted(event: Event, actions: Sequence[str], withdraw: str) -> str:
    """Read a vote.

    Args:
        event: of one of the types in :data:`VOTES`.
        actions: those of the poll's answers, in their order.
        withdraw: the action of a vote that is for none of them. One that cannot be read is such a vote too: what its
            author had voted for before does not count any more (MSC3381, "spoiled" votes).

    Returns:
        An action.
    """
    chosen = event.content.get("m.selections", mapping(event.content, f"{UNSTABLE}.response").get("answers"))
    first = chosen[0] if isinstance(chosen, list) and chosen else None
    by_id = {str(number): action for number, action in enumerate(actions, 1)}
    return by_id.get(first, withdraw) if isinstance(first, str) else withdraw
