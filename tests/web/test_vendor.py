"""What we took from others is exactly what the lock file made."""

import hashlib
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "src/otvet/web/static/vendor"


def test_every_vendored_file_is_the_one_in_the_manifest():
    """A changed, missing or additional file turns this red; `python assets/vendor.py` makes them anew."""
    told = dict(reversed(line.split()) for line in (VENDOR / "MANIFEST").read_text("utf-8").splitlines())
    here = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.iterdir()
        if path.name != "MANIFEST"
    }
    assert here == told


def test_the_licences_of_what_we_took_are_beside_it():
    """The texts of htmx and Lit are there."""
    texts = (VENDOR / "LICENCES").read_text("utf-8")
    assert "htmx.org 4.0.1" in texts
    assert "BSD-3-Clause" in texts
