"""Which version of Touchline this is."""

from importlib import metadata


def version() -> str:
    """The version that was installed, or that this folder of sources is of."""
    try:
        return metadata.version("touchline")
    except metadata.PackageNotFoundError:
        return "(from sources)"
