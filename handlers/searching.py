"""Feature: /chercher, any request of an agent's teams: by number, words, street, subject, state and dates in one line.

What was understood is said in one line. Where nothing has all of it, one thing is left out, and that is said, too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain import reference
from bot.domain.reference import Misread, Reference
from bot.domain.request import Status
from bot.handling import Context
from bot.incoming import Room
from bot.outgoing import Choice, Moment, Quoted, Text, text
from bot.search.terms import terms_of
from handlers import bulk, cards, desk, viewing
from handlers.asking_for import LATE, LONGEST_LINE, STATES, AskedFor, Dates, near_state, read_line
from handlers.categories import CATEGORIES
from handlers.queue import A_PAGE
from storage.searching import Listed, Part, Wanted

MOST = 200
"""Requests of one search that can be looked through; who has more asks for less."""


def find(context: Context) -> None:
    """/chercher and a number, or a line that says what is looked for."""
    line = context.argument.strip()
    if not line:
        context.say(text("find-what"))
        return
    read = reference.parse(line)
    if (isinstance(read, Reference) and _is_one(context, read)) or (
        isinstance(read, Misread) and read.start == 0 and read.end == len(line)
    ):
        viewing.show(context)
    else:
        _answer(context, line[:LONGEST_LINE], 0)


def more(context: Context) -> None:
    """A button: the next page of a search, ``<first> <line>``."""
    first, _, line = context.argument.partition(" ")
    _answer(context, line, reference.whole(first) or 0)


def _is_one(context: Context, read: Reference) -> bool:
    """Tell a number from words that happen to look like one."""
    return read.prefixed or context.uow.requests.get(read.serial) is not None


def _answer(context: Context, line: str, first: int) -> None:
    now = context.now.astimezone(context.city.zone)
    asked = read_line(line, context.person.lang, now, context.gazetteer(), _labels(context))
    if not asked:
        context.say(text("find-nothing", words=Quoted(line)))
        return
    parts = _parts(context, asked)
    left_out, cut, listed = None, False, _search(context, asked, parts)
    meant = () if listed.ids else _states_meant(line, asked)
    if not listed.ids:
        cut = listed.cut
        left_out, asked, listed = _with_less(context, asked, parts)
    if not listed.ids:
        context.say(text("find-nothing", words=Quoted(line)), choices=meant)
        return
    if left_out is not None:
        context.say(text("find-without", left=left_out, cut="yes" if cut else "no"))
    many = "many" if listed.cut and len(listed.ids) >= MOST else "cut" if listed.cut else "all"
    ids = listed.ids[first : first + A_PAGE]
    last = first + len(ids)
    counts = {"count": len(listed.ids), "first": first + 1, "last": last}
    context.say(text("find-title", what=_one_line(_told(asked)), many=many, **counts), *cards.lines(context, ids))
    more = (Choice(text("list-more"), f"found {last} {line}"),) if listed.ids[last:] else ()
    context.say(choices=(*meant, *more, *bulk.all_of(ids)))


def _states_meant(line: str, asked: AskedFor) -> tuple[Choice, ...]:
    """Offer the search with the word for a state in the place of one that may be that word mistyped."""
    near = [(raw, state) for _stem, raw in asked.words if (state := near_state(raw))]
    return tuple(
        Choice(text("find-state-meant", state=Quoted(state)), f"found 0 {line.replace(raw, state)}")
        for raw, state in near
    )


def _with_less(
    context: Context, asked: AskedFor, parts: Mapping[str, Part]
) -> tuple[Text | Quoted | None, AskedFor, Listed]:
    """Leave one thing out, the one that matters least first, until something is found."""
    for left_out, less in _less(asked):
        if less and (listed := _search(context, less, parts, briefly=True)).ids:
            return left_out, less, listed
    return None, asked, Listed()


def _less(asked: AskedFor) -> Iterator[tuple[Text | Quoted, AskedFor]]:
    if asked.dates:
        yield _dates_told(asked.dates), replace(asked, dates=None)
    if asked.states:
        yield _one_line([_state_told(each) for each in asked.states]), replace(asked, states=())
    for word in reversed(asked.words):
        yield _word_told(word[1]), replace(asked, words=tuple(each for each in asked.words if each != word))
    for street in reversed(asked.streets):
        yield Quoted(street.shown), replace(asked, streets=tuple(each for each in asked.streets if each != street))
    if asked.categories:
        yield _one_line([text(f"category-{each}") for each in asked.categories]), replace(asked, categories=())


def _search(context: Context, asked: AskedFor, parts: Mapping[str, Part], *, briefly: bool = False) -> Listed:
    streets = tuple(Part(street.terms, street.words) for street in asked.streets)
    # "En retard" alone stands for every status in which the clock runs; "nouveau, en retard" for one of them.
    states = [each for each in asked.states if each != LATE] or asked.states
    wanted = Wanted(
        teams=desk.teams_seen_here(context),
        parts=(*(parts[stem] for stem, _raw in asked.words), *streets),
        categories=asked.categories,
        statuses=frozenset[Status]().union(*(STATES[each] for each in states)),
        late_at=context.now if LATE in asked.states else None,
        since=asked.dates.since if asked.dates else None,
        before=asked.dates.before if asked.dates else None,
        confidential=context.incoming.room is not Room.GROUP,
    )
    return context.uow.searching.find(wanted, MOST, briefly=briefly)


def _parts(context: Context, asked: AskedFor) -> dict[str, Part]:
    """Give what may stand for each word: its misspellings, and the subjects that are called so."""
    labels, near = _by_word(context), context.uow.searching.near
    return {stem: Part((stem,), near(stem, raw), tuple(labels.get(stem, ()))) for stem, raw in asked.words}


def _labels(context: Context) -> dict[str, list[str]]:
    """Give the names of each subject in every language of the city."""
    wording, languages = context.city.wording, context.city.settings.city.languages
    return {name: [wording.text(lang, f"category-{name}") for lang in languages] for name in CATEGORIES}


def _by_word(context: Context) -> dict[str, list[str]]:
    """Give the subjects in whose name a word stands."""
    found = dict[str, list[str]]()
    for name, written in _labels(context).items():
        for word in terms_of(" ".join(written)):
            found.setdefault(word, []).append(name)
    return found


def _told(asked: AskedFor) -> list[Text | Quoted]:
    """Say what was understood, part by part."""
    told: list[Text | Quoted] = [text(f"category-{each}") for each in asked.categories]
    told += [_word_told(raw) for _stem, raw in asked.words]
    told += [Quoted(street.shown) for street in asked.streets]
    told += [_state_told(each) for each in asked.states]
    return [*told, _dates_told(asked.dates)] if asked.dates else told


def _one_line(told: Sequence[Text | Quoted]) -> Text | Quoted:
    *before, line = told
    for each in reversed(before):
        line = text("find-and", one=each, others=line)
    return line


def _word_told(raw: str) -> Text:
    return text("find-word", word=Quoted(raw))


def _state_told(state: str) -> Text:
    return text("find-state", state=state)


def _dates_told(dates: Dates) -> Text:
    """Say on or between which days it came in."""
    match dates.since, dates.last:
        case since, last if since and last:
            if dates.is_one:
                return text("find-on", on=Moment(since, "date"))
            return text("find-between", since=Moment(since, "date"), until=Moment(last, "date"))
        case None, last if last:
            return text("find-until", until=Moment(last, "date"))
        case since, _:
            return text("find-since", since=Moment(since, "date") if since else "")
