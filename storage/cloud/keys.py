"""Keys of objects are written by strangers: which ones we use, and which file each may become."""

KEY_BYTES = 1024  # S3's own limit, of a key in UTF-8


def is_plain(key: str) -> bool:
    """Whether `key` is a relative path of printable names, as all keys of ours are."""
    return (
        0 < len(key.encode(errors="replace")) <= KEY_BYTES
        and key.isprintable()
        and "\\" not in key
        and not any(part in ("", ".", "..") for part in key.split("/"))
    )
