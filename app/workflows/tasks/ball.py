"""The ball on the command line and in the window."""

from app.workflows.tasks.entry import EvaluationEntry, TaskEntry, TrainingEntry, TrainingOption
from inference.models.locations import DEFAULT

ENTRY = TaskEntry(
    training=TrainingEntry(
        "a net that finds the ball",
        "'library' (default: everything that people have labelled), a video of it, a folder of "
        "videos with rally.ball.csv or rally.csv beside them, a Ground Truth manifest or its "
        "folder, 'simulator', 'procedural' (synthetic samples)",
        DEFAULT,
        ("fast", "balanced", "accurate", "tracknetv2"),
        "app.workflows.training.ball_data:plan_ball_data",
        (
            TrainingOption(
                "heatmap",
                "shape",
                ("disk", "gaussian"),
                "shape of the ball in the heat maps of tracknetv2",
            ),
        ),
    ),
    evaluation=EvaluationEntry(
        "ball positions: hit rate, precision, F1, errors",
        ".ball.csv",
        "app.workflows.evaluation.ball:evaluate_ball",
    ),
)
