"""The conditions of DynamoDB writes, and the writes without one, as our adapters' source has them."""

import ast
import re
from collections import Counter
from typing import Final

WRITES: Final = re.compile(r"f?['\"]?(SET|ADD|REMOVE) ")
ARGUMENTS: Final = {"put": 2, "to_put": 2, "update": 3, "to_update": 3, "delete": 2, "to_delete": 2}
"""How many arguments a write of a table has when it has a condition."""


def conditions(source: str) -> Counter[str]:
    """Every part of a condition of a write, by the function that holds it: what `AND` and `OR` join, and `absent()`."""
    found: Counter[str] = Counter()
    for name, calls in _calls(source):
        queries = [
            call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr.startswith("query")
        ]
        keys = {id(part) for query in queries for part in ast.walk(query)}
        for call in calls:
            match call:
                case ast.Call(func=ast.Name("expression"), args=[text, *_]) if id(call) not in keys:
                    told = text.value if isinstance(text, ast.Constant) else ast.unparse(text)
                    if not WRITES.match(str(told)):
                        found.update(f"{name}: {part}" for part in re.split(" AND | OR ", str(told)))
                case ast.Call(func=ast.Attribute(attr="absent" | "present")):
                    found[f"{name}: {ast.unparse(call)}"] += 1
    return found


def unconditional(source: str) -> Counter[str]:
    """Every write of a table that has no condition."""
    return Counter(
        f"{name}: {ast.unparse(call.func)}"
        for name, calls in _calls(source)
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value).startswith("self._")
        and len(call.args) + len(call.keywords) < ARGUMENTS.get(call.func.attr, 0)
    )


def _calls(source: str) -> list[tuple[str, list[ast.Call]]]:
    """The calls of each function, by its name."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    return [(one.name, [node for node in ast.walk(one) if isinstance(node, ast.Call)]) for one in functions]


def _is_query(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in {"query", "query_all"}
