"""Uses text that no file can hold: lone surrogates, null bytes, noncharacters, in names, messages and values."""

EVIL = "\ud800\udfff\udc80\ufffe\uffff\0\U0010ffff half\ud83d"


def design_matrix(x):
    raise ValueError(EVIL)


def train(inputs, targets, initial_weight, **options):
    raise type("Error\ud800", (Exception,), {})(EVIL)


def fit_line(x, y, **options):
    return type("Line\udfff", (), {"__qualname__": "x\ud800"})()


raise UnicodeEncodeError("utf-8", EVIL, 0, 1, EVIL)
