"""A process doesn't load numpy until someone needs it."""

import subprocess
import sys

from bot.runtime.memory import give_back, without_numpy


def test_units_are_converted_without_numpy_which_may_come_later() -> None:
    told = """
import sys
from fractions import Fraction
from bot import serving
from bot.judging import units
units.prepare()
print(units.convert(Fraction(2), "km", "m"), "numpy" in sys.modules)
from bot.meaning.model import embedded
print(len(embedded().encode("hello")[0].vector), units.convert(Fraction(1), "h", "min"))
"""
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[:2] == ["2000 False", "384 60"]


def test_numpy_stays_if_its_loaded_already() -> None:
    import numpy as np

    with without_numpy():
        assert sys.modules["numpy"] is np
    assert sys.modules["numpy"] is np
    give_back()
