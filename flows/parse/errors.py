"""What parsing raises."""


class UnreadableRelease(Exception):
    """A body that holds no release that can be read; the message says why."""
