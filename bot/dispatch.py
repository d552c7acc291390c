"""Step 2 of a message: takes what waits in natural batches, understands it, handles each, commits once.

An idle bot answers at once; a busy one gets cheaper per message, because a batch shares one pass of the sentence
encoder, one look at what was said before, and one commit. Whatever is decided about a message is committed together:
answers, requests, outbox rows, and the inbox row as done. A handler that raises leaves a dead row with its traceback,
an apology, and nothing else: the batch is taken back and handled anew, each message in a savepoint of its own. When
what a batch shares fails (understanding, a write), its messages are handled one by one, and only one is dead.
"""

import traceback
from collections.abc import Callable, Sequence
from dataclasses import astuple, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.clock import Clock
from bot.handling import City, Context
from bot.incoming import Incoming, Room, Words
from bot.outgoing import Say, text
from bot.routing import Routing, behind_command
from bot.thinking import Thinking
from bot.understanding import Understanding
from storage.conversations import Conversation
from storage.database import Database
from storage.inbox import InboxRow
from storage.outbox import Message
from storage.unit_of_work import UnitOfWork

BATCH = 64
"""Messages handled in one transaction, at most; measured as the point where a larger batch gains nothing more."""

A_MOMENT = timedelta(seconds=2)
"""After which people who write no longer have to wait for their turn, if no full batch has been seen since."""

log = structlog.get_logger()


class Dispatch:
    """The second step.

    Args:
        database: where the inbox is.
        thinking: understands texts in batches.
        city: configuration, wording, roster and registry.
        routing: finds the handler.
        clock: the only source of time.
        announce: called after a commit, so that delivery looks at once.
    """

    def __init__(
        self,
        database: Database,
        thinking: Thinking,
        city: City,
        routing: Routing,
        clock: Clock,
        announce: Callable[[], None],
    ) -> None:
        self._database = database
        self._thinking = thinking
        self._city = city
        self._routing = routing
        self._clock = clock
        self._announce = announce
        self._was_behind: datetime | None = None

    @property
    def is_behind(self) -> bool:
        """Whether as many messages as one batch takes have waited at once, now or a moment ago."""
        return self._was_behind is not None and self._clock.now() - self._was_behind < A_MOMENT

    async def drain(self) -> int:
        """Handle everything that waits.

        Returns:
            How many messages were handled.

        Raises:
            storage.database.Unavailable: the database takes nothing now; the messages still wait.
        """
        total = 0
        while handled := await self._batch():
            total += handled
            self._announce()
        return total

    async def _batch(self) -> int:
        waiting = await self._database.run(lambda uow: uow.inbox.waiting(BATCH))
        if len(waiting) == BATCH:
            self._was_behind = self._clock.now()
        if not waiting:
            return 0
        try:
            return await self._work_on(waiting)
        except Exception as error:
            if not self._database.is_bug(error):
                raise
            log.exception("batch_failed", messages=len(waiting))
            return await self._one_by_one(waiting)

    async def _one_by_one(self, rows: Sequence[InboxRow]) -> int:
        for row in rows:
            try:
                await self._work_on([row])
            except Exception as error:
                if not self._database.is_bug(error):
                    raise
                log.exception("message_failed", inbox_id=row.id)
                await self._database.run(partial(self._bury, row, traceback.format_exc()))
        return len(rows)

    async def _work_on(self, rows: Sequence[InboxRow]) -> int:
        understood = await self._understand(rows)
        try:
            return await self._database.run(partial(self._handle, rows, understood, careful=False))
        except Exception as error:
            if not self._database.is_bug(error):
                raise
        return await self._database.run(partial(self._handle, rows, understood, careful=True))

    async def _understand(self, rows: Sequence[InboxRow]) -> dict[int, Understanding | None]:
        understood: dict[int, Understanding | None] = {row.id: None for row in rows}
        wanted = {row.id: words for row in rows if (words := self._to_understand(row.incoming))}
        if wanted:
            results = await self._thinking.understand(list(wanted.values()))
            understood |= dict(zip(wanted, results, strict=True))
        return understood

    def _to_understand(self, incoming: Incoming) -> str:
        """Give the words of a message that the classifier has to look at; "" if it need not."""
        content = incoming.content
        if not isinstance(content, Words):
            return ""
        if incoming.room is Room.PRIVATE and self._routing.needs_understanding(content):
            return incoming.text
        return behind_command(incoming.text, self._city.registry)

    def _handle(
        self, seen: Sequence[InboxRow], understood: dict[int, Understanding | None], uow: UnitOfWork, *, careful: bool
    ) -> int:
        """Handle those messages of a batch that are still there.

        ``careful``: a handler may raise, and only its own message is taken back; else everything is.
        """
        now = self._clock.now()
        rows = [row for row in uow.inbox.claim(BATCH, seen) if row.id in understood]
        if not rows:
            return 0
        people = uow.people.of([row.incoming.account for row in rows], self._city.lang, now)
        keys = [row.incoming.conversation_key for row in rows]
        conversations = uow.conversations.find(keys)
        uow.outbox.foresee(keys)
        uow.requests.foresee(person.id for person in people.values())
        done: list[int] = []
        changed: list[Conversation] = []
        for row in rows:
            person = people[str(row.incoming.account)]
            conversation = conversations.get(row.incoming.conversation_key) or Conversation(
                row.incoming.conversation_key, row.incoming.address, person.id, now
            )
            conversation.person_id = person.id
            context = Context(self._city, row.incoming, person, conversation, uow, now, understood[row.id])
            if not careful:
                self._route(context)
            if not careful or self._handle_one(context, row.id):
                done.append(row.id)
                conversation.updated_at = now
                changed.append(conversation)
        uow.conversations.save(changed)
        uow.inbox.done(done)
        return len(rows)

    def _route(self, context: Context) -> None:
        self._routing.route(context)
        if not context.paragraphs and not _may_be_silent(context.incoming):
            raise Silence(context.incoming.event_id)
        context.flush()

    def _handle_one(self, context: Context, row_id: int) -> bool:
        before = replace(context.person)
        try:
            with context.uow.savepoint():
                self._route(context)
        except Exception as error:
            if not self._database.is_bug(error):
                raise
            log.exception("handler_failed", inbox_id=row_id, flow=context.conversation.flow)
            # In place, for the same person may have written in another room of this batch.
            context.person.id, context.person.lang, context.person.lang_chosen = astuple(before)
            context.paragraphs, context.choices, context.files = [], (), ()
            context.uow.inbox.dead(row_id, traceback.format_exc())
            self._city.registry.sorry(context)
            context.flush()
            return False
        return True

    def _bury(self, row: InboxRow, why: str, uow: UnitOfWork) -> None:
        """Give a message up that cannot even be begun; its author is told, in the city's language."""
        uow.inbox.dead(row.id, why)
        if row.incoming.room is Room.PRIVATE:
            sorry = Say((text("sorry", phone=self._city.settings.city.phone),))
            uow.outbox.add(Message(row.incoming.address, self._city.lang, sorry), self._clock.now())


def _may_be_silent(incoming: Incoming) -> bool:
    """Say whether silence may be right: in a group, and after the edit of a message that concerns nothing any more."""
    content = incoming.content
    return incoming.room is Room.GROUP or (isinstance(content, Words) and content.edits is not None)


class Silence(Exception):
    """A handler said nothing to somebody in a private chat, which is a bug: nobody is left without an answer."""
