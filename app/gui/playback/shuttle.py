"""Speeds as the J, K and L keys of an editing suite give them."""

FASTEST = 8.0


def shuttled(speed: float, direction: int) -> float:
    """The speed after one more press towards `direction`, 1 or -1; `speed` 0 stands still.

    Each press doubles the speed, up to eight times. Against the way of play each press halves it;
    from normal speed it turns round.
    """
    if speed == 0:
        return float(direction)
    if speed * direction > 0:
        return direction * min(2 * abs(speed), FASTEST)
    return speed / 2 if abs(speed) >= 2 else float(direction)
