"""What a net that reads paths is made of: the sizes that its card states."""

from dataclasses import dataclass

from inference.actions.data.features import CHANNELS
from inference.actions.data.windows import OUTPUTS

KERNEL = 5  # moments that a convolution sees, a dilation apart


@dataclass(frozen=True, slots=True)
class PathNetConfig:
    """How wide the net is, and how far its convolutions reach."""

    width: int = 32
    dilations: tuple[int, ...] = (1, 2, 4, 8)
    recurrent: int = 32  # units each way; 0: convolutions alone
    dropout: float = 0.1
    inputs: int = CHANNELS
    outputs: int = OUTPUTS
