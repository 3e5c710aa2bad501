"""One reader per file format: bytes in, lines in reading order out."""
