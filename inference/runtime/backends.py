"""Backends that run a net: PyTorch, ONNX Runtime, OpenVINO. Calls stay on the caller's thread.

So several threads, each with its own batch, keep several cores busy without waiting for each other.
"""

import sys
import threading
import warnings
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils import convert_conv2d_weight_memory_format

from inference.runtime.calls import can_be_ended
from storage.errors import UserError

_OPSET = 17
_INPUT, _OUTPUT = "inputs", "outputs"
_exporting = threading.Lock()  # PyTorch can write one net at a time
_TITLES = {"torch": "PyTorch", "onnxruntime": "ONNX Runtime", "openvino": "OpenVINO"}


class Engine(Protocol):
    """A net that is ready to run."""

    name: str  # runtime, device and precision, such as "torch-cpu-fp32"

    def __call__(self, inputs: Tensor) -> Tensor:
        """Outputs (B, …), float32, of `inputs` on the CPU, whose shape but for B is the example's.

        Inputs are what the net takes: pictures (B, C, H, W) and clips (B, T, C, H, W) as bytes or
        float32, features (B, T, F) as float32. Outputs lie where they were computed. May be called
        by several threads at once.
        """


@dataclass(frozen=True, eq=False)
class Program:
    """A net to be run, with its weights in it: a module, or a model in ONNX's format."""

    weights: str  # SHA-256
    module: nn.Module | None = None  # in evaluation mode
    onnx: bytes | None = None
    preprocess: Callable[[Tensor], Tensor] | None = (
        None  # what an ONNX model wants done to its inputs
    )

    def exported(self, example: Tensor) -> bytes:
        """The net in ONNX's format, for inputs like `example`, but for their number."""
        if self.onnx is not None:
            return self.onnx
        assert self.module is not None
        with (
            _exporting,
            warnings.catch_warnings(),
            torch.inference_mode(),
            TemporaryDirectory() as folder,
        ):
            # the newer way of exporting needs packages for what these plain nets do not use
            warnings.simplefilter("ignore")
            path = Path(folder) / "net.onnx"
            torch.onnx.export(
                self.module,
                (example,),
                path,
                dynamo=False,
                opset_version=_OPSET,
                input_names=[_INPUT],
                output_names=[_OUTPUT],
                dynamic_axes={_INPUT: {0: "batch"}, _OUTPUT: {0: "batch"}},
            )
            return path.read_bytes()


class TorchEngine:
    """PyTorch, on the CPU or a GPU."""

    def __init__(self, program: Program, device: str, precision: str) -> None:
        self.name = f"torch-{device}-{precision}"
        assert program.module is not None
        self._dtype = torch.bfloat16 if precision == "bf16" else torch.float32
        self._device = torch.device(device)
        module = deepcopy(program.module).to(self._device, self._dtype).eval().requires_grad_(False)
        self._module = convert_conv2d_weight_memory_format(module, torch.channels_last)
        torch.set_num_threads(1)  # the caller's; PyTorch knows only one number for all

    def __call__(self, inputs: Tensor) -> Tensor:
        """Outputs of `inputs`; on a GPU without memory for all, of half of them at a time."""
        try:
            with torch.inference_mode():
                # bytes are the net's to scale, floats come in its precision
                dtype = self._dtype if inputs.is_floating_point() else inputs.dtype
                outputs: Tensor = self._module(inputs.to(self._device, dtype))
                return outputs.float()
        except torch.OutOfMemoryError:
            if len(inputs) < 2:
                raise
        half = len(inputs) // 2
        return torch.cat([self(inputs[:half]), self(inputs[half:])])


