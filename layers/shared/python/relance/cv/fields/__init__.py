"""One module per kind of field: lines in, values with their line and confidence out."""
