"""What a bucket, a login or a network can have against us."""

from storage.errors import UserError


class CloudError(UserError):
    """Something about S3 went wrong; the title names the place or the key."""


class Offline(CloudError):
    """Nobody answers: no network, a time-out, a cut connection. Later it may work as it is."""


class Busy(Offline):
    """The server answers that it cannot answer now: 5xx, or too many requests."""


class Refused(CloudError):
    """The server says no, and will until a person does something about it."""


class Denied(Refused):
    """The login is good, but may not do this one thing."""


class LoginEnded(Refused):
    """The AWS login was good and is over; a new login, and a new connection, go on."""


class Missing(CloudError):
    """No object has that key."""


class Damaged(CloudError):
    """What arrived differs from what was sent."""


class NotS3(CloudError):
    """Something else answers, such as the login page of a network: nothing it says counts."""

    def __init__(self, host: str) -> None:
        super().__init__(
            f"What {host} answers is not an S3 server.",
            "The endpoint may belong to another service, or the network may require a login.",
        )
