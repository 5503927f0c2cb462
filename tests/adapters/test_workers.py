"""Processes and a cluster hand back the same bytes as threads."""

from __future__ import annotations

import numpy as np
import pytest
from tests.measures.scenes import quartet

from detente.adapters.workers import Cluster, Processes
from detente.codebook.crisis_parameters import Structure
from detente.measures.parts import Part, joined, parts, play_part
from detente.measures.plan import plan
from detente.model.errors import InputError
from detente.ports.workers import check_workers

WHOLE = Part(plan(quartet(weeks=10)), Structure.SPIRAL, (), seed=3, lanes=256, first=0, draws=6)


def same_as_alone(workers) -> bool:
    alone, shared_out = play_part(WHOLE), joined(workers.map(play_part, parts(WHOLE, 4)))
    return all(
        np.array_equal(getattr(alone, name), getattr(shared_out, name))
        for name in ("records", "peaks", "rungs")
    )


def test_processes_give_the_same_bytes():
    workers = Processes(2)
    check_workers(workers)
    assert same_as_alone(workers)


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_gives_the_same_bytes():
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None,
        host="127.0.0.1", protocol="tcp", scheduler_port=0,
    ) as cluster:  # fmt: skip
        workers = Cluster(cluster.scheduler_address)
        check_workers(workers)
        assert same_as_alone(workers)


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_does_not_answer_is_an_input_error():
    pytest.importorskip("distributed")
    with pytest.raises(InputError, match="no cluster at"):
        list(Cluster("tcp://127.0.0.1:9", timeout="1s").map(abs, [1]))
