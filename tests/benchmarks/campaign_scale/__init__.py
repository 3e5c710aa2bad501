"""A campaign to a large segment, killed on the way: nobody lost, nobody doubled, and how fast."""
