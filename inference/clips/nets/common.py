"""What the nets share: how pictures are scaled, and weights by chance."""

from torch import Tensor, nn

IMAGENET = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
KINETICS = (0.43216, 0.394666, 0.37645), (0.22803, 0.22145, 0.216989)


class Normalization(nn.Module):
    """Pictures (…, 3, H, W) from 0 to 1, less the mean and by the deviation of a data set."""

    def __init__(self, mean: tuple[float, ...], deviation: tuple[float, ...]) -> None:
        super().__init__()
        # constants of the net, not weights or buffers: nets are made without memory, to be filled
        # from a file that does not hold these
        self._mean, self._deviation = mean, deviation

    def forward(self, pictures: Tensor) -> Tensor:
        """The same shape."""
        mean, deviation = (
            pictures.new_tensor(values).view(-1, 1, 1) for values in (self._mean, self._deviation)
        )
        return (pictures - mean) / deviation


def initialize(net: nn.Module) -> None:
    """Weights by chance for nets with ReLU: Kaiming's for convolutions, small ones for the end."""
    for module in net.modules():
        if isinstance(module, nn.Conv2d | nn.Conv3d):
            nn.init.kaiming_normal_(module.weight, mode="fan_out", nonlinearity="relu")
        elif isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, 0, 0.01)
            nn.init.zeros_(module.bias)
