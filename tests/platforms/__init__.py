"""What every platform adapter promises, proven for each with the same tests."""
