"""Runs a net on prepared clips: probabilities of the classes."""

from collections.abc import Generator, Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from inference.clips.data.labelled_clip import ClipInput
from inference.clips.data.net_inputs import as_tensors, net_inputs, wants_ball, wants_path
from inference.clips.data.prepared import PreparedClip
from inference.clips.data.samples import validation_views
from inference.clips.models.clip_model import Decision

Probabilities = NDArray[np.float64]


def predict_clips(
    net: nn.Module,
    clips: Sequence[PreparedClip],
    spec: ClipInput,
    decision: Decision,
) -> Generator[int, None, Probabilities]:
    """Probabilities (N, K) of the classes; yields how many clips are done.

    `net` takes what `PreparedClip` holds: of a net with a frozen trunk it is the head. Logits are
    averaged over the windows of a clip, and over its mirror image where that has the same class.
    """
    device = next(net.parameters()).device
    rows = []
    for done, clip in enumerate(clips):
        yield done
        views = validation_views(clip, spec, decision.mirror, wants_ball(net))
        tensors = {name: value.to(device) for name, value in as_tensors(views).items()}
        inputs = net_inputs(tensors["inputs"], tensors["ball"])
        more = (tensors["path"],) if wants_path(net) else ()
        with torch.inference_mode():
            logits = net(inputs, *more).float().mean(0).double().cpu().numpy()
        rows.append(softmax(logits - decision.log_prior))
    return np.stack(rows) if rows else np.zeros((0, len(decision.log_prior)))


def softmax(logits: Probabilities) -> Probabilities:
    """Probabilities (…, K) of logits."""
    powers = np.exp(logits - logits.max(-1, keepdims=True))
    return np.asarray(powers / powers.sum(-1, keepdims=True))
