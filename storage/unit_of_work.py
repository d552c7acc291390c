"""One transaction and everything that can be read and written in it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from storage.associations import Associations
from storage.callers import Callers
from storage.conversations import Conversations
from storage.files import Files
from storage.followers import Followers
from storage.held import Held
from storage.inbox import Inbox
from storage.lessons import Lessons
from storage.linking import Linking
from storage.losses import Losses
from storage.marks import Marks
from storage.meanings import Meanings
from storage.members import Members
from storage.notes import Notes
from storage.origins import Origins
from storage.outbox import Outbox
from storage.people import People
from storage.personal_data import PersonalData
from storage.places import Places
from storage.polls import Polls
from storage.requests import Requests
from storage.results import Results
from storage.searching import Searching
from storage.spots import Spots
from storage.stale_cards import StaleCards
from storage.templates import Templates
from storage.words import WordIndex
from storage.writers import Writers


class UnitOfWork:
    """The repositories of one transaction. Leaving it with an exception takes everything back."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.inbox = Inbox(connection)
        self.outbox = Outbox(connection)
        self.losses = Losses(connection)
        self.stale_cards = StaleCards(connection)
        self.people = People(connection)
        self.linking = Linking(connection)
        self.lessons = Lessons(connection)
        self.conversations = Conversations(connection)
        self.words = WordIndex(connection)
        self.spots = Spots(connection)
        self.requests = Requests(connection, self.words, self.spots)
        self.results = Results(connection)
        self.searching = Searching(connection, self.words)
        self.followers = Followers(connection)
        self.callers = Callers(connection)
        self.members = Members(connection)
        self.meanings = Meanings(connection)
        self.templates = Templates(connection)
        self.associations = Associations(connection)
        self.places = Places(connection)
        self.polls = Polls(connection)
        self.marks = Marks(connection)
        self.notes = Notes(connection)
        self.files = Files(connection)
        self.held = Held(connection)
        self.writers = Writers(connection)
        self.origins = Origins(connection)
        self.personal_data = PersonalData(connection, self.words)
        self._after_commit: list[Callable[[], None]] = []
        self._depth = 0

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Take back what is done inside, and only that, when it raises; the exception goes on."""
        # Said in plain SQL, the same on both databases: SQLAlchemy's own costs several times as much a message.
        mark, name = self.outbox.mark(), f"savepoint_{self._depth}"
        self.connection.exec_driver_sql(f"SAVEPOINT {name}")
        self._depth += 1
        try:
            yield
            self.connection.exec_driver_sql(f"RELEASE SAVEPOINT {name}")
        except BaseException as error:
            self.outbox.rewind(mark)
            self._take_back(name, error)
            raise
        finally:
            self._depth -= 1

    def _take_back(self, name: str, why: BaseException) -> None:
        try:
            self.connection.exec_driver_sql(f"ROLLBACK TO SAVEPOINT {name}")
            self.connection.exec_driver_sql(f"RELEASE SAVEPOINT {name}")
        except SQLAlchemyError:
            # A full disk or a lost connection has taken everything back already, and the first error says so.
            if not isinstance(why, DBAPIError):
                raise

    def flush(self) -> None:
        """Write what was gathered; the last thing before the commit."""
        self.outbox.flush()
        self.words.flush()
        self.spots.flush()
        self.meanings.flush()

    def after_commit(self, forget: Callable[[], None]) -> None:
        """Register what the process may forget once the transaction is safe; never an effect on the world."""
        self._after_commit.append(forget)

    def committed(self) -> None:
        """Tell that the transaction is safe."""
        for forget in self._after_commit:
            forget()
