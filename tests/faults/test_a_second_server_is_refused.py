"""Two servers on one folder would fight over it: the second is refused, and told what to do."""

import subprocess
import sys

import pytest


@pytest.mark.normal
def test_a_second_server_on_one_folder_is_refused_with_advice(start_server):
    """It ends with status 2 and a sentence, the first serves on, and the folder is free once that has stopped."""
    first = start_server()
    command = [sys.executable, "-m", "otvet", "serve", "--port", "0", "--metrics-port", "0"]
    command += ["--data-dir", str(first.folder / "data")]
    second = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert second.returncode == 2
    assert f"Another Otvet (process {first.process.pid}) already serves the database" in second.stderr
    assert "--data-dir" in second.stderr
    assert "--database-url" in second.stderr
    assert len(second.stderr.splitlines()) == 1
    assert first.ask("GET", "/rules")[0] == 200
    first.stop()
    assert first.start().ask("GET", "/rules")[0] == 200
