"""Tests of the directory of associations: what is read from files, what is understood, what is found."""
