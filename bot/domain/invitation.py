"""What an invitation into a team is: how long its code works, and how long the code is. Pure."""

from datetime import timedelta

LASTS = timedelta(days=7)

CODE_LENGTH = 10
"""Characters of 23 each: 45 bits, used once and within a week."""
