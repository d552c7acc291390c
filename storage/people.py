"""Who the bot talks to: a person, and the accounts by which platforms know them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from bot.incoming import Account
from storage.dialect import insert_new
from storage.straight import ask
from storage.tables import accounts, people, signatures

_FIND = (
    select(
        accounts.c.platform, accounts.c.account_id, accounts.c.name, people.c.id, people.c.lang, people.c.lang_chosen
    )
    .join(people, people.c.id == accounts.c.person_id)
    .where(
        accounts.c.platform == bindparam("platform"), accounts.c.account_id.in_(bindparam("accounts", expanding=True))
    )
)


_SIGNATURE = select(signatures.c.name).where(signatures.c.person_id == bindparam("whose"))


@dataclass(slots=True)
class Person:
    """Somebody who has written to the bot; ``lang_chosen``: they said which language they want."""

    id: int
    lang: str
    lang_chosen: bool


class People:
    """People and accounts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, wanted: Iterable[Account], lang: str, now: datetime) -> dict[str, Person]:
        """Give the person behind each account, made on first contact; by ``str(account)``.

        Args:
            wanted: accounts as they came with messages; a changed display name is kept.
            lang: language of somebody new until they show or choose another.
            now: moment of first contact.
        """
        by_key = {str(account): account for account in wanted}
        found: dict[str, Person] = {}
        for row in self._find((account.platform, account.account_id) for account in by_key.values()):
            key = f"{row.platform}:{row.account_id}"
            found[key] = Person(row.id, row.lang, row.lang_chosen)
            if by_key[key].name and by_key[key].name != row.name:
                self._rename(by_key[key])
        for key, account in by_key.items():
            if key not in found:
                found[key] = self._add(account, lang, now)
        return found

    def language(self, person_id: int) -> str:
        """Give somebody's language."""
        lang: str = self._connection.execute(select(people.c.lang).where(people.c.id == person_id)).scalar_one()
        return lang

    def language_of(self, account: Account) -> str | None:
        """Give the language of whoever has an account; None if they have never written."""
        found: str | None = self._connection.scalar(
            select(people.c.lang)
            .join(accounts, accounts.c.person_id == people.c.id)
            .where(accounts.c.platform == account.platform, accounts.c.account_id == account.account_id)
        )
        return found

    def names(self, wanted: Iterable[str]) -> dict[str, str]:
        """Give the display names of accounts (``telegram:4242``) that have one; what is no account is left out."""
        rows = self._find(each.split(":", 1) for each in wanted if ":" in each)
        return {f"{row.platform}:{row.account_id}": row.name for row in rows if row.name}

    def signature(self, person_id: int) -> str:
        """Give the name with which an agent answers citizens; "" if only the service's is read."""
        signed: str | None = self._connection.scalar(_SIGNATURE, {"whose": person_id})
        return signed or ""

    def sign(self, person_id: int, name: str) -> None:
        """Answer citizens with a name from now on, or with "" as the service only."""
        self._connection.execute(delete(signatures).where(signatures.c.person_id == person_id))
        if name:
            self._connection.execute(insert(signatures).values(person_id=person_id, name=name))

    def choose_language(self, person: Person, lang: str, *, chosen: bool) -> None:
        """Speak another language to somebody from now on."""
        person.lang, person.lang_chosen = lang, chosen
        self._connection.execute(update(people).where(people.c.id == person.id).values(lang=lang, lang_chosen=chosen))

    def _find(self, wanted: Iterable[Sequence[str]]) -> list[Any]:
        """Give the accounts that are known among those wanted, by platform and id, each with its person."""
        by_platform: dict[str, list[str]] = {}
        for platform, account_id in wanted:
            by_platform.setdefault(platform, []).append(account_id)
        return [
            row
            for platform, ids in by_platform.items()
            for row in ask(self._connection, _FIND, {"platform": platform, "accounts": ids})
        ]

    def _add(self, account: Account, lang: str, now: datetime) -> Person:
        person_id = self._connection.execute(
            insert(people).values(lang=lang, lang_chosen=False, created_at=now).returning(people.c.id)
        ).scalar_one()
        key = {"platform": account.platform, "account_id": account.account_id}
        added = self._connection.execute(
            insert_new(self._connection, accounts).returning(accounts.c.person_id),
            {**key, "person_id": person_id, "name": account.name},
        )
        if added.first():
            return Person(person_id, lang, lang_chosen=False)
        # Another process met them in another room at the same moment, and was first.
        self._connection.execute(delete(people).where(people.c.id == person_id))
        (row,) = self._find([tuple(key.values())])
        return Person(row.id, row.lang, row.lang_chosen)

    def _rename(self, account: Account) -> None:
        self._connection.execute(
            update(accounts)
            .where(accounts.c.platform == account.platform, accounts.c.account_id == account.account_id)
            .values(name=account.name)
        )
