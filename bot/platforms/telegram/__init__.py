"""Telegram: python-telegram-bot as a client (DESIGN.md, decision 2), with our own loop, limits and HTTP.

``platform.py`` puts it together. In: ``receiving.py`` or ``webhook.py``, ``updates.py``, ``albums.py``,
``arriving.py``, ``reading.py``. Out: ``sending.py`` with ``splitting.py``, ``buttons.py``, ``turns.py``, ``limits.py``,
``failures.py``. Both: ``rooms.py``, ``parts.py``, ``client.py``, ``request.py``. Beside: ``activity.py``, ``menus.py``,
``checking.py``.
"""

from bot.platforms.telegram.checking import Finding, check, is_complete
from bot.platforms.telegram.menus import Menu
from bot.platforms.telegram.platform import TelegramPlatform
from bot.platforms.telegram.platform import TelegramPlatform as build

__all__ = ["Finding", "Menu", "TelegramPlatform", "build", "check", "is_complete"]
