"""Checks for teaching faults: the pack loads, but people won't learn well from it. One module for each kind."""
