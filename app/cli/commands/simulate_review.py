"""`touchline simulate-review`: what a review would cost, by one who knows the labels."""

import json
from argparse import Namespace

from app.cli.arguments.exit_status import DONE
from app.cli.context import library_of
from app.cli.progress_bar import follow
from app.workflows.review.simulate import SimulationRequest, simulate_review


def run(args: Namespace) -> int:
    """Show the table of all ways of working."""
    request = SimulationRequest(tuple(args.videos), args.labels, args.model)
    report = follow(simulate_review(library_of(args), request), "Simulating a review")
    print(json.dumps(report.values()) if args.json else "\n".join(report.lines()))
    return DONE
