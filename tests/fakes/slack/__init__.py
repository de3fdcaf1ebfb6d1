"""A loopback Slack: the Web API, Socket Mode and signed HTTP requests, with a log of what it was sent."""

from tests.fakes.slack.faults import Fault
from tests.fakes.slack.server import Call, FakeSlack

__all__ = ["Call", "FakeSlack", "Fault"]
