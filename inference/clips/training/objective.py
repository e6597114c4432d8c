"""What nets that classify clips are trained towards."""

from dataclasses import dataclass

from torch import Tensor, nn

from inference.clips.data.net_inputs import net_inputs
from inference.training.dataloader import Batch


@dataclass(frozen=True, slots=True)
class ClipObjective:
    """Cross-entropy of the class, with the weight of each clip."""

    path: bool = False  # whether the net is told the path of the ball beside the pictures
    label_smoothing: float = 0.1

    def prepare_input(self, batch: Batch) -> tuple[Tensor, ...]:
        """Clips (B, T, 3 or 4, H, W) from 0 to 1, or series (B, T, F); then the path, if wanted."""
        inputs = net_inputs(batch["inputs"], batch["ball"])
        return (inputs, batch["path"]) if self.path else (inputs,)

    def loss(self, output: Tensor, batch: Batch) -> Tensor:
        """The loss of a clip, in fp32."""
        losses = nn.functional.cross_entropy(
            output.float(),
            batch["label"],
            reduction="none",
            label_smoothing=self.label_smoothing,
        )
        weights = batch["weight"]
        return (losses * weights).sum() / weights.sum()
