"""Loads what tracking needs before it is asked for."""

from importlib import import_module
from importlib.util import find_spec
from threading import Thread

_LIBRARIES = ("torch", "torch.onnx", "onnx", "onnxruntime", "safetensors.torch")


def load_networks_early() -> Thread:
    """Import the networks in the background; returns the thread that does so.

    While a library is being linked in, every thread of the process stands still, for up to a third
    of a second. Better at the start than in the middle of play.
    """
    # no daemon: a process that ends in the middle of linking aborts
    thread = Thread(target=_load, name="warm-up")
    thread.start()
    return thread


def _load() -> None:
    for name in _LIBRARIES:
        import_module(name)
    from inference.runtime.backends import load_openvino  # torch comes with it, and is there by now

    if find_spec("openvino"):
        load_openvino()
