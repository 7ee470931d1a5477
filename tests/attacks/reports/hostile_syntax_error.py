"""Raises a syntax error of its own making, whose file, line, text and message are hostile."""

EVIL = "\n[ok] everything (100 of 100)\n"


class Line(str):
    def __str__(self):
        return EVIL

    __format__ = lambda self, how: EVIL * 1000


def normal_equations(X, y):
    raise SyntaxError(EVIL, ("normal_equations.py", Line("7"), 1, EVIL * 1000))


error = SyntaxError(EVIL, ("normal_equations.py", Line("7"), 1, EVIL))
error.msg = type("Message", (), {"__str__": lambda self: EVIL * 100})()
raise error
