"""The bots that are measured, each a process of its own: ours, and the same form as its peers would write it.

Usage: python -m benchmarks.bots.NAME URL FOLDER [OPTIONS]. URL is the Bot API's, FOLDER takes the database.
"""
