"""Tests; they mirror the source, and tests/transcripts/ reads like chats."""
