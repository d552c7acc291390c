"""Step 2 of a message, shared by all flows: which message gave what, the files that came with it, what is put aside.

The conversation keeps, by the receipt of a message, what it gave to each question (``Conversation.sources``), so that
an edit of it is followed (handlers/edits.py). The names beside those of questions are the constants below.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.attachments import objection
from bot.handling import Context
from bot.incoming import Words
from bot.outgoing import text

FILES = "photo"
"""The answer that holds the references of files, one a line: of photos, and of documents too."""

SAID = "words"
"""The answer that holds what it is all about; several messages may have a part in it, a line each."""

HELD = "held"
"""In sources: the part of a message in the words that are held."""

BEFORE = "before"
"""Words that nobody understood, written before those that a draft is of: beside its answers, and in sources a part."""

HELD_FILES = "held_files"
"""Beside the answers: files that came with words that are held, or alone, while it is not clear what they belong to."""

DIGEST = "digest"
"""In sources: of the whole message, to tell whether an edit of it changes anything."""

CONTENTS = "contents"
"""In sources: the platform's names of the contents of its files, one a line."""

AGAIN = "again"
"""In sources: an edit of the message is as good as a new one, for nothing could be made of it, or it was a search."""

LATER = "later"
"""In sources: what a message of which something was made already (a request, an answer) says since it was edited."""

SPLIT = "split"
"""In sources: words that have become several drafts (handlers/several.py), so an edit of them changes none."""

VOTE = "vote"
"""In sources: the poll in which a message was a vote."""

MOST_SOURCES = 50
"""Messages remembered; nobody edits what was said before so many others."""


HALF = 32
"""Hexadecimal digits of a digest that are of the words; the others are of the files."""


def digest_of(words: Words) -> str:
    """Give what is the same for two versions of a message that say and show the same: two halves, words and files."""
    shown = "\n".join(each.content or each.file_id for each in words.attachments if each.receipt is None)
    return "".join(hashlib.sha256(each.encode()).hexdigest()[:HALF] for each in (words.text.strip(), shown))


def note_source(context: Context, **gave: str) -> None:
    """Note what the message being handled has given, by question; a button is no message."""
    incoming, sources = context.incoming, context.conversation.sources
    if incoming.receipt is None or not isinstance(incoming.content, Words):
        return
    sources.setdefault(incoming.receipt, {}).update({**gave, DIGEST: digest_of(incoming.content)})
    while len(sources) > MOST_SOURCES:
        del sources[next(iter(sources))]


def may_be_said_again(context: Context) -> None:
    """Note that an edit of the message being handled is as good as a new one, until something else is said."""
    note_source(context, **{AGAIN: "yes"})


def forget_what_may_be_said_again(context: Context) -> None:
    """Forget which message that was: something else was said or chosen since."""
    sources = context.conversation.sources
    for receipt, gave in list(sources.items()):
        if gave.pop(AGAIN, None) and set(gave) == {DIGEST}:
            del sources[receipt]


def held_sources(context: Context) -> dict[str, dict[str, str]]:
    """Give the messages whose words or files are put aside."""
    files = set(filter(None, held_files(context).split("\n")))
    return {
        receipt: gave
        for receipt, gave in context.conversation.sources.items()
        if HELD in gave or files.intersection(gave.get(FILES, "").split("\n"))
    }


def give_held(context: Context, question: str, value: str) -> None:
    """Note that the words that were put aside have answered a question."""
    for gave in held_sources(context).values():
        if gave.pop(HELD, None):
            gave[question] = value


def digests(sources: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Give the digests of the messages that gave something to the flow, by receipt; of what is put aside none."""
    return {
        receipt: gave[DIGEST]
        for receipt, gave in sources.items()
        if gave.keys().isdisjoint((HELD, BEFORE, LATER, AGAIN))
    }


def as_said(sources: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Turn what messages gave into what they give to a request: words that were held are its words."""
    names = {SAID: SAID, HELD: SAID, FILES: FILES, CONTENTS: CONTENTS, DIGEST: DIGEST}
    return {
        receipt: {names[name]: value for name, value in gave.items() if name in names}
        for receipt, gave in sources.items()
    }


def as_before(sources: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """Turn what messages gave into parts of the words that are only written before a draft."""
    return {receipt: {BEFORE: gave[HELD], DIGEST: gave[DIGEST]} for receipt, gave in sources.items() if HELD in gave}


def accept_files(context: Context) -> None:
    """Look at the files of a message: those that can be shown are given, of the others it is said at once why not."""
    words = context.incoming.content
    if not isinstance(words, Words):
        return
    files = [each for each in words.attachments if each.kind != "unreadable"]
    objections = {file: objection(file) for file in files}
    platform = context.incoming.address.platform
    context.given = tuple(f"{platform}:{file.file_id}" for file in files if objections[file] is None)
    for why in dict.fromkeys(filter(None, objections.values())):
        context.say(text("file-refused", why=why.value))


def keep_files(context: Context) -> None:
    """Put the files of a message among the answers of the flow."""
    if context.given:
        answers = context.conversation.answers
        answers[FILES] = lines(answers.get(FILES, ""), *_take(context))


def hold(context: Context, words: str) -> None:
    """Put words aside, and the files that came with them."""
    context.conversation.held = words or None
    if context.incoming.text:
        note_source(context, **{HELD: context.incoming.text})
    hold_files(context)


def hold_files(context: Context) -> None:
    """Put the files of a message aside, with those that were put aside just before; those of long ago are let go."""
    kept, answers = fresh_files(context), context.conversation.answers
    answers.pop(HELD_FILES, None)
    if found := lines(kept, *_take(context)):
        answers[HELD_FILES] = found


def held_files(context: Context) -> str:
    """Give the files that are put aside, for whoever says what is to be done with them."""
    return context.conversation.answers.get(HELD_FILES, "")


def fresh_files(context: Context) -> str:
    """Give the files that were put aside just now; those of long ago belong to nothing that is said now."""
    fresh = context.now - context.conversation.updated_at <= context.city.settings.drafts.resume_after
    return held_files(context) if fresh else ""


def files_so_far(context: Context, held: str) -> dict[str, str]:
    """Give the files of the draft, some that were held and those of this message, as an answer; none without any."""
    found = lines(context.conversation.answers.get(FILES, ""), held, *context.given)
    context.given = ()
    return {FILES: found} if found else {}


def note_files(context: Context, references: Iterable[str]) -> None:
    """Note in which message each of these files came, if they are of the message being handled."""
    words, wanted = context.incoming.content, set(references)
    if context.incoming.receipt is None or not isinstance(words, Words):
        return
    for each in words.attachments:
        reference = f"{context.incoming.address.platform}:{each.file_id}"
        if reference in wanted:
            gave = context.conversation.sources.setdefault(each.receipt or context.incoming.receipt, {})
            gave[FILES] = lines(gave.get(FILES, ""), reference)
            gave[CONTENTS] = lines(gave.get(CONTENTS, ""), each.content or each.file_id)
            gave.setdefault(DIGEST, digest_of(Words("", (replace(each, receipt=None),))))


def without_lines(text: str, taken: str) -> str:
    """Take lines out of what is kept a line each."""
    return lines(*(each for each in text.split("\n") if each not in taken.split("\n")))


def lines(*parts: str) -> str:
    """Join what is kept a line each; nothing stands there twice."""
    return "\n".join(dict.fromkeys(line for part in parts if part for line in part.split("\n")))


def _take(context: Context) -> tuple[str, ...]:
    given, context.given = context.given, ()
    note_files(context, given)
    return given
