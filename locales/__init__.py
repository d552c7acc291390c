"""Every word the bot says and learns from, by language."""
