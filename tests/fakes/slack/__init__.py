"""A loopback Slack: the Web API, Socket Mode and signed HTTP requests, judged by what it was sent."""

from tests.fakes.slack.faults import Fault
from tests.fakes.slack.server import Call, FakeSlack

__all__ = ["Call", "FakeSlack", "Fault"]
