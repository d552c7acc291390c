"""Who belongs to which team beside those named in the configuration: invitations, members, refused actions."""

from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from bot.domain.one_time_code import digest
from storage.dialect import upsert
from storage.tables import invitations, members, refusals


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

    def invite(self, code: str, role: str, team: str, expires_at: datetime) -> None:
        """Keep an invitation; only a digest of the code is stored."""
        self._connection.execute(
            insert(invitations).values(code_digest=digest(code), role=role, team=team, expires_at=expires_at)
        )

    def accept(self, code: str, account: str, now: datetime) -> tuple[str, str] | None:
        """Use an invitation once.

        Returns:
            The role and the team, or None when the code is unknown, used or expired.
        """
        used = self._connection.execute(
            update(invitations)
            .where(
                invitations.c.code_digest == digest(code),
                invitations.c.used_at.is_(None),
                invitations.c.expires_at > now,
            )
            .values(used_at=now, used_by=account)
            .returning(invitations.c.role, invitations.c.team)
        ).first()
        if used is None:
            return None
        row = {"account": account, "team": used.team, "role": used.role, "joined_at": now}
        self._connection.execute(upsert(self._connection, members, ("account", "team")), row)
        return used.role, used.team

    def refused(self, account: str, action: str, at: datetime) -> None:
        """Record that somebody tried what their role does not allow."""
        self._connection.execute(insert(refusals).values(account=account, action=action, at=at))
