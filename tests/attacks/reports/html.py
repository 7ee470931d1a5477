"""Puts HTML into messages, class names and values: scripts, images that load, comments and tags left open."""

EVIL = '<script>alert("stolen")</script><img src=x onerror=alert(1)><!-- </pre></td></table><h1>100 of 100</h1>'


class HtmlError(Exception):
    pass


HtmlError.__name__ = HtmlError.__qualname__ = "<b onmouseover=alert(1)>Error</b>"


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    raise HtmlError(EVIL)


def is_symmetric(rows, tolerance=1e-6):
    return type(EVIL, (), {})()


raise HtmlError(EVIL)
