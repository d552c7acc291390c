"""What the bot can do: one feature a file; handlers/registry.py is the table of contents."""
