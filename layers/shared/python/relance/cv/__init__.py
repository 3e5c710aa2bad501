# ruff: noqa: E501 - word lists and patterns stay on the lines where they can be compared.
"""Reading CVs: bytes -> text -> profile. `read_cv` is the way in; `profile`, `problems` and `quality` hold its words."""
