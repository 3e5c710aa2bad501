"""Request bodies before the resolver sees them: text, JSON, not absurdly deep."""

import base64
import binascii
import json
from typing import Any, Final

from relance.errors import InvalidInputError

DEEPEST: Final = 50
"""No request of ours nests half as deep."""


def with_readable_body(event: dict[str, Any]) -> dict[str, Any]:
    """The event with a plain JSON body; what is no UTF-8 becomes text that is no JSON, so that the resolver refuses it.

    API Gateway passes bodies of unknown types in base64; the declared content type is not trusted but replaced.
    """
    body = event.get("body")
    if body is None:
        return event
    headers = {name: value for name, value in event.get("headers", {}).items() if name.lower() != "content-type"}
    text = _decoded(body) if event.get("isBase64Encoded") else body
    return event | {
        "body": text,
        "isBase64Encoded": False,
        "headers": headers | {"content-type": "application/json"},
    }


def parse_json(body: str) -> Any:
    """The body's value; InvalidInputError when it is nested too deep or holds an absurd number.

    A JSONDecodeError is the resolver's to report.
    """
    try:
        value = json.loads(body, parse_constant=_refuse_constant)
    except RecursionError as error:
        raise InvalidInputError("the body is nested too deep") from error
    except json.JSONDecodeError:
        raise
    except ValueError as error:  # Python reads no whole number of more than 4,300 digits.
        raise InvalidInputError("a number in the body has too many digits") from error
    if _deeper_than(value, DEEPEST):
        raise InvalidInputError("the body is nested too deep")
    return value


def _decoded(body: str) -> str:
    try:
        return base64.b64decode(body, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return "\N{REPLACEMENT CHARACTER}"


def _refuse_constant(constant: str) -> Any:
    raise InvalidInputError(f"{constant} is no JSON number")


def _deeper_than(value: Any, levels: int) -> bool:
    layer = [value]
    while layer and levels:
        layer = [part for item in layer for part in _parts(item)]
        levels -= 1
    return bool(layer)


def _parts(value: Any) -> list[Any]:
    match value:
        case dict():
            return list(value.values())
        case list():
            return value
        case _:
            return []
