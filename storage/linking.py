"""One person with several accounts: a one-time code joins two, and each can be taken out again.

Whose code it is, stays; the other person's requests, conversations and votes, and what they joined, become theirs.
Rights are asked of all accounts of a person (bot/roster.py), so nothing about rights is written here.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, literal, select, update

from bot.domain.one_time_code import digest
from bot.domain.request import NEIGHBOUR
from bot.incoming import Account, Address
from storage.dialect import upsert
from storage.people import Person
from storage.tables import (
    accounts,
    conversations,
    events,
    followers,
    link_codes,
    people,
    polls,
    requests,
    signatures,
    votes,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A code that still holds: whose it is, the account it was asked from, and the room where it was."""

    person_id: int
    account: Account
    room: Address


class Linking:
    """Codes and joined accounts within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def offer(self, code: str, person: Person, account: Account, room: Address, expires_at: datetime) -> None:
        """Keep a code for somebody, in place of their earlier one; only its digest is stored."""
        row = {
            "code_digest": digest(code),
            "person_id": person.id,
            "platform": account.platform,
            "account_id": account.account_id,
            "room_id": room.room_id,
            "expires_at": expires_at,
        }
        self._connection.execute(upsert(self._connection, link_codes, ("person_id",)), row)

    def offered(self, code: str, now: datetime) -> Offer | None:
        """Give the offer behind a code; None when it is unknown, used or expired."""
        row = self._connection.execute(
            select(link_codes, accounts.c.name)
            .join(
                accounts,
                (accounts.c.platform == link_codes.c.platform) & (accounts.c.account_id == link_codes.c.account_id),
            )
            .where(link_codes.c.code_digest == digest(code), link_codes.c.expires_at > now)
            .where(accounts.c.person_id == link_codes.c.person_id)
        ).first()
        if row is None:
            return None
        return Offer(row.person_id, Account(row.platform, row.account_id, row.name), Address(row.platform, row.room_id))

    def use(self, code: str, now: datetime) -> Offer | None:
        """Use a code up: of two who do so at once, one gets None."""
        found = self.offered(code, now)
        used = self._connection.execute(
            delete(link_codes).where(link_codes.c.code_digest == digest(code)).returning(link_codes.c.person_id)
        ).first()
        return found if used else None

    def accounts_of(self, person_id: int) -> list[Account]:
        """Give the accounts by which platforms know somebody, in a lasting order."""
        rows = self._connection.execute(
            select(accounts.c.platform, accounts.c.account_id, accounts.c.name)
            .where(accounts.c.person_id == person_id)
            .order_by(accounts.c.platform, accounts.c.account_id)
        )
        return [Account(row.platform, row.account_id, row.name) for row in rows]

    def beside(self, account: Account) -> list[Account]:
        """Give every account of whoever has this one; of somebody unknown only this."""
        person_id = self._connection.scalar(
            select(accounts.c.person_id).where(
                accounts.c.platform == account.platform, accounts.c.account_id == account.account_id
            )
        )
        return self.accounts_of(person_id) if person_id is not None else [account]

    def count_people(self, names: set[str]) -> int:
        """Count the people behind accounts (``telegram:4242``): joined ones are one person, unknown ones each one."""
        known = self._connection.execute(
            select(accounts.c.platform + ":" + accounts.c.account_id, accounts.c.person_id).where(
                (accounts.c.platform + ":" + accounts.c.account_id).in_(names)
            )
        ).all()
        return len(names) - len(known) + len({person_id for _name, person_id in known})

    def join(self, person: Person, into: int) -> None:
        """Make somebody one with another person, who keeps their language.

        A vote that both had cast in a poll that is still open counts once: that of the person who stays. In a closed
        poll nothing changes, for its result has been read.
        """
        mine, gone = person.id, votes.c.person_id == person.id
        both = select(votes.c.poll_id).where(votes.c.person_id == into)
        still_open = select(polls.c.id).where(polls.c.closed_at.is_(None))
        self._connection.execute(delete(votes).where(gone, votes.c.poll_id.in_(both), votes.c.poll_id.in_(still_open)))
        self._connection.execute(update(votes).where(gone, votes.c.poll_id.not_in(both)).values(person_id=into))
        for table in (accounts, conversations, requests):
            self._connection.execute(update(table).where(table.c.person_id == mine).values(person_id=into))
        self._join_followed(mine, into)
        if self._connection.scalar(select(signatures.c.name).where(signatures.c.person_id == into)) is None:
            self._connection.execute(update(signatures).where(signatures.c.person_id == mine).values(person_id=into))
        self._connection.execute(delete(signatures).where(signatures.c.person_id == mine))
        self._connection.execute(delete(link_codes).where(link_codes.c.person_id == mine))
        self._connection.execute(delete(people).where(people.c.id == mine, ~exists().where(gone)))
        row = self._connection.execute(select(people).where(people.c.id == into)).one()
        person.id, person.lang, person.lang_chosen = row.id, row.lang, row.lang_chosen

    def part(self, person: Person, account: Account, now: datetime) -> None:
        """Make an account a person of its own again, with what was written in its private chats; votes stay."""
        here = (accounts.c.platform == account.platform) & (accounts.c.account_id == account.account_id)
        new = self._connection.execute(
            insert(people)
            .values(lang=person.lang, lang_chosen=person.lang_chosen, created_at=now)
            .returning(people.c.id)
        ).scalar_one()
        self._connection.execute(update(accounts).where(here).values(person_id=new))
        same = select(literal(new), signatures.c.name).where(signatures.c.person_id == person.id)
        self._connection.execute(insert(signatures).from_select(("person_id", "name"), same))
        ours = conversations.c.key.endswith(f"|{account.platform}:{account.account_id}", autoescape=True)
        self._connection.execute(update(conversations).where(ours).values(person_id=new))
        rooms = select(conversations.c.room_id).where(ours)
        self._connection.execute(
            update(requests)
            .where(
                requests.c.person_id == person.id,
                requests.c.platform == account.platform,
                requests.c.room_id.in_(rooms),
            )
            .values(person_id=new)
        )
        self._part_followed(person.id, new, followers.c.room_id.in_(rooms) & (followers.c.platform == account.platform))
        person.id = new

    def _join_followed(self, mine: int, into: int) -> None:
        """Move what somebody had joined; what both had, or what is now one's own, counts once."""
        theirs = select(followers.c.request_id).where(followers.c.person_id == into)
        own = select(requests.c.id).where(requests.c.person_id == into)
        double = (followers.c.person_id == mine) & followers.c.request_id.in_(theirs)
        one_s_own = followers.c.person_id.in_((mine, into)) & followers.c.request_id.in_(own)
        for which in (double, one_s_own):
            gone = self._connection.scalars(delete(followers).where(which).returning(followers.c.request_id)).all()
            for request_id in gone:
                fewer = update(requests).where(requests.c.id == request_id).values(joined=requests.c.joined - 1)
                self._connection.execute(fewer)
        self._connection.execute(update(followers).where(followers.c.person_id == mine).values(person_id=into))
        said = update(events).where(events.c.actor == f"{NEIGHBOUR}{mine}").values(actor=f"{NEIGHBOUR}{into}")
        self._connection.execute(said)

    def _part_followed(self, old: int, new: int, here: ColumnElement[bool]) -> None:
        """Give a new person what was joined in the rooms of their account."""
        moved = update(followers).where(followers.c.person_id == old, here).values(person_id=new)
        which = self._connection.scalars(moved.returning(followers.c.request_id)).all()
        said = update(events).where(events.c.actor == f"{NEIGHBOUR}{old}", events.c.request_id.in_(which))
        self._connection.execute(said.values(actor=f"{NEIGHBOUR}{new}"))
