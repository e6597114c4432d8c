"""Paths become pools; labels become the scale and the grammar of a net."""

from dataclasses import replace

import numpy as np

from inference.actions.data.event_data import EventData
from inference.actions.decoding.grammar import HIT, SERVE, learn_grammar
from inference.actions.nets.path_config import PathNetConfig
from inference.actions.nets.path_net import PathNet
from inference.actions.training.reading import labelled_rallies, learn_from_labels, read_pools
from storage.progress import drained
from tests.inference.actions.paths import zigzag


def test_each_sport_is_a_pool_and_tracked_paths_one_more() -> None:
    tennis = replace(zigzag(), sport="tennis")

    loaded = drained(read_pools(EventData((zigzag(), tennis, zigzag()), tracked=(zigzag(),))))

    assert sorted(len(pool) for pool in loaded.pools) == [1, 1, 2]
    assert min(loaded.shares) == 0.25


def test_empty_paths_make_no_pool() -> None:
    empty = replace(zigzag(), path=zigzag().path.part(slice(0)), events=())

    assert drained(read_pools(EventData((empty,)))).pools == ()


def test_a_pause_parts_rallies() -> None:
    labelled = zigzag(hits=12)
    without_some = replace(labelled, events=labelled.events[:3] + labelled.events[9:])

    rallies = labelled_rallies(without_some)

    assert [[kind for _, kind in rally] for rally in rallies] == [[SERVE, HIT, HIT], [HIT] * 3]


def test_a_net_learns_from_labels_what_is_usual() -> None:
    net = PathNet(PathNetConfig(width=8, recurrent=0))

    learn_from_labels(net, [zigzag(seconds=1.5) for _ in range(20)])

    default = learn_grammar("badminton").time[HIT, HIT].argmax()
    assert net.grammar("badminton").time[HIT, HIT].argmax() > default
    assert not np.allclose(net.mean.numpy(), 0)
