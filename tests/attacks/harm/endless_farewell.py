"""Does not come to an end: loops in destructors, in exit functions, in threads that others wait for."""

import atexit
import threading
import time
import weakref


class Undying:
    def __del__(self):
        globals()["KEPT"] = self
        time.sleep(1000)


def for_ever(*args):
    while True:
        time.sleep(1)


atexit.register(for_ever)
threading._register_atexit(for_ever)
threading.Thread(target=for_ever, daemon=False).start()
THING = Undying()
weakref.finalize(THING, for_ever)


def design_matrix(*args, **kwargs):
    Undying()
    raise SystemExit


def train(inputs, targets, initial_weight, **options):
    global THING
    THING = None


fit_line = design_matrix