class OnnxRuntimeEngine:
    """ONNX Runtime on the CPU."""

    name = "onnxruntime-cpu-fp32"

    def __init__(self, program: Program, example: Tensor) -> None:
        import onnxruntime

        onnxruntime.disable_telemetry_events()  # of its builds for Windows
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the caller's
        options.log_severity_level = 3  # errors, which come as exceptions as well
        self._run_options = partial(_quiet_run, onnxruntime)
        self._session = onnxruntime.InferenceSession(
            program.exported(example), options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        self._output = self._session.get_outputs()[0].name
        self._preprocess = program.preprocess

    def __call__(self, inputs: Tensor) -> Tensor:
        """Outputs of `inputs`."""
        prepared = self._preprocess(inputs) if self._preprocess else inputs
        feed = {self._input: prepared.contiguous().numpy()}
        run = self._run_options()
        with can_be_ended(partial(setattr, run, "terminate", True)):
            (outputs,) = self._session.run([self._output], feed, run)
        return torch.from_numpy(outputs).float()


def _quiet_run(onnxruntime: Any) -> Any:
    """The options of one call, which another thread may end."""
    options = onnxruntime.RunOptions()
    options.log_severity_level = 4  # that it was ended is no news
    return options


class OpenVinoEngine:
    """OpenVINO on the CPU."""

    def __init__(self, program: Program, example: Tensor, precision: str, threads: int) -> None:
        self.name = f"openvino-cpu-{precision}"
        core = load_openvino().Core()
        kind = {"fp32": "f32", "bf16": "bf16"}[precision]
        self._model = core.compile_model(
            core.read_model(program.exported(example)),
            "CPU",
            {
                "INFERENCE_PRECISION_HINT": kind,
                "INFERENCE_NUM_THREADS": threads,
                "NUM_STREAMS": threads,  # so each call has one thread
            },
        )
        self._preprocess = program.preprocess
        # not one a thread: a request that dies with a thread of Qt's brings the process down
        self._idle: list[Any] = []

    def __call__(self, inputs: Tensor) -> Tensor:
        """Outputs of `inputs`."""
        prepared = self._preprocess(inputs) if self._preprocess else inputs
        request = self._request()
        try:
            with can_be_ended(request.cancel):
                outputs = request.infer([prepared.contiguous().numpy()], share_inputs=True)
            return torch.from_numpy(np.array(outputs[0], np.float32))
        finally:
            self._idle.append(request)

    def _request(self) -> Any:
        """A request that no other thread is using."""
        try:
            return self._idle.pop()
        except IndexError:
            return self._model.create_infer_request()


def load_openvino() -> Any:
    """The package of OpenVINO, kept from telling its makers over the network that it was imported.

    It does so at every import, but for one where its package for that is not to be had.
    """
    modules: dict[str, Any] = sys.modules
    modules.setdefault("openvino_telemetry", None)
    import openvino

    return openvino


def engine_names(program: Program, device: str) -> list[str]:
    """The engines that might run `program` here, on "auto", "cpu" or "cuda"; the reference first.

    UserError if a GPU is asked for that cannot run it.
    """
    has_module = program.module is not None
    reference = ["torch-cpu-fp32"] if has_module else []
    if device != "cpu" and has_module and torch.cuda.is_available():
        return [*reference, "torch-cuda-bf16", "torch-cuda-fp32"]
    if device == "cuda":
        raise UserError(
            "This model cannot run on a CUDA device here.",
            "Use --device auto, or see what touchline doctor says about the GPU.",
        )
    onnx, openvino = (find_spec(name) is not None for name in ("onnxruntime", "openvino"))
    fp32 = ["onnxruntime-cpu-fp32"] * onnx + ["openvino-cpu-fp32"] * openvino
    bf16 = ["torch-cpu-bf16"] * has_module + ["openvino-cpu-bf16"] * openvino
    return reference + fp32 + (bf16 if has_native_bf16() else [])


def is_onnx(name: str) -> bool:
    """Whether the engine of this name runs nets in ONNX's format."""
    return not name.startswith("torch-")


def engine_title(name: str) -> str:
    """The engine's name for people, such as "OpenVINO, bf16"."""
    runtime, device, precision = name.split("-")
    where = [device.upper()] * (device != "cpu") + [precision] * (precision != "fp32")
    return ", ".join([_TITLES[runtime], *where])


def make_engine(name: str, program: Program, example: Tensor, threads: int) -> Engine:
    """The engine of this name for inputs like `example`, called by so many threads at once."""
    runtime, device, precision = name.split("-")
    if runtime == "torch":
        return TorchEngine(program, device, precision)
    if runtime == "onnxruntime":
        return OnnxRuntimeEngine(program, example)
    return OpenVinoEngine(program, example, precision, threads)


def has_native_bf16() -> bool:
    """Whether the CPU computes in bf16 itself; where it does not, bf16 is ten times slower."""
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))
