"""The report form as the peers have it: four steps, the sentences about as long as ours, the last row in SQLite.

It needs nothing but the standard library, because one of the peers lives in an environment of its own.
"""

import sqlite3
from pathlib import Path

TOKEN = "123456:BENCH-token"  # noqa: S105  # Of no bot.
SKIP, CONFIRM = "answer lamp_number -", "answer confirm yes"

PLACE = "Bien noté : éclairage public. Où est-ce exactement ? Une adresse suffit, ou votre position."
LAMP = "Voyez-vous le numéro du lampadaire ? Il est sur une petite plaque, à hauteur des yeux."
SENT = "C'est envoyé à l'équipe Éclairage public, sous le numéro {number}. Vous avez une réponse d'ici 48 heures."

CANCEL_BUTTON = ("Annuler", "cancel")
SKIP_BUTTON = ("Passer", SKIP)
CONFIRM_BUTTON = ("Tout est juste, envoyer", CONFIRM)
FIX_BUTTON = ("Corriger", "fix")


def summary(words: str, place: str, lamp: str) -> str:
    """Write what will be sent."""
    return f"Voici votre demande :\n{words}\nOù : {place}\nLampadaire : {lamp}\nEst-ce juste ?"


class Requests:
    """The table of what was sent, each row committed for good.

    Args:
        folder: where the database is made.
    """

    def __init__(self, folder: str) -> None:
        self._connection = sqlite3.connect(Path(folder) / "peer.db", isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            self._connection.execute(f"PRAGMA {pragma}")
        columns = "id INTEGER PRIMARY KEY, person INTEGER, words TEXT, place TEXT, lamp TEXT"
        self._connection.execute(f"CREATE TABLE IF NOT EXISTS requests ({columns}, at TEXT DEFAULT CURRENT_TIMESTAMP)")

    def add(self, person: int, words: str, place: str, lamp: str) -> int:
        """Keep a request; gives its number."""
        statement = "INSERT INTO requests (person, words, place, lamp) VALUES (?, ?, ?, ?)"
        return self._connection.execute(statement, (person, words, place, lamp)).lastrowid or 0
