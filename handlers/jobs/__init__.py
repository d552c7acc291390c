"""What is done when it is due, one job a file. Running a job twice does nothing more; a test proves it for all."""

MOST = 100
"""Rows that a job takes in one transaction; it is run again until it finds nothing."""
