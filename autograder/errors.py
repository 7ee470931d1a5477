"""Errors for people."""


class UserError(Exception):
    """Something that the person at the keyboard can mend: one line, what was wrong with which file, what to do."""
