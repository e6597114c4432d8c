"""The part of `touchline doctor` that tests the connection to S3, where a place is set."""

from argparse import Namespace
from typing import Any

from storage.cloud.s3.location import S3Location, parse_location

SECONDS = 90  # after which the test is given up: doctor never hangs
_SIGNS = {"passed": "✓", "warned": "!", "failed": "✗", "skipped": "-"}


def place_of(args: Namespace) -> S3Location | None:
    """The place that the command line names, else that of the settings. Raises UserError."""
    if args.s3:
        return parse_location(args.s3, args.profile, args.region, args.endpoint)
    from app.workflows.settings import UserSettings

    return UserSettings().place


def facts_of(place: S3Location, problems: list[str], seconds: float = SECONDS) -> dict[str, Any]:
    """Every step of the connection test; what failed goes into `problems` too."""
    from app.workflows.background import run_with_timeout
    from storage.cloud.s3.bucket import connect
    from storage.cloud.s3.connection_test import State, check_connection
    from storage.cloud.s3.policy import policy_for

    work = run_with_timeout(
        check_connection(connect(place, patient=False)),
        seconds,
        f"S3 did not answer within {seconds:g} seconds.",
        "A proxy, a DNS server or a credential program may not respond.",
    )
    steps = [step for step in work if step and step.state is not State.RUNNING]
    for step in steps:
        if step.state is State.FAILED:
            problems.append(f"{step.found} {step.advice}".strip())
    facts = [
        {"step": s.name, "state": s.state.value, "found": s.found, "advice": s.advice}
        for s in steps
    ]
    return {"place": place.url, "steps": facts, "policy": policy_for(place)}


def text_of_test(test: dict[str, Any]) -> str:
    """The test for a person: a line a step, and the policy if a permission is missing."""
    lines = [test["place"]]
    for step in test["steps"]:
        result = f": {step['found']}" if step["found"] else ""
        lines.append(f"          {_SIGNS[step['state']]} {step['step']}{result}")
        if step["state"] == "warned":
            lines.append(f"            {step['advice']}")
    if any("may not do" in step["found"] for step in test["steps"]):
        lines += ["", "This policy grants what Touchline needs:", test["policy"]]
    return "\n".join(lines)
