"""Independent implementations of published nets, written with functions over a state dict."""

import torch
from torch import Tensor
from torch.nn import functional as f

State = dict[str, Tensor]
Padding = int | tuple[int, int]


def random_state(shapes: dict[str, tuple[int, ...]], seed: int = 0) -> State:
    """Weights by chance of a net with these shapes: small, with positive variances."""
    random = torch.Generator().manual_seed(seed)

    def value(name: str, shape: tuple[int, ...]) -> Tensor:
        if name.endswith("num_batches_tracked"):
            return torch.tensor(0)
        drawn = torch.randn(shape, generator=random)
        if name.endswith("running_var"):
            return drawn.abs() + 0.5
        fan = max(drawn[0].numel(), 1) if drawn.ndim > 1 else 4
        return drawn.mul((1.5 / fan) ** 0.5)

    return {name: value(name, shape) for name, shape in shapes.items()}


def shapes_of(net: torch.nn.Module) -> dict[str, tuple[int, ...]]:
    return {name: tuple(value.shape) for name, value in net.state_dict().items()}


def norm(state: State, name: str, x: Tensor, eps: float = 1e-5) -> Tensor:
    shape = (1, -1, *[1] * (x.ndim - 2))
    mean, var, weight, bias = (
        state[f"{name}.{part}"].view(shape)
        for part in ("running_mean", "running_var", "weight", "bias")
    )
    return (x - mean) / torch.sqrt(var + eps) * weight + bias


def resnet50(state: State, pictures: Tensor) -> Tensor:
    mean = torch.tensor([0.485, 0.456, 0.406]).view(3, 1, 1)
    deviation = torch.tensor([0.229, 0.224, 0.225]).view(3, 1, 1)
    x = f.conv2d((pictures - mean) / deviation, state["conv1.weight"], stride=2, padding=3)
    x = f.max_pool2d(norm(state, "bn1", x).relu(), 3, 2, 1)
    for stage, blocks in enumerate((3, 4, 6, 3), 1):
        for block in range(blocks):
            at = f"layer{stage}.{block}"
            stride = 2 if stage > 1 and block == 0 else 1
            y = norm(state, f"{at}.bn1", f.conv2d(x, state[f"{at}.conv1.weight"])).relu()
            y = f.conv2d(y, state[f"{at}.conv2.weight"], stride=stride, padding=1)
            y = norm(state, f"{at}.bn2", y).relu()
            y = norm(state, f"{at}.bn3", f.conv2d(y, state[f"{at}.conv3.weight"]))
            if f"{at}.downsample.0.weight" in state:
                x = f.conv2d(x, state[f"{at}.downsample.0.weight"], stride=stride)
                x = norm(state, f"{at}.downsample.1", x)
            x = (x + y).relu()
    return x.mean((2, 3)) @ state["fc.weight"].T + state["fc.bias"]


def r2plus1d(state: State, clips: Tensor) -> Tensor:
    mean = torch.tensor([0.43216, 0.394666, 0.37645]).view(3, 1, 1)
    deviation = torch.tensor([0.22803, 0.22145, 0.216989]).view(3, 1, 1)
    x = ((clips - mean) / deviation).permute(0, 2, 1, 3, 4)
    x = f.conv3d(x, state["stem.0.weight"], stride=(1, 2, 2), padding=(0, 3, 3))
    x = norm(state, "stem.1", x).relu()
    x = norm(state, "stem.4", f.conv3d(x, state["stem.3.weight"], padding=(1, 0, 0))).relu()
    for stage in range(1, 5):
        for block in range(2):
            at = f"layer{stage}.{block}"
            stride = 2 if stage > 1 and block == 0 else 1
            y = _split(state, f"{at}.conv1.0", x, stride)
            y = norm(state, f"{at}.conv1.1", y).relu()
            y = norm(state, f"{at}.conv2.1", _split(state, f"{at}.conv2.0", y, 1))
            if f"{at}.downsample.0.weight" in state:
                x = f.conv3d(x, state[f"{at}.downsample.0.weight"], stride=stride)
                x = norm(state, f"{at}.downsample.1", x)
            x = (x + y).relu()
    return x.mean((2, 3, 4)) @ state["fc.weight"].T + state["fc.bias"]


def _split(state: State, at: str, x: Tensor, stride: int) -> Tensor:
    x = f.conv3d(x, state[f"{at}.0.weight"], stride=(1, stride, stride), padding=(0, 1, 1))
    x = norm(state, f"{at}.1", x).relu()
    return f.conv3d(x, state[f"{at}.3.weight"], stride=(stride, 1, 1), padding=(1, 0, 0))


