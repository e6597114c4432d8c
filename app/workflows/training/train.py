"""Training as a use case: from a plan to a new model folder."""

from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

from app.workflows.training.plan import TrainingPlan
from app.workflows.training.request import TrainingRequest
from inference.models.writer import write_model
from inference.training.distributed import DistributedContext
from inference.training.model_card import training_card
from inference.training.run import TrainingRunProgress, TrainingWorkspace, run_training
from inference.training.task import CardText, TrainedModel


def train_model(
    plan: TrainingPlan,
    request: TrainingRequest,
    folder: Path,
    workspace: TrainingWorkspace,
    processes: DistributedContext,
) -> Generator[TrainingRunProgress, None, TrainedModel]:
    """Train, validate, and write the new model as `folder`; only the main process writes.

    Closing it keeps what is done: the same plan resumes there. UserError if something cannot be
    read or written.
    """
    trained = yield from run_training(plan.run, workspace, request.log, processes)
    if processes.is_main:
        text = CardText(folder.name, request.licence, request.convention)
        card = training_card(plan.run, trained, text, datetime.now(UTC).date())
        write_model(folder, card, trained.net)
        workspace.clear(plan.run)
    return trained
