"""The city's rules, between what a message wants and what is stored: pure functions, frozen values, no clock."""
