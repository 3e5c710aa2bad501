"""From words with boxes to lines in reading order."""
