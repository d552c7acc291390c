"""Kills the bot again and again while people talk to it, and counts whether anything was lost or done twice."""
