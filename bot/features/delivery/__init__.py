"""Delivery: sends each post once, on time, whatever dies or is lost on the way.

- what's delivered, pure: model, reasons; whose turn it is: fair_queue; what may have arrived: doubt
- sending: posting (at each tick), delivery (claim, begin, send, note how it ended), outcomes (who is told)
- time: clock, watched_clock (as others may set it), clock_guard
- what's held of people: personal
"""
