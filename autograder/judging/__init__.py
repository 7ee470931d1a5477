"""Judging the judge: test submissions, misconceptions and mutants, and what the hidden suites make of them."""
