"""The words of requests, kept so that agents find them among a million: which requests have a word, and which words
are spelt nearly like one.

What is stored follows from the requests and their history alone (storage/touched.py): words that are taken back or
erased leave the index in the same transaction.
A million requests have ten million rows of words, so these have no foreign key.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Select, bindparam, delete, select

from bot.domain.request import EventKind
from bot.search.terms import is_near
from bot.search.terms import request_terms as terms_of_request
from bot.search.terms import spellings as spellings_of
from storage.dialect import insert_new, upsert
from storage.json_text import from_text
from storage.straight import write
from storage.tables import events, request_terms, requests, spellings, terms
from storage.touched import AT_ONCE, Touched

FROM_CITIZENS = (
    EventKind.CITIZEN_WROTE,
    EventKind.REOPENED,
    EventKind.CONTESTED,
    EventKind.JOINED,
    EventKind.NEIGHBOUR_WROTE,
)
"""Events whose words a citizen wrote; an agent's notes and answers are not what a request is found by."""

_REQUESTS = select(requests.c.id, requests.c.team, requests.c.words, requests.c.answers).where(
    requests.c.id.in_(bindparam("ids", expanding=True))
)
_ADDED = (
    select(events.c.request_id, events.c.words)
    .where(events.c.request_id.in_(bindparam("ids", expanding=True)), events.c.kind.in_(FROM_CITIZENS))
    .where(events.c.words != "")
    .order_by(events.c.id)
)
_HAD = select(request_terms).where(request_terms.c.request_id.in_(bindparam("ids", expanding=True)))
_KNOWN = select(spellings.c.word).where(spellings.c.word.in_(bindparam("words", expanding=True))).distinct()
_USED = select(terms.c.word).where(terms.c.word.in_(bindparam("words", expanding=True))).distinct()
_REMOVE = delete(terms).where(terms.c.word == bindparam("gone"), terms.c.request_id == bindparam("of"))
_FORGET = delete(request_terms).where(request_terms.c.request_id == bindparam("of"))
_UNLEARN = delete(spellings).where(spellings.c.word == bindparam("gone"))
_ALIKE = select(spellings.c.word, spellings.c.spelling).where(
    spellings.c.spelling.in_(bindparam("spelt", expanding=True))
)


def team_term(team: str) -> str:
    """Give the term that every request of a team has: a look at the index costs less than one at the request."""
    return f"@{team}"


class WordIndex(Touched):
    """The words of requests within one transaction."""

    def near(self, term: str, raw: str, most: int = 3) -> list[str]:
        """Give the words of requests that a word may be a misspelling of, itself left out.

        Args:
            term: the word's stem. raw: as it was typed, in lower case.
            most: how many.
        """
        shared = spellings_of(term, raw)
        if not shared:
            return []
        found = defaultdict[str, set[str]](set)
        for word, spelling in self._connection.execute(_ALIKE, {"spelt": sorted(shared)}):
            found[word].add(spelling)
        alike = [
            (len(shared - by), word)
            for word, by in found.items()
            if word != term and is_near(term, word, raw, any(spelling.startswith("~") for spelling in by))
        ]
        return [word for _apart, word in sorted(alike)[:most]]

    def _write(self, ids: Sequence[int]) -> None:
        had = {row.request_id: set(row.words.split("\n")) for row in self._connection.execute(_HAD, {"ids": ids})}
        has = self._words_now(ids)
        gone = [(word, each) for each in ids for word in had.get(each, set()) - has.get(each, {}).keys()]
        new = [(word, each) for each in ids for word in has.get(each, {}).keys() - had.get(each, set())]
        if gone:
            self._connection.execute(_REMOVE, [{"gone": word, "of": each} for word, each in sorted(gone)])
        if new:
            rows = [{"word": word, "request_id": each} for word, each in sorted(new)]
            write(self._connection, insert_new(self._connection, terms), rows)
        changed = sorted({each for _word, each in (*gone, *new)})
        if kept := [{"request_id": each, "words": "\n".join(has[each])} for each in changed if has.get(each)]:
            write(self._connection, upsert(self._connection, request_terms, ("request_id",)), kept)
        if left := [{"of": each} for each in changed if not has.get(each)]:
            self._connection.execute(_FORGET, left)
        raws = {word: raw for each in changed for word, raw in has.get(each, {}).items()}
        self._learn({word: raws[word] for word, _each in new})
        self._unlearn({word for word, _each in gone})

    def _words_now(self, ids: Sequence[int]) -> dict[int, dict[str, str]]:
        """Work out the words of requests: by request each term, and how it was written."""
        added = defaultdict[int, list[str]](list)
        for request_id, words in self._connection.execute(_ADDED, {"ids": ids}):
            added[request_id].append(words)
        found = dict[int, dict[str, str]]()
        for row in self._connection.execute(_REQUESTS, {"ids": ids}):
            team = team_term(row.team)
            said = terms_of_request((row.words, *added[row.id]), from_text(row.answers).get("place", ""))
            found[row.id] = {team: team, **said}
        return found

    def _learn(self, words: Mapping[str, str]) -> None:
        """Write the spellings of words that nobody has written before."""
        unknown = words.keys() - self._scalars(_KNOWN, words)
        # To work out how a word may be misspelt costs more than to look whether somebody has written it before.
        learnt = {word: spellings_of(word, words[word]) for word in unknown}
        # In one order, so that two transactions that learn the same words wait for each other and do not deadlock.
        rows = [{"word": word, "spelling": spelling} for word in sorted(learnt) for spelling in sorted(learnt[word])]
        if rows:
            self._connection.execute(insert_new(self._connection, spellings), rows)

    def _unlearn(self, words: set[str]) -> None:
        """Forget words that are in no request any more: a name, say, that somebody had erased."""
        # Whoever writes such a word at this very moment finds it, but not its misspellings, until it is written again.
        unused = words - self._scalars(_USED, words)
        if unused:
            self._connection.execute(_UNLEARN, [{"gone": word} for word in sorted(unused)])

    def _scalars(self, query: Select[tuple[str]], words: Iterable[str]) -> set[str]:
        listed, found = sorted(words), set[str]()
        for first in range(0, len(listed), AT_ONCE):
            found.update(self._connection.scalars(query, {"words": listed[first : first + AT_ONCE]}))
        return found
