"""The demo city: a configuration for the terminal and a directory of invented associations."""
