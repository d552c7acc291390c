"""Hypothesis talks to the whole bot, in any order, and looks for a way to break what was promised."""
