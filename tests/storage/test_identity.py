"""The files of a database are watched by several threads at once."""

from pathlib import Path

import pytest

from bot.storage.identity import Identity


def test_files_may_be_adopted_while_they_are_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "versed.db"
    for ending in ("", "-wal", "-shm"):
        path.with_name(f"versed.db{ending}").touch()
    identity = Identity(path)
    one = Identity._check

    def adopting(self: Identity, ending: str) -> None:
        self.adopt_log()  # as the thread that writes does when it first connects
        one(self, ending)

    monkeypatch.setattr(Identity, "_check", adopting)
    identity.check()
    path.with_name("versed.db-wal").unlink()
    with pytest.raises(Exception, match="has been removed while Versed was using it"):
        identity.check()
