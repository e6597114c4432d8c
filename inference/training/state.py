"""Everything that a training step changes, as tensors that a checkpoint can keep."""

from contextlib import nullcontext
from copy import deepcopy

import torch
from torch import Tensor, nn
from torch.nn.modules.batchnorm import _BatchNorm

from inference.training.config import TrainingConfig
from inference.training.dataloader import Batch
from inference.training.distributed import DistributedContext
from inference.training.early_stopping import EarlyStopping
from inference.training.task import TrainableTask

_AUTOCAST = {"bf16": torch.bfloat16, "fp16": torch.float16}
_RECENT = 50  # steps, about, that the loss is the mean of
_INITIAL_SCALE = 65536.0  # of losses in fp16, which holds no number as small as most gradients


class TrainingState:
    """The net, the EMA of its weights, the optimizer's moments, the best weights so far."""

    def __init__(
        self,
        task: TrainableTask,
        net: nn.Module,
        config: TrainingConfig,
        processes: DistributedContext,
        keep_best: bool,
    ) -> None:
        """`keep_best`: the best weights are wanted. ValueError if the task cannot train `net`."""
        self._objective = task.objective(net)
        net.to(processes.device, memory_format=_memory_format(net))  # type: ignore[call-overload]
        self._net, self._config, self._processes = net, config, processes
        module = task.training_module(net).to(processes.device)
        self._ddp_model = processes.wrap_ddp(module).train()
        if not config.train_batch_norm:
            freeze_batch_norm(self._ddp_model)
        self._parameters = dict(net.named_parameters())
        self.ema = {name: value.clone() for name, value in net.state_dict().items()}
        self.early_stopping = EarlyStopping(self.ema if keep_best else {})
        self._optimizer = _optimizer(list(self._parameters.values()), config)
        fp16 = config.precision == "fp16"
        self._scaler = torch.amp.GradScaler(processes.device.type, enabled=fp16)
        # scale of the losses in fp16, and steps with it
        self._scale = torch.tensor([_INITIAL_SCALE, 0.0], dtype=torch.float64)
        self.step = torch.tensor(0)  # steps done
        self.loss = torch.zeros((), device=processes.device)  # mean of about the last fifty steps

    def tensors(self) -> dict[str, Tensor]:
        """Every tensor that is the state, by name. Who writes into them calls `restored` then."""
        tensors = {f"net.{name}": value for name, value in self._net.state_dict().items()}
        tensors |= {f"ema.{name}": value for name, value in self.ema.items()}
        for name, parameter in self._parameters.items():
            for part, value in self._optimizer.state[parameter].items():
                tensors[f"optimizer.{name}.{part}"] = value
        tensors |= {"step": self.step, "loss": self.loss, "scale": self._scale}
        return tensors | self.early_stopping.tensors()

    def restored(self) -> None:
        """Take up what the main process has written into the tensors, in all processes."""
        self._processes.broadcast(self.tensors().values())
        scale, steps = self._scale.tolist()
        if self._scaler.is_enabled():
            saved = self._scaler.state_dict() | {"scale": scale, "_growth_tracker": int(steps)}
            self._scaler.load_state_dict(saved)

    def training_step(self, batch: Batch, learning_rate: float) -> None:
        """One step of the optimizer, on the samples of this process."""
        config, device = self._config, self._processes.device
        batch = batch.to(device)
        dtype = _AUTOCAST.get(config.precision)
        # algorithms chosen by their speed of the moment would not give the same net twice
        with torch.backends.cudnn.flags(enabled=True, benchmark=False, deterministic=True):
            with torch.autocast(device.type, dtype) if dtype else nullcontext():
                output = self._ddp_model(*self._objective.prepare_input(batch))
            loss = self._objective.loss(output, batch)
            self._optimizer.zero_grad()
            self._scaler.scale(loss).backward()  # type: ignore[no-untyped-call]
        self._scaler.unscale_(self._optimizer)
        torch.nn.utils.clip_grad_norm_(self._parameters.values(), config.max_grad_norm)
        for group in self._optimizer.param_groups:
            group["lr"] = learning_rate
        self._scaler.step(self._optimizer)
        self._scaler.update()
        self._update_averages(loss.detach())

    def ema_model(self) -> nn.Module:
        """A copy of the net with the averaged weights, ready to run."""
        net = deepcopy(self._net)
        net.load_state_dict(self.ema)
        return net.eval()

    def finish(self) -> None:
        """Leave in the net what came of the training: its best weights, or the last average."""
        self._net.load_state_dict(self.early_stopping.best_weights or self.ema)
        self._processes.broadcast(self._net.state_dict().values())
        self._net.to("cpu", memory_format=torch.contiguous_format)  # type: ignore[call-overload]
        self._net.eval()

    @torch.no_grad()
    def _update_averages(self, loss: Tensor) -> None:
        """Move the averages: quickly at first, when their start is worth nothing."""
        self.step += 1
        done = int(self.step)
        self.loss.lerp_(loss, max(1 / _RECENT, 1 / done))
        keep = min(self._config.ema_decay, done / (done + 10))
        for name, value in self._net.state_dict().items():
            if value.is_floating_point():
                self.ema[name].lerp_(value, 1 - keep)
            else:
                self.ema[name].copy_(value)
        if self._scaler.is_enabled():
            scaler = self._scaler.state_dict()
            self._scale.copy_(torch.tensor([scaler["scale"], scaler["_growth_tracker"]]))


def freeze_batch_norm(net: nn.Module) -> None:
    """Let the batch norms of `net`, in training, keep the statistics that they have."""
    for module in net.modules():
        if isinstance(module, _BatchNorm):
            module.eval()


def _optimizer(parameters: list[nn.Parameter], config: TrainingConfig) -> torch.optim.AdamW:
    """AdamW with its moments in place, as its first step would make them: to be restored into."""
    optimizer = torch.optim.AdamW(
        parameters, weight_decay=config.weight_decay, lr=config.learning_rate
    )
    for parameter in parameters:
        optimizer.state[parameter] = {
            "step": torch.tensor(0.0),
            "exp_avg": torch.zeros_like(parameter),
            "exp_avg_sq": torch.zeros_like(parameter),
        }
    return optimizer


def _memory_format(net: nn.Module) -> torch.memory_format:
    """Channels last, which 2-D convolutions run fastest in; 3-D ones have no place in it."""
    three_dimensional = any(parameter.dim() == 5 for parameter in net.parameters())
    return torch.contiguous_format if three_dimensional else torch.channels_last
