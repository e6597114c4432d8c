"""Hits and bounces on the command line and in the window."""

from app.workflows.tasks.entry import EvaluationEntry, TaskEntry, TrainingEntry
from inference.models.locations import EVENTS_DEFAULT

ENTRY = TaskEntry(
    training=TrainingEntry(
        "a net that finds hits and bounces in the path of the ball",
        "'library' (default: every video in which people have marked events), a folder of videos "
        "with rally.ball.csv and rally.events.csv beside them, 'simulator'",
        EVENTS_DEFAULT,
        ("path", "path-small"),
        "app.workflows.training.event_data:plan_event_data",
        steps=200,
        steps_from_scratch=800,
        learning_rate=5e-4,
        learning_rate_from_scratch=3e-3,
        ema_decay=0.98,
    ),
    evaluation=EvaluationEntry(
        "hits and bounces: precision, recall and F1 within 1, 2 and 4 frames",
        ".events.csv",
        "app.workflows.evaluation.events:evaluate_events",
    ),
)
