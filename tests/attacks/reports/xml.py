"""Puts XML into messages: entities that grow, entities that read files, CDATA and processing instructions."""

EVIL = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY f SYSTEM "file:///etc/passwd">]><testsuite failures="0"><testcase name="&b;&f;"/></testsuite>]]>&f;&#0;'
)


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    raise RuntimeError(EVIL)


def break_symmetry(neurons, features, seed):
    raise RuntimeError(EVIL)


raise RuntimeError(EVIL)
