"""Who belongs to which team beside those named in the configuration: invitations, members, refused actions."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, or_, select, update

from bot.domain.one_time_code import digest
from storage.dialect import upsert
from storage.tables import invitations, members, refusals


class WrongCode(StrEnum):
    """Why a code lets nobody in."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Invitation:
    """A code that still lets somebody in; ``key`` stands for it, and tells nobody the code.

    ``invited_by`` is the account that made it in a chat; None: it was made on the command line; empty: whoever made
    it has erased their data, and it lets nobody in any more.
    """

    key: str
    role: str
    team: str
    expires_at: datetime
    invited_by: str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """How often an account tried what it may not do, and when last."""

    account: str
    action: str
    count: int
    last: datetime


class Members:
    """Members and invitations within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def teams_of(self, accounts: tuple[str, ...]) -> list[tuple[str, str]]:
        """Give every team that one of these accounts has joined, with its role there."""
        rows = self._connection.execute(select(members.c.team, members.c.role).where(members.c.account.in_(accounts)))
        return [(row.team, row.role) for row in rows]

    def accounts_of(self, team: str, role: str) -> list[str]:
        """Give the accounts with a role in a team."""
        return list(
            self._connection.scalars(
                select(members.c.account)
                .where(members.c.team == team, members.c.role == role)
                .order_by(members.c.account)
            )
        )

    def invite(
        self, code: str, role: str, team: str, expires_at: datetime, invited_by: str | None = None
    ) -> Invitation:
        """Keep an invitation; only a digest of the code is stored."""
        made = Invitation(digest(code), role, team, expires_at, invited_by)
        self._connection.execute(
            insert(invitations).values(
                code_digest=made.key, role=role, team=team, expires_at=expires_at, invited_by=invited_by
            )
        )
        return made

    def invitation(self, code: str, now: datetime) -> Invitation | WrongCode:
        """Give the invitation of a code, or say why it lets nobody in."""
        kept = self._connection.execute(select(invitations).where(invitations.c.code_digest == digest(code))).first()
        if kept is None:
            return WrongCode.UNKNOWN
        if kept.used_at is not None:
            return WrongCode.USED
        if kept.withdrawn_at is not None or kept.invited_by == "":
            return WrongCode.WITHDRAWN
        return WrongCode.EXPIRED if kept.expires_at <= now else _invitation(kept)

    def open_invitations(self, now: datetime) -> list[Invitation]:
        """Give those that still let somebody in, the one that expires first at the beginning."""
        rows = self._connection.execute(
            select(invitations).where(*_open(now)).order_by(invitations.c.expires_at, invitations.c.code_digest)
        )
        return [_invitation(row) for row in rows]

    def withdraw(self, key: str, now: datetime) -> bool:
        """Take an invitation back; say whether it still let somebody in."""
        taken = update(invitations).where(invitations.c.code_digest == key, *_open(now)).values(withdrawn_at=now)
        return self._connection.execute(taken.returning(invitations.c.code_digest)).first() is not None

    def accept(self, code: str, account: str, now: datetime) -> tuple[str, str] | None:
        """Use an invitation once.

        Returns:
            The role and the team, or None when the code is unknown, used, taken back or expired.
        """
        used = self._connection.execute(
            update(invitations)
            .where(invitations.c.code_digest == digest(code), *_open(now))
            .values(used_at=now, used_by=account)
            .returning(invitations.c.role, invitations.c.team)
        ).first()
        if used is None:
            return None
        row = {"account": account, "team": used.team, "role": used.role, "joined_at": now}
        self._connection.execute(upsert(self._connection, members, ("account", "team")), row)
        return used.role, used.team

    def leave(self, accounts: tuple[str, ...], team: str) -> bool:
        """Take accounts out of a team that they have joined; say whether one of them was in it."""
        gone = delete(members).where(members.c.account.in_(accounts), members.c.team == team)
        return bool(self._connection.scalars(gone.returning(members.c.account)).all())

    def refused(self, account: str, action: str, at: datetime) -> None:
        """Record that somebody tried what their role does not allow."""
        self._connection.execute(insert(refusals).values(account=account, action=action, at=at))

    def refused_since(self, accounts: tuple[str, ...], action: str, since: datetime) -> list[datetime]:
        """Give when these accounts tried something in vain after a moment, oldest first."""
        tried = (refusals.c.account.in_(accounts), refusals.c.action == action, refusals.c.at > since)
        return list(self._connection.scalars(select(refusals.c.at).where(*tried).order_by(refusals.c.at)))

    def refusals(self, since: datetime) -> list[Refused]:
        """Give what was refused after a moment, by account and action, what was tried most first.

        Of an action with a number ("request 12") only what it is.
        """
        rows = self._connection.execute(
            select(refusals.c.account, refusals.c.action, refusals.c.at).where(refusals.c.at > since)
        )
        found: dict[tuple[str, str], Refused] = {}
        for row in rows:
            key = row.account, row.action.partition(" ")[0]
            before = found.get(key, Refused(*key, 0, row.at))
            found[key] = Refused(*key, before.count + 1, max(before.last, row.at))
        return sorted(found.values(), key=lambda each: (-each.count, each.account, each.action))


def _open(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Give what is true of an invitation that still lets somebody in."""
    is_left = (invitations.c.used_at.is_(None), invitations.c.withdrawn_at.is_(None))
    # Of somebody who has erased their data it cannot be said any more that they may still invite.
    has_inviter = or_(invitations.c.invited_by.is_(None), invitations.c.invited_by != "")
    return (*is_left, has_inviter, invitations.c.expires_at > now)


def _invitation(row: Row[tuple[object, ...]]) -> Invitation:
    return Invitation(row.code_digest, row.role, row.team, row.expires_at, row.invited_by)
