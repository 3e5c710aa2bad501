"""What can stop the laptop's deployment; each message is one sentence that says what to do."""


class LocalError(Exception):
    """Something on this machine is missing, busy or broken."""
