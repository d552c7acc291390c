"""Searching the directory of associations: pure, in memory, forgiving."""
