"""Feature: a command that does not exist: the nearest ones are offered, with the words that stood behind it.

Only those are offered that this person may use in this room. In a group that is nobody's team room an unlike command
is another bot's, and is left to it.
"""

from rapidfuzz.distance import OSA

from bot.domain.permissions import Place, Verdict
from bot.handling import Context
from bot.outgoing import Choice, Quoted, text
from bot.rights import allowed, check, place
from bot.sources import may_be_said_again
from bot.understanding.features import plain

MEANT = "meant"
"""Beside the answers of a conversation: the words behind the command that is offered, until it is done."""

MOST = 3
"""Commands that are offered."""

BEGINNING = 3
"""Letters from which on the beginning of a name stands for it."""

SHORT, MIDDLING = 4, 7
"""Letters of names in which one mistake is forgiven, and two; in longer ones three."""


def unknown_command(context: Context) -> None:
    """Offer what may have been meant; else say where to find the commands that there are."""
    written, _, words = context.incoming.text[1:].partition(" ")
    name = plain(written.partition("@")[0])
    meant = nearest(context, name)
    if not meant and place(context) in (Place.COUNCIL, Place.OTHER):
        return
    may_be_said_again(context)
    if not meant:
        context.say(text("command-unknown"))
        return
    behind = words.strip()
    context.conversation.answers[MEANT] = behind
    label = "command-meant-yes" if len(meant) == 1 else "command-named"
    choices = [Choice(text(label, name=Quoted(each)), f"meant {each} {behind}") for each in meant]
    context.say(text("command-meant", count=len(meant), name=Quoted(meant[0])), choices=choices)


def do_meant(context: Context) -> None:
    """A button: what was meant, ``<command> <words>``, once: who presses twice does not answer a citizen twice."""
    name, _, words = context.argument.partition(" ")
    command, answers = context.registry.command(name), context.conversation.answers
    if command is None or answers.get(MEANT) != words:
        context.registry.old_button(context)
        return
    del answers[MEANT]
    context.argument = words
    if check(context, command.permission, command.names[0], command):
        command.run(context)


def nearest(context: Context, written: str) -> list[str]:
    """Give the names of commands that are most like what was written, of those that may be used here."""
    found: dict[str, int] = {}
    for command in context.registry.commands:
        near = {name: _distance(written, name) for name in command.names}
        best = min(near, key=lambda name: near[name])
        if near[best] <= _forgiven(best) and allowed(context, command.permission) is Verdict.YES:
            found[best] = near[best]
    least = min(found.values(), default=0)
    return [name for name, distance in found.items() if distance == least][:MOST]


def _distance(written: str, name: str) -> int:
    is_beginning = len(written) >= BEGINNING and name.startswith(written)
    return 1 if is_beginning else OSA.distance(written, name)


def _forgiven(name: str) -> int:
    return 1 if len(name) <= SHORT else 2 if len(name) <= MIDDLING else 3
