"""Comes from code whose file name and line numbers are made up, and spoils the cache of source lines."""

import linecache

EVIL = "zero_init.py, line 1\n[ok] all (100 of 100) \x1b[2J" + "x" * 100_000
linecache.cache[EVIL] = (1, None, ["raise\n"], EVIL)
linecache.cache[None] = linecache.cache[7] = (7,)


def elsewhere(*args, **kwargs):
    scope = {}
    exec(compile("\n" * 70_000 + "def fail(): raise ValueError('from elsewhere')", EVIL, "exec"), scope)
    scope["fail"]()


trace = is_symmetric = elsewhere
elsewhere()
