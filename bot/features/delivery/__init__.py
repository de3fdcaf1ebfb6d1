"""Delivery: sends each post exactly once and on time, despite crashes and lost responses.

- the model, pure: model, reasons; fair scheduling: fair_queue; posts that may have arrived: doubt
- sending: posting (the background loops), claims (claiming due posts), delivery (sending a post), look_ups (finding
  out whether it arrived), endings, pins, outcomes (the interface for being told); private replies: teller
- time: waits (timeouts and pauses), clock, watched_clock (notices when the clock is set), clock_guard
- personal data: personal
"""
