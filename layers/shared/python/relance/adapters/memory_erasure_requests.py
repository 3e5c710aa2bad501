"""Orders to erase a person in memory: for tests and experiments."""

from relance.privacy.erasure import ErasureOrder


class MemoryErasureRequests:
    """`ports.ErasureRequests` as a list, oldest first."""

    def __init__(self) -> None:
        self.orders: list[ErasureOrder] = []

    def put(self, order: ErasureOrder) -> None:
        """See the port."""
        self.orders.append(order)