def lite0(state: State, pictures: Tensor) -> Tensor:
    x = (pictures * 255 - 127) / 128
    x = f.relu6(norm(state, "_bn0", _same(x, state["_conv_stem.weight"], 2), 1e-3))
    stages = [(1, 1), (2, 2), (2, 2), (3, 2), (3, 1), (4, 2), (1, 1)]
    strides = [s if i == 0 else 1 for repeats, s in stages for i in range(repeats)]
    for index, stride in enumerate(strides):
        at, y = f"_blocks.{index}", x
        if f"{at}._expand_conv.weight" in state:
            y = f.conv2d(y, state[f"{at}._expand_conv.weight"])
            y = f.relu6(norm(state, f"{at}._bn0", y, 1e-3))
        y = _same(y, state[f"{at}._depthwise_conv.weight"], stride, groups=y.shape[1])
        y = f.relu6(norm(state, f"{at}._bn1", y, 1e-3))
        y = norm(state, f"{at}._bn2", f.conv2d(y, state[f"{at}._project_conv.weight"]), 1e-3)
        x = x + y if stride == 1 and x.shape == y.shape else y
    x = f.relu6(norm(state, "_bn1", f.conv2d(x, state["_conv_head.weight"]), 1e-3))
    return x.mean((2, 3))


def _same(x: Tensor, weight: Tensor, stride: int, groups: int = 1) -> Tensor:
    kernel, edges = weight.shape[-1], []
    for side in (x.shape[3], x.shape[2]):
        missing = max((-(-side // stride) - 1) * stride + kernel - side, 0)
        edges += [missing // 2, missing - missing // 2]
    return f.conv2d(f.pad(x, edges), weight, stride=stride, groups=groups)


class Inception:
    """Inception-v3 over a state dict: pictures from 0 to 1 to features."""

    def __init__(self, state: State) -> None:
        self._state = state

    def __call__(self, pictures: Tensor) -> Tensor:
        x = self.conv("Conv2d_1a_3x3", 2 * pictures - 1, 2)
        x = self.conv("Conv2d_2b_3x3", self.conv("Conv2d_2a_3x3", x), padding=1)
        x = self.conv("Conv2d_4a_3x3", self.conv("Conv2d_3b_1x1", f.max_pool2d(x, 3, 2)))
        x = self.large(f.max_pool2d(x, 3, 2))
        return self.small(self.medium(x)).mean((2, 3))

    def large(self, x: Tensor) -> Tensor:
        for at in ("Mixed_5b", "Mixed_5c", "Mixed_5d"):
            five = self.chain(at, x, ("branch5x5_1", 0), ("branch5x5_2", 2))
            three = self.conv(f"{at}.branch3x3dbl_3", self.double(at, x), padding=1)
            parts = [self.conv(f"{at}.branch1x1", x), five, three, self.pooled(at, x)]
            x = torch.cat(parts, 1)
        at = "Mixed_6a"
        three = self.conv(f"{at}.branch3x3dbl_3", self.double(at, x), 2)
        return torch.cat([self.conv(f"{at}.branch3x3", x, 2), three, f.max_pool2d(x, 3, 2)], 1)

    def medium(self, x: Tensor) -> Tensor:
        across: Padding = (0, 3)
        down: Padding = (3, 0)
        for at in ("Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e"):
            seven = self.chain(
                at, x, ("branch7x7_1", 0), ("branch7x7_2", across), ("branch7x7_3", down)
            )
            paddings: tuple[Padding, ...] = (0, down, across, down, across)
            names = [f"branch7x7dbl_{n}" for n in range(1, 6)]
            twice = self.chain(at, x, *zip(names, paddings, strict=True))
            parts = [self.conv(f"{at}.branch1x1", x), seven, twice, self.pooled(at, x)]
            x = torch.cat(parts, 1)
        return x

    def small(self, x: Tensor) -> Tensor:
        at = "Mixed_7a"
        three = self.conv(f"{at}.branch3x3_2", self.conv(f"{at}.branch3x3_1", x), 2)
        names = ["branch7x7x3_1", "branch7x7x3_2", "branch7x7x3_3"]
        kept: tuple[Padding, ...] = (0, (0, 3), (3, 0))
        seven = self.chain(at, x, *zip(names, kept, strict=True))
        seven = self.conv(f"{at}.branch7x7x3_4", seven, 2)
        x = torch.cat([three, seven, f.max_pool2d(x, 3, 2)], 1)
        for at in ("Mixed_7b", "Mixed_7c"):
            single, both = self.conv(f"{at}.branch3x3_1", x), self.double(at, x)
            parts = [self.conv(f"{at}.branch1x1", x)]
            for y, name in ((single, "branch3x3_2"), (both, "branch3x3dbl_3")):
                parts += [self.conv(f"{at}.{name}a", y, padding=(0, 1))]
                parts += [self.conv(f"{at}.{name}b", y, padding=(1, 0))]
            x = torch.cat([*parts, self.pooled(at, x)], 1)
        return x

    def conv(self, name: str, x: Tensor, stride: int = 1, padding: Padding = 0) -> Tensor:
        y = f.conv2d(x, self._state[f"{name}.conv.weight"], stride=stride, padding=padding)
        return norm(self._state, f"{name}.bn", y, 1e-3).relu()

    def chain(self, at: str, x: Tensor, *steps: tuple[str, Padding]) -> Tensor:
        for name, padding in steps:
            x = self.conv(f"{at}.{name}", x, padding=padding)
        return x

    def pooled(self, at: str, x: Tensor) -> Tensor:
        return self.conv(f"{at}.branch_pool", f.avg_pool2d(x, 3, 1, 1))

    def double(self, at: str, x: Tensor) -> Tensor:
        return self.chain(at, x, ("branch3x3dbl_1", 0), ("branch3x3dbl_2", 1))
