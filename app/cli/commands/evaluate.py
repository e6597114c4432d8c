"""`touchline evaluate`: compare what models find with what people have labelled."""

import json
import sys
from argparse import Namespace

from app.cli.arguments.evaluation_arguments import evaluation_request
from app.cli.arguments.exit_status import DONE
from app.cli.context import library_of, ready_folder
from app.cli.progress_bar import follow
from app.workflows.evaluation.request import Evaluate
from app.workflows.tasks.entry import load_function
from app.workflows.tasks.registry import evaluable_tasks
from inference.runtime.devices import check_device


def run(args: Namespace) -> int:
    """Evaluate a task, and show the report as text or JSON."""
    check_device(args.device)
    request = evaluation_request(args)
    request.check()
    if args.out is not None:
        ready_folder(args.out)
    evaluate: Evaluate = load_function(evaluable_tasks()[args.task].evaluator)
    report = follow(evaluate(library_of(args), request), "Evaluating")
    for note in report.notes:
        print(f"touchline: {note}", file=sys.stderr)
    if args.out is not None:
        report.write(args.out)
    print(json.dumps(report.values()) if args.json else report.text())
    return DONE
