"""Step 3 of a message: keys and arguments become text for one language and one platform's abilities.

The only place where words are escaped: once, here, for platforms that show HTML. Our own sentences emphasise with
``*asterisks*``; somebody's quoted words cannot. Without buttons the choices are numbered lines, and
:func:`match_choice` reads a number, a label or a word of one back into the choice: the same power for everybody.
"""

import html
import re
from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.i18n import LITERAL_ASTERISK, Words
from bot.outgoing import AsPoll, Card, Choice, Say
from bot.platforms import Abilities, Rendered, RenderedChoice, RenderedPoll
from bot.understanding.global_words import fold

_EMPHASIS = re.compile(r"\*([^*]+)\*")
_NUMBER = re.compile(r"(?:n|n°|no|numero|choix|option)?\s*(\d{1,2})")
LONGEST_LABEL = 8
"""Words: no label has more."""

MOST_WORDS = 4
"""A longer text is a sentence, not a choice."""

TYPO_LENGTH = 5
"""Letters from which on a word is recognised with a typing mistake; "arc" must not be found in "parc"."""

SIMILAR = 85.0


def render(outgoing: Say | Card, lang: str, words: Words, abilities: Abilities) -> Rendered:
    """Write a message.

    Args:
        outgoing: what to say.
        lang: the reader's language.
        words: the sentences.
        abilities: what the platform can show.
    """
    poll = outgoing.as_poll if isinstance(outgoing, Card) and abilities.polls else None
    paragraphs = poll.paragraphs if poll is not None and not poll.closed else outgoing.paragraphs
    lines = [words.write(lang, paragraph) for paragraph in paragraphs]
    labels = [words.write(lang, choice.label) for choice in outgoing.choices]
    buttons = tuple(
        RenderedChoice(_plain(label), choice.action) for label, choice in zip(labels, outgoing.choices, strict=True)
    )
    if isinstance(outgoing, Say) and outgoing.door is not None and abilities.door is not None:
        lines.append(words.text(lang, "door", {"link": abilities.door.format(start=outgoing.door)}))
    if not abilities.buttons:
        lines += [f"{number}. {label}" for number, label in enumerate(labels, 1)]
    # Each apart, for an emphasis may go over the line breaks of quoted words, but not from one sentence to another.
    shown = "\n".join(_html(line) for line in lines) if abilities.html else None
    return Rendered(
        "\n".join(_plain(line) for line in lines),
        shown,
        buttons,
        poll=_poll(poll, lang, words),
        thread=outgoing.thread if isinstance(outgoing, Say) else None,
    )


def _poll(poll: AsPoll | None, lang: str, words: Words) -> RenderedPoll | None:
    if poll is None:
        return None
    return RenderedPoll(_plain(words.write(lang, poll.question)), poll.withdraw, poll.closed)


def match_choice(text: str, choices: Sequence[Choice], lang: str, words: Words) -> Choice | None:
    """Read which choice somebody means: by number, label, or a word that only one label has.

    Returns:
        The choice, or None when it is none of them or could be several.
    """
    wanted = _wanted(text)
    if exact := match_label(text, choices, lang, words):
        return exact
    if not wanted or _NUMBER.fullmatch(wanted) or len(wanted.split()) > MOST_WORDS:
        return None
    labels = _labels(choices, lang, words)
    found = [choice for choice, label in zip(choices, labels, strict=True) if _says(wanted, label)]
    return found[0] if len(found) == 1 else None


def match_label(text: str, choices: Sequence[Choice], lang: str, words: Words) -> Choice | None:
    """Read which choice somebody names exactly, by its number or its whole label: for rooms where people also talk."""
    wanted = _wanted(text)
    if not choices or not wanted:
        return None
    if number := _NUMBER.fullmatch(wanted):
        index = int(number[1]) - 1
        return choices[index] if 0 <= index < len(choices) else None
    if len(wanted.split()) > LONGEST_LABEL:
        return None
    labels = _labels(choices, lang, words)
    return choices[labels.index(wanted)] if wanted in labels else None


def _wanted(text: str) -> str:
    return fold(text).strip(" .!?()°")


def _labels(choices: Sequence[Choice], lang: str, words: Words) -> list[str]:
    return [fold(_plain(words.write(lang, choice.label))) for choice in choices]


def _says(wanted: str, label: str) -> bool:
    """Say whether every word that was written is a word of the label, typing mistakes forgiven in long words."""
    own, said = re.findall(r"[\w']+", label), re.findall(r"[\w']+", wanted)
    return any(len(word) > 2 for word in said) and all(any(_same(word, each) for each in own) for word in said)


def _same(word: str, other: str) -> bool:
    return word == other or (
        min(len(word), len(other)) >= TYPO_LENGTH and fuzz.ratio(word, other, score_cutoff=SIMILAR) > 0
    )


def _plain(written: str) -> str:
    return _emphasised(written, r"\1")


def _html(written: str) -> str:
    return _emphasised(html.escape(written, quote=False), r"<b>\1</b>")


def _emphasised(written: str, emphasis: str) -> str:
    if "*" in written:  # Most sentences have none.
        written = _EMPHASIS.sub(emphasis, written)
    return written.replace(LITERAL_ASTERISK, "*")
