"""The signs that open an item of a list."""

import re

BULLET = re.compile(
    r"^\s*(?:[•●○◦▪▫■□◆◇►▶▸‣⁃∙·➢➤➔→✓✔✦★*\uf0b7\uf0a7\uf0d8\uf076\uf0fc»›]|[-–—](?=\s)|o(?=\s[A-ZÉÈ]))\s*"
)
