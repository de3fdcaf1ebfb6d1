"""Dashboards and alerts name only what Versed exports, and each alert says what to do."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from prometheus_client import REGISTRY, Counter, Gauge, Histogram, Info

from bot.runtime import metrics
from tests.deploy.promql import named_in
from tests.test_links import anchors

ROOT = Path(__file__).parents[2]
DASHBOARDS = sorted((ROOT / "deploy/grafana/dashboards").glob("*.json"))
ALERTS: list[Any] = [
    rule
    for group in yaml.safe_load((ROOT / "deploy/prometheus/alerts.yml").read_text(encoding="utf-8"))["groups"]
    for rule in group["rules"]
]
GIVEN_BY_PROMETHEUS = {"job", "instance"}
"""Labels that Prometheus adds to every series."""


def exported() -> dict[str, set[str]]:
    """Return every series that Versed exports, with its labels."""
    found: dict[str, set[str]] = {"up": set(), "ALERTS": {"alertname", "alertstate", "severity"}}
    for metric in vars(metrics).values():
        match metric:
            case Counter():
                found[f"{metric._name}_total"] = set(metric._labelnames)
            case Gauge():
                found[metric._name] = set(metric._labelnames)
            case Histogram():
                for ending in ("bucket", "count", "sum"):
                    found[f"{metric._name}_{ending}"] = {*metric._labelnames, *(["le"] if ending == "bucket" else [])}
            case Info():
                found[f"{metric._name}_info"] = {"version"}
    for family in REGISTRY.collect():  # metrics of the process itself
        if family.name.startswith(("process_", "python_")):
            found |= {sample.name: set(sample.labels) for sample in family.samples}
    return found


EXPORTED = exported()


def queries(dashboard: Any) -> Iterator[str]:
    for panel in dashboard["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))
    yield from (each["expr"] for each in dashboard["annotations"]["list"])
    for variable in dashboard["templating"]["list"]:
        if variable["type"] == "query":
            metric, label = re.findall(r"label_values\((\w+), (\w+)\)", variable["definition"])[0]
            yield f"count by ({label}) ({metric})"


def expressions() -> Iterator[Any]:
    for file in DASHBOARDS:
        for number, query in enumerate(queries(json.loads(file.read_text(encoding="utf-8")))):
            yield pytest.param(query, id=f"{file.stem}-{number}")
    for alert in ALERTS:
        yield pytest.param(alert["expr"], id=alert["alert"])


@pytest.mark.parametrize("expression", list(expressions()))
def test_an_expression_names_only_what_is_exported(expression: str) -> None:
    named = named_in(expression)
    assert named.metrics or expression.startswith("ALERTS")
    assert named.metrics.keys() <= EXPORTED.keys()
    for name, labels in named.metrics.items():
        assert labels <= EXPORTED[name] | GIVEN_BY_PROMETHEUS, name
    known = set().union(*(EXPORTED[name] for name in named.metrics))
    assert named.grouped <= known | GIVEN_BY_PROMETHEUS


def test_expressions_are_read_right() -> None:
    chosen = 'rate(x_bucket{b=~"c{2}|d (e)", f!="g"}[5m])'
    named = named_in(f"sum by (a, le) ({chosen}) / y offset 15m > 0.5 or z unless time()")
    assert named.metrics == {"x_bucket": {"b", "f"}, "y": set(), "z": set()}
    assert named.grouped == {"a", "le"}


def test_the_guide_lists_every_metric() -> None:
    page = (ROOT / "docs/operating/watch.md").read_text(encoding="utf-8").split("## Metrics")[1].split("\n## ")[0]
    listed = {
        name for line in page.splitlines() if line.startswith("|") for name in re.findall(r"`(versed_\w+)`", line)
    }
    assert listed == {re.sub(r"_(bucket|count|sum)$", "", name) for name in EXPORTED if name.startswith("versed_")}


def test_every_metric_is_watched() -> None:
    """A metric that nobody looks at needn't be counted."""
    watched = {name for each in expressions() for name in named_in(each.values[0]).metrics}
    ours = {re.sub(r"_(bucket|count|sum)$", "", name) for name in EXPORTED if name.startswith("versed_")}
    assert {each for each in ours if not any(name.startswith(each) for name in watched)} == set()


def test_panels_have_titles_and_say_what_they_show() -> None:
    for file in DASHBOARDS:
        dashboard = json.loads(file.read_text(encoding="utf-8"))
        panels = [each for each in dashboard["panels"] if each["type"] != "row"]
        assert all(each["title"] and each["description"] for each in panels)
        assert len({each["id"] for each in dashboard["panels"]}) == len(dashboard["panels"])


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_an_alert_says_what_is_wrong_and_what_to_do(alert: Any) -> None:
    assert alert["labels"]["severity"] in ("critical", "warning")
    summary, runbook = alert["annotations"]["summary"], alert["annotations"]["runbook"]
    assert summary.endswith(".")
    page, _, anchor = runbook.partition("#")
    assert anchor == alert["alert"].lower()
    assert anchor in anchors(ROOT / page)
    used = set(re.findall(r"\$labels\.(\w+)", summary))
    named = named_in(alert["expr"])
    may_use = named.grouped or set().union(*(EXPORTED[name] for name in named.metrics)) | GIVEN_BY_PROMETHEUS
    assert used <= may_use


def test_the_guide_describes_exactly_the_alerts() -> None:
    page = (ROOT / "docs/operating/watch.md").read_text(encoding="utf-8").split("## What to do")[1]
    assert re.findall(r"^### (\w+)$", page, re.MULTILINE) == [alert["alert"] for alert in ALERTS]
