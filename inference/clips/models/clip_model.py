"""A model of clips on disk: what its card says, checked, and its net."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from torch import nn

from inference.clips.data.labelled_clip import ClipInput
from inference.clips.models.architectures import (
    ARCHITECTURES,
    SERIES,
    Config,
    make_net,
    read_config,
    read_input,
    words,
)
from inference.models.card import Card, read_card
from inference.models.folder import read_weights
from inference.runtime.backends import Program

TASK = "clips"
_KEYS = {"task", "architecture", "config", "input", "decision"}
_OPTIONAL = {"title", "licence", "convention", "training", "results", "made", "parent", "exam"}
_LARGEST = 30.0  # of a log share, below 0


@dataclass(frozen=True, eq=False)
class ClipModel:
    """A model that is ready to run, or to be trained on."""

    name: str
    net: nn.Module
    weights: str  # SHA-256
    architecture: str
    config: Config
    classes: tuple[str, ...]
    input: ClipInput
    decision: "Decision"

    def program(self) -> Program:
        """The net as engines run it."""
        return Program(self.weights, self.net)


@dataclass(frozen=True, eq=False)
class Decision:
    """How probabilities are made of a net's answers.

    `log_prior` (K,) is subtracted: logit adjustment, for classes that are rarer in training than
    they are to be found. `mirror`: a mirror image has the same class, so that both are asked.
    `columns` name the numbers of a series.
    """

    log_prior: NDArray[np.float64]
    mirror: bool = False
    columns: tuple[str, ...] = ()

    def entry(self) -> dict[str, object]:
        """The table [decision] of a card."""
        columns = {"columns": list(self.columns)} if self.columns else {}
        prior = [round(float(value), 6) for value in self.log_prior]
        return {"mirror": self.mirror, "log_prior": prior, **columns}


def read_clip_model(folder: Path) -> ClipModel:
    """The model in `folder`. UserError if it is damaged, or not what this program runs."""
    card = read_card(folder)
    card.word("task", [TASK])
    architecture = card.word("architecture", ARCHITECTURES)
    card.only(_KEYS | _OPTIONAL)
    config, classes = read_config(architecture, card.table("config"))
    spec = read_input(card.table("input"))
    if architecture != SERIES and not spec.width:
        raise card.problem("has no width and height in [input]")
    decision = read_decision(card.table("decision"), len(classes))
    net, weights = read_weights(folder, lambda: make_net(architecture, config, len(classes)))
    name = folder.resolve().name
    return ClipModel(name, net, weights, architecture, config, classes, spec, decision)


def read_decision(card: Card, classes: int) -> Decision:
    """The table [decision] of a card, checked. UserError if it is wrong."""
    card.only({"mirror", "log_prior", "columns"})
    prior = card.numbers("log_prior", -_LARGEST, 0, classes)
    if len(prior) != classes:
        raise card.problem(f"has {len(prior)} values of log_prior for {classes} classes")
    columns = words(card, "columns", 8192) if "columns" in card.values else ()
    return Decision(np.array(prior), card.flag("mirror"), columns)
