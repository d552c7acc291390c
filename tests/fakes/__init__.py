"""Stand-ins for what a test must not need: a clock, an understander, a platform, a city."""
