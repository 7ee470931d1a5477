"""Puts the markup of the terminal library into messages: colours, links, tags that close what it did not open."""

EVIL = "[/][/red][bold green]passed[/] [link=http://192.0.2.1]here[/link] [@click=app.quit]x[/] \\[red] [red\\] :skull:"


def normal_equations(X, y):
    raise ValueError(EVIL)


def solve(A, b):
    return EVIL + "\\", None


def least_squares(X, y):
    raise type("[/bold][blink]Error", (Exception,), {})("\\" + EVIL + "[")


raise ValueError(EVIL)
