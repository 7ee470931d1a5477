"""Returns objects that run code where they are unpickled, copied, compared, hashed, formatted or destroyed."""

import os
import pickle


class Charged:
    def __reduce__(self):
        return os.system, ("touch /tmp/stolen; echo CANARY",)

    def fire(self, *args, **kwargs):
        with open("fired", "a") as file:
            file.write("fired\n")
        raise SystemExit(0)

    __reduce_ex__ = lambda self, protocol: self.__reduce__()
    __copy__ = __deepcopy__ = __hash__ = __eq__ = __format__ = __del__ = __repr__ = __bool__ = fire
    __array__ = __float__ = __index__ = __len__ = __iter__ = __getstate__ = __fspath__ = fire


def normal_equations(X, y):
    return pickle.dumps(Charged()), Charged()


def solve(A, b):
    return Charged()


def least_squares(X, y):
    return {"kind": Charged(), "theta": [Charged()]}
