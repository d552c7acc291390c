"""Codes that are used once: read on one screen or on paper, typed on another.

They are made of the characters of request numbers (bot/domain/reference.py says why these), and what is typed for one
of them counts: small letters, O for 0, I for 1, spaces and dashes. Only a digest is stored.
"""

import hashlib
import re
import secrets

from bot.domain.reference import ALPHABET, LOOK_ALIKES

_GAP = re.compile(r"[\s\-‐-―_.]+")


def make(length: int) -> str:
    """Make a code of so many characters, each of 23: 4.5 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def spaced(code: str, group: int = 4) -> str:
    """Write a code in groups, to be copied by eye: ``K7PT-2MXR``."""
    return "-".join(code[start : start + group] for start in range(0, len(code), group))


def digest(typed: str) -> str:
    """Give what is stored of a code (SHA-256, hexadecimal); the same for every way of typing it."""
    return hashlib.sha256(_GAP.sub("", typed).upper().translate(LOOK_ALIKES).encode()).hexdigest()
