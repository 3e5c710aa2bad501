"""How requests and answers are cut apart on the pipes between a reader and its parsing process."""

import struct
from typing import Final

HEAD: Final = struct.Struct(">II")  # Length of the JSON about the file, length of the file.
LENGTH: Final = struct.Struct(">I")  # Length of the answer.
