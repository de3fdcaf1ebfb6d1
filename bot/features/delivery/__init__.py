"""Delivery: sends each post once, on time, whatever dies or is lost on the way.

- what's delivered, pure: model, reasons; whose turn it is: fair_queue; what may have arrived: doubt
- sending: posting (at each tick), claims (whose turn), delivery (begin and send), look_ups (did it arrive),
  endings, pins, outcomes (who is told); into private answers, without haste: teller
- time: waits (how long for what), clock, watched_clock (as others may set it), clock_guard
- what's held of people: personal
"""
