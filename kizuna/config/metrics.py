"""Figures of the running installation for Prometheus: requests and their time, what is on record, tasks, memory."""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.utils import timezone
from prometheus_client import CollectorRegistry, Counter, Histogram, disable_created_metrics, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector
from prometheus_client.registry import Collector

from kizuna.core import checking, work

disable_created_metrics()  # type: ignore[no-untyped-call]  # it has no types
SHARED = "PROMETHEUS_MULTIPROC_DIR"
own = CollectorRegistry()
requests = Counter("kizuna_requests", "Requests answered.", ["method", "route", "status"], registry=own)
durations = Histogram(
    "kizuna_request_seconds", "How long answers took.", ["method", "route"], registry=own,
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
waits = Histogram(
    "kizuna_request_wait_seconds", "How long requests waited for others before they were served.", registry=own,
    buckets=(0.001, 0.01, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60),
)  # fmt: skip


class OnRecord(Collector):
    """What the database holds at this moment."""

    def collect(self) -> Iterator[Metric]:
        """The rows of each table, the tasks, the worker's last beat."""
        rows = GaugeMetricFamily("kizuna_rows", "Rows on record, by kind.", labels=["kind"])
        for label, count in checking.rows_by_kind().items():
            rows.add_metric([label], count)
        yield rows
        tasks = GaugeMetricFamily("kizuna_tasks", "Tasks of the background, by state.", labels=["state"])
        for state, count in work.waiting().items():
            tasks.add_metric([state], count)
        yield tasks
        seen = work.last_beat()
        if seen is not None:
            age = (timezone.now() - seen).total_seconds()
            yield GaugeMetricFamily("kizuna_worker_beat_seconds", "Since a worker showed that it lives.", value=age)


def told() -> bytes:
    """All figures in the format of Prometheus; those of all server processes where there are several."""
    whole = CollectorRegistry()
    whole.register(OnRecord())
    ProcessCollector(registry=whole)
    PlatformCollector(registry=whole)
    counted = own
    if os.environ.get(SHARED):
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]  # it has no types
    return generate_latest(counted) + generate_latest(whole)
