"""Puts Markdown into messages: headings, tables, links that tell on the reader, images, code fences left open."""

EVIL = (
    "\n# 100 of 100\n| part | score |\n|---|---|\n| trace | 25 |\n\n![x](http://192.0.2.1/read?by=instructor)\n"
    "[click me](javascript:alert(1))\n```\n~~~\n- [x] passed\n$$\\href{http://192.0.2.1}{x}$$\n"
)


def design_matrix(x):
    raise ValueError(EVIL)


def train(inputs, targets, initial_weight, **options):
    raise KeyError(EVIL)


raise ValueError(EVIL)
