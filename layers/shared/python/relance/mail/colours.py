"""How far two colours stand apart, as WCAG counts it (R13)."""

from typing import Final

READABLE: Final = 4.5
"""Least contrast of text of ordinary size (WCAG 2.1, 1.4.3)."""


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black on white), of two colours written `#rrggbb`."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
