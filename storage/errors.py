"""Errors that are the world's fault, not ours: a file, a disk, a bucket, a missing device."""


class UserError(Exception):
    """Something the user can understand and act on.

    `title` says what went wrong in one sentence, `advice` what to do about it. Made at the edge
    where the cause is known; shown in one place. Any other exception is a bug.
    """

    def __init__(self, title: str, advice: str = "") -> None:
        super().__init__(f"{title} {advice}".strip())
        self.title = title
        self.advice = advice
