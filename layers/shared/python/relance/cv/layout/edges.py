"""How far each column reaches to the right: where a line had to break."""

from collections.abc import Sequence

from relance.cv.layout.words import Word

Block = Sequence[Word]
Column = tuple[int, int]  # Left edge and the left edge of the column beside it, both coarse; 0 where there is none.
COARSE = 6  # Points: blocks of one column begin at the same place within this.


def right_edges(pages: Sequence[Sequence[Block]]) -> list[list[float]]:
    """For each block of each page, the right edge of its column in points.

    Blocks with the same left edge and the same neighbour are one column on all pages: a full-width paragraph above a
    narrow column does not widen it.
    """
    columns = [[_column(block, parts) for block in parts] for parts in pages]
    reach: dict[Column, float] = {}
    for keys, parts in zip(columns, pages, strict=True):
        for key, block in zip(keys, parts, strict=True):
            limit = key[1] * COARSE if key[1] else float("inf")
            furthest = max((word.x1 for word in block if word.x1 <= limit), default=limit)
            reach[key] = max(reach.get(key, 0.0), furthest)
    return [[reach[key] for key in keys] for keys in columns]


def _column(block: Block, parts: Sequence[Block]) -> Column:
    left = min(word.x0 for word in block)
    top, bottom = max(word.y for word in block), min(word.y for word in block)
    middle = sum(word.x0 for word in block) / len(block)
    beside = [
        edge
        for other in parts
        if other is not block and (edge := min(word.x0 for word in other)) > middle and _overlap(other, top, bottom)
    ]
    return round(left / COARSE), int(min(beside) / COARSE) if beside else 0


def _overlap(block: Block, top: float, bottom: float) -> bool:
    return max(word.y for word in block) >= bottom and min(word.y for word in block) <= top
