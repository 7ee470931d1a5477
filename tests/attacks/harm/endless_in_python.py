"""Loops for ever in every function, and lets no exception end it."""


def for_ever(*args, **kwargs):
    while True:
        try:
            while True:
                pass
        except BaseException:
            continue


design_matrix = train = fit_line = for_ever
