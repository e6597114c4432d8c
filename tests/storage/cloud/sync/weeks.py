"""Whole runs of the simulation, one for each seed: in memory, and over HTTP.

Both end with the faults over, and raise AssertionError unless nothing is lost and all are equal.
"""

from pathlib import Path
from random import Random

from storage.cloud.s3.bucket import connect
from storage.cloud.s3.location import S3Location
from tests.storage.cloud.faults import Request, unreliable
from tests.storage.cloud.sync.memory import Objects, UnreliableRemote
from tests.storage.cloud.sync.simulation import NAMES, Simulation

_TROUBLE = 0.08  # the chance of a fault, at each of several places of each request
_QUICK = ("409", "412", "twice", "cut", "damage", "slow")
_WAITED_FOR = ("503", "lose", "drop", "late")  # botocore waits before it asks again


def live_in_memory(seed: int, folder: Path, bare: Path, steps: int = 60) -> None:
    """Faults between any two steps, kills among them. `bare` is a library folder to copy."""
    objects = Objects()
    remotes = [UnreliableRemote(objects, Random(f"{seed}{name}"), _TROUBLE) for name in NAMES]
    simulation = Simulation(seed, folder, bare, list(remotes))
    simulation.live(steps)
    for remote in remotes:
        remote.fault_rate = 0
    for late in objects.late:
        objects.write(*late)
    simulation.settle()
    simulation.check()
    simulation.close()


def live_over_http(seed: int, folder: Path, bare: Path, place: S3Location, steps: int = 25) -> None:
    """Faults of network and server, at every other seed of one that ignores conditions."""
    random = Random(seed)

    def fault(request: Request) -> str | None:
        if request.method == "HEAD" or random.random() > _TROUBLE:
            return None
        return random.choice(_QUICK if random.random() < 0.8 else _WAITED_FOR)

    with unreliable(str(place.endpoint)) as proxy:
        proxy.ignores_conditions = seed % 2 == 1
        proxy.disorder = random
        there = S3Location(place.bucket, place.prefix, endpoint=proxy.address)
        simulation = Simulation(seed, folder, bare, [connect(there) for _ in NAMES])
        proxy.choose = fault
        simulation.live(steps)
        proxy.choose = lambda _: None
        simulation.settle()
        simulation.check()
        simulation.close()
