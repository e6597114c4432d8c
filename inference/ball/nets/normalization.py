"""Bytes in front of nets that were trained on scaled numbers."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

# mean and deviation of the red, green and blue of ImageNet's pictures, from 0 to 1
IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
GREY = (0.449,), (0.226,)  # their means, for pictures without colours


class NormalizedInput(nn.Module):
    """Brings bytes to what `net` was trained on: of 0 to 1, less a mean, over a deviation."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, net: nn.Module, mean: Sequence[float], deviation: Sequence[float]) -> None:
        """`mean` and `deviation` of brightness from 0 to 1, one for each channel of `net`."""
        super().__init__()
        self.net = net
        for name, values in (("mean", mean), ("deviation", deviation)):
            scaled = 255 * torch.tensor(values, dtype=torch.float32)
            self.register_buffer(name, scaled[:, None, None])

    def forward(self, pictures: Tensor) -> Tensor:
        """What the net says of `pictures` (B, C, H, W), bytes."""
        x = (pictures.to(self.mean.dtype) - self.mean) / self.deviation
        output: Tensor = self.net(x.contiguous(memory_format=torch.channels_last))
        return output
