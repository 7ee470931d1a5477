"""Raises exceptions of classes that lie: their name, class, module, bases and attributes are something else."""


class Meta(type):
    __name__ = property(lambda cls: 7)
    __mro__ = property(lambda cls: [cls])
    __instancecheck__ = lambda cls, thing: True
    mro = lambda cls: [cls, ValueError, Exception, BaseException, object]


class Odd(ValueError, metaclass=Meta):
    __class__ = property(lambda self: KeyboardInterrupt)
    __traceback__ = property(lambda self: 7)
    args = property(lambda self: 1 / 0)

    def __getattribute__(self, name):
        raise MemoryError(name)


class Endless(type):
    @property
    def __name__(cls):
        while True:
            pass


def normal_equations(X, y):
    raise Odd


def solve(A, b):
    raise Endless("Slow", (Exception,), {})


def least_squares(X, y):
    return Odd(), Meta("Thing", (), {})()
