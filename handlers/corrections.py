"""What a citizen has put right in a request that is sent, as its history keeps it and as agents read it."""

import json
from dataclasses import dataclass
from typing import Self

from bot.outgoing import Text, text
from handlers import cards
from handlers.questions import WORDS

FIELD_OF_WORDS = WORDS.name
"""The name of the words themselves beside those of the questions."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A field (a question's name, or the words), its answer before ("": none) and now, canonical."""

    field: str
    before: str
    now: str

    @property
    def written(self) -> str:
        """How an event keeps it."""
        return json.dumps([self.field, self.before, self.now], ensure_ascii=False)

    @classmethod
    def read(cls, written: str) -> Self | None:
        """Read what :attr:`written` gave; None if it has been erased."""
        return cls(*json.loads(written)) if written else None

    def shown(self, year: int) -> Text:
        """Write it for agents; dates of the ``year`` in which it was made are without it."""
        return text(
            "correction",
            field=text(f"field-{self.field}"),
            had="yes" if self.before else "no",
            before=cards.answer_shown(self.field, self.before, year) if self.before else "",
            now=cards.answer_shown(self.field, self.now, year),
        )
