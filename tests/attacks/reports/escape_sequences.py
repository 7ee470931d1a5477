"""Sends terminal sequences and control characters: clear, title, clipboard, links, carriage returns, backspaces."""

EVIL = (
    "\x1b[2J\x1b[H\x1b]0;owned\x07\x1b]52;c;cm0gLXJmIH4=\x07\x1b]8;;http://192.0.2.1\x07x\x1b]8;;\x07"
    "\x9b31m\x1bP+q544e\x1b\\\rpassed\x08\x08\x08\x7f\x00\x0b\x0c\x85\u2028\u2029\x1c\x1d\x1e"
)


def design_matrix(x):
    raise ValueError(EVIL)


def train(inputs, targets, initial_weight, **options):
    raise type(f"Error{EVIL}".replace("\0", ""), (Exception,), {})(EVIL)


def fit_line(x, y, **options):
    return type(f"Line{EVIL}".replace("\0", ""), (), {})()


raise ValueError(EVIL)
