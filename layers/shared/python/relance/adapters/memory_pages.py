"""Pages of a dictionary in the order of its keys."""

from collections.abc import Mapping

from relance.records import Cursor, Page


def page_of[Id: str, Row](rows: Mapping[Id, Row], *, after: Cursor | None, limit: int) -> Page[Row]:
    """The rows whose keys follow `after`."""
    keys = sorted(key for key in rows if after is None or key > after)
    following = keys[limit - 1] if len(keys) > limit else None
    return Page(items=tuple(rows[key] for key in keys[:limit]), next=following)
