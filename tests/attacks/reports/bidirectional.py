"""Turns text around and hides it: bidirectional marks, zero widths, tags, fillers, stacks of combining marks."""

EVIL = (
    "\u202e001 fo 001\u202c \u2066\u2067ko\u2069 \u200b\u200c\u200d\u2060\ufeff\u00ad\u061c "
    "\U000e0041\U000e0042 \u3164\u115f\u2800 p"
    + "\u0300\u0489\u20dd" * 60
    + "assed \ufdfd \U0001f3f4\u200d\u2620\ufe0f"
)


def normal_equations(X, y):
    raise ValueError(EVIL)


def solve(A, b):
    return EVIL, None


def least_squares(X, y):
    raise type(EVIL, (Exception,), {})(EVIL)


raise ValueError(EVIL)
