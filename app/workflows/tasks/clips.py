"""Classes of short clips on the command line and in the window."""

from app.workflows.tasks.entry import EvaluationEntry, TaskEntry, TrainingEntry, TrainingOption

ENTRY = TaskEntry(
    training=TrainingEntry(
        "a net that gives a short clip, or a still, its class",
        "'library' (default: the named clips of all videos), a folder with a folder of clips for "
        "each class, labels.csv (file, class and scene, person, match or another group), UCF101's "
        "folders and lists, a Ground Truth clip classification manifest, .npz features, a folder "
        "of tables of joints",
        "",
        (
            "lite0",
            "lite0-convolution",
            "inception-lstm",
            "resnet50",
            "r2plus1d",
            "r2plus1d-small",
            "r2plus1d-ball",
            "r2plus1d-path",
            "series",
            "series-convolution",
            "series-lstm",
        ),
        "app.workflows.training.clip_data:plan_clip_data",
        (
            TrainingOption(
                "balance",
                "balance",
                ("sampling", "weights", "logits", "none"),
                "how rare classes are made up for: drawn more often (default), weighed more, or "
                "by logit adjustment",
            ),
            TrainingOption(
                "mirror",
                "mirror",
                ("no", "yes"),
                "whether the mirror image of a clip has the same class; not where classes have a "
                "side",
            ),
            TrainingOption(
                "weights",
                "weights",
                (),
                "file of published weights to begin with: ResNet-50, R(2+1)D-18, Inception-v3, "
                "EfficientNet-Lite0",
            ),
        ),
        steps=300,
        steps_from_scratch=600,
        learning_rate=3e-4,
        learning_rate_from_scratch=1e-3,
        ema_decay=0.98,
    ),
    evaluation=EvaluationEntry(
        "classes of clips: accuracy, macro F1, confusion matrix, calibration",
        ".clips.csv",
        "app.workflows.evaluation.clips:evaluate_clips",
    ),
)
