"""What things are called, and the rules for it (API model of CreateLabelingJob)."""

import re

ATTRIBUTE = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,126}")
JOB_PREFIX = "labeling-job/"
METADATA = "-metadata"
REFERENCE = "-ref"
RESERVED = ("source", "source-ref")
MAX_JOB = 63  # characters
_OTHERS = re.compile(r"[^a-zA-Z0-9]+")
_ROUND = re.compile(r"(?P<base>.*?)(?:-adj(?P<round>[0-9]{1,4}))?")


def attribute_problem(name: str, reference: bool | None) -> str | None:
    """Why `name` cannot be a label attribute name, None if it can.

    `reference` says whether such labels lie in a file of their own, so that the name must end
    with -ref; None where that is not known.
    """
    if name in RESERVED:
        return f"{name} is reserved"
    if len(name) > 127 or not ATTRIBUTE.fullmatch(name):
        return "names have 1 to 127 letters, digits and inner hyphens"
    if name.endswith(METADATA):
        return f"names must not end with {METADATA}"
    if reference is None or name.endswith(REFERENCE) == reference:
        return None
    return f"names of such labels {'must' if reference else 'must not'} end with {REFERENCE}"


def fit_name(text: str, otherwise: str, most: int = MAX_JOB) -> str:
    """`text` brought to the pattern of jobs and attributes; `otherwise` if nothing of it is left.

    Other characters than letters and digits become hyphens.
    """
    return _OTHERS.sub("-", text).strip("-")[:most].strip("-") or otherwise


def attribute_name(text: str, otherwise: str, reference: bool) -> str:
    """`text` as a label attribute name, with -ref behind it where labels lie in their own file."""
    base = fit_name(text.removesuffix(REFERENCE), otherwise, 127 - len(REFERENCE))
    return base + REFERENCE if reference else base


def next_name(name: str) -> str:
    """What a correction of the labels `name` is called: ball, ball-adj1, ball-adj2 and so on."""
    reference = REFERENCE if name.endswith(REFERENCE) else ""
    match = _ROUND.fullmatch(name.removesuffix(REFERENCE))
    base, number = (match["base"], match["round"]) if match else (name, None)
    behind = f"-adj{int(number or 0) + 1}{reference}"
    return fit_name(base, "label", 127 - len(behind)) + behind


def bare_job(name: str) -> str:
    """The name of a job without the prefix that real files have and some examples lack."""
    return name.removeprefix(JOB_PREFIX)


def picture_name(frame: int, kind: str) -> str:
    """File name of a frame's picture. Its numbers sort as text, as the labelling page sorts."""
    return f"frame_{frame:06d}.{kind}"


def is_file_name(name: str) -> bool:
    """Whether `name` is that of a file in a folder, and leads nowhere else on any system."""
    return name not in ("", ".", "..") and not any(character in name for character in "/\\\0")


def sort_key(name: str) -> bytes:
    """What the labelling page sorts frames by: the bytes of the file name."""
    return name.encode("utf-8", "surrogatepass")
