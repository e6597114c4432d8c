"""All that a step of training changes, as tensors that a checkpoint can keep."""

from contextlib import nullcontext
from copy import deepcopy

import torch
from torch import Tensor, nn

from inference.ball.models.architectures import kind_of
from inference.ball.training.objectives import lesson_for
from inference.training.config import TrainingSettings
from inference.training.dataloader import Batch
from inference.training.distributed import Team
from inference.training.early_stopping import Looks

_SHORT = {"bf16": torch.bfloat16, "fp16": torch.float16}
_RECENT = 50  # steps, about, that the loss is the mean of
_FIRST_SCALE = 65536.0  # of costs in fp16, which holds no number as small as most gradients are


class TrainingState:
    """The net, the mean of its weights, the optimiser's moments, the best weights so far."""

    def __init__(
        self, net: nn.Module, settings: TrainingSettings, team: Team, judged: bool
    ) -> None:
        """`judged`: the best weights are wanted. ValueError if such nets cannot be trained."""
        self._lesson = lesson_for(net, settings.shape, settings.radius)
        net.to(team.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self._net, self._settings, self._team = net, settings, team
        self._pupil = team.together(kind_of(net).for_bytes(net).to(team.device)).train()
        if not settings.norms:
            hold_norms(self._pupil)
        self._parameters = dict(net.named_parameters())
        self.mean = {name: value.clone() for name, value in net.state_dict().items()}
        self.looks = Looks(self.mean if judged else {})
        self._optimiser = torch.optim.AdamW(
            self._parameters.values(), weight_decay=settings.decay, lr=settings.rate
        )
        for parameter in self._parameters.values():  # as its first step would make them
            self._optimiser.state[parameter] = {
                "step": torch.tensor(0.0),
                "exp_avg": torch.zeros_like(parameter),
                "exp_avg_sq": torch.zeros_like(parameter),
            }
        self._scaler = torch.amp.GradScaler(team.device.type, enabled=settings.precision == "fp16")
        self._scale = torch.tensor([_FIRST_SCALE, 0.0], dtype=torch.float64)  # and steps with it
        self.step = torch.tensor(0)  # steps done
        self.loss = torch.zeros((), device=team.device)  # mean of about the last fifty steps

    def tensors(self) -> dict[str, Tensor]:
        """Every tensor that is the state, by name. Who writes into them calls `restored` then."""
        found = {f"net.{name}": value for name, value in self._net.state_dict().items()}
        found |= {f"mean.{name}": value for name, value in self.mean.items()}
        for name, parameter in self._parameters.items():
            for part, value in self._optimiser.state[parameter].items():
                found[f"optimiser.{name}.{part}"] = value
        found |= {"step": self.step, "loss": self.loss, "scale": self._scale}
        return found | self.looks.tensors()

    def restored(self) -> None:
        """Take up what has been written into the tensors, by the leader, in all processes."""
        self._team.share(self.tensors().values())
        scale, steps = self._scale.tolist()
        if self._scaler.is_enabled():
            known = self._scaler.state_dict() | {"scale": scale, "_growth_tracker": int(steps)}
            self._scaler.load_state_dict(known)

    def learn(self, batch: Batch, rate: float) -> None:
        """One step, on the windows of this process."""
        settings, device = self._settings, self._team.device
        batch = batch.to(device)
        short = _SHORT.get(settings.precision)
        # algorithms chosen by their speed of the moment would not give the same net twice
        with torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True):
            with torch.autocast(device.type, short) if short else nullcontext():
                answer = self._pupil(self._lesson.shown(batch.luma))
            cost = self._lesson.cost(answer, batch.places, batch.weight)
            self._optimiser.zero_grad()
            self._scaler.scale(cost).backward()  # type: ignore[no-untyped-call]
        self._scaler.unscale_(self._optimiser)
        torch.nn.utils.clip_grad_norm_(self._parameters.values(), settings.most_gradient)
        for group in self._optimiser.param_groups:
            group["lr"] = rate
        self._scaler.step(self._optimiser)
        self._scaler.update()
        self._follow(cost.detach())

    def mean_net(self) -> nn.Module:
        """A copy of the net with the mean weights, ready to run."""
        net = deepcopy(self._net)
        net.load_state_dict(self.mean)
        return net.eval()

    def finish(self) -> None:
        """Leave in the net what came of the training: its best weights, or the mean of its last."""
        self._net.load_state_dict(self.looks.best or self.mean)
        self._team.share(self._net.state_dict().values())
        self._net.to("cpu", memory_format=torch.contiguous_format)  # type: ignore[call-overload]
        self._net.eval()

    @torch.no_grad()
    def _follow(self, cost: Tensor) -> None:
        """Move the means: quickly at first, when their start is worth nothing."""
        self.step += 1
        done = int(self.step)
        self.loss.lerp_(cost, max(1 / _RECENT, 1 / done))
        keep = min(self._settings.average, done / (done + 10))
        for name, value in self._net.state_dict().items():
            if value.is_floating_point():
                self.mean[name].lerp_(value, 1 - keep)
            else:
                self.mean[name].copy_(value)
        if self._scaler.is_enabled():
            known = self._scaler.state_dict()
            self._scale.copy_(torch.tensor([known["scale"], known["_growth_tracker"]]))


def hold_norms(net: nn.Module) -> None:
    """Let the batch norms of `net`, in training, go on with the statistics that they have."""
    for module in net.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.eval()
