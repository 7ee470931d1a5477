"""Marks as gradebooks write them."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_NUMBER: Final = re.compile(r"[+-]?\d{1,9}(?:[.,]\d{1,9})?")
_CENT: Final = Decimal("0.01")


def number_in(text: str) -> Decimal | None:
    """The number in a cell, with a decimal point or comma; None if the cell is not just one number."""
    match = _NUMBER.fullmatch(text.strip())
    return Decimal(match[0].replace(",", ".")) if match else None


def rounded(mark: Decimal) -> Decimal:
    """The mark to two decimals, with half a hundredth rounded up."""
    return mark.quantize(_CENT, ROUND_HALF_UP)


def plain(mark: Decimal) -> str:
    """The mark without trailing zeros, for a sentence."""
    return f"{rounded(mark)}".rstrip("0").rstrip(".")
