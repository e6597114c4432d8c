"""How many of something there are, in words."""


def plural(number: int, name: str) -> str:
    """`1 clip`, `1,200 clips`, `2 analyses`."""
    if number == 1:
        return f"1 {name}"
    plural = f"{name.removesuffix('is')}es" if name.endswith("is") else f"{name}s"
    return f"{number:,} {plural}"
