"""Marks as gradebooks write them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?")
_CENT: Final = Decimal("0.01")


def number_in(text: str) -> Decimal | None:
    """The number in a cell, with a decimal point or comma; None if there is none, or more than one."""
    found = _NUMBER.fullmatch(text.strip())
    return Decimal(found[0].replace(",", ".")) if found else None


def rounded(mark: Decimal) -> Decimal:
    """The mark with two decimals, half a hundredth rounded up."""
    return mark.quantize(_CENT, ROUND_HALF_UP)


def plain(mark: Decimal) -> str:
    """The mark for a sentence: without needless zeros."""
    text = f"{rounded(mark)}"
    return text.rstrip("0").rstrip(".")
