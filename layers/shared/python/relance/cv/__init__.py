"""Reading CVs: bytes -> text -> profile. `read_cv` is the way in; `profile`, `problems` and `quality` hold its words."""
