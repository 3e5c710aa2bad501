"""How fast mails leave and what they cost: a model of the rate, a measured send path, and a backlog."""
