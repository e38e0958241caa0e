"""Make the committed files under `web/static/vendor` from `package-lock.json`.

    python assets/vendor.py

Needs Node and npm; nobody who only installs or runs Otvet does.
No script of any package is run: esbuild's own binary comes with its platform package.
`MANIFEST` holds a SHA-256 for every file, and `tests/web/test_vendor.py` compares them.
"""
# ruff: noqa: INP001  a script, not a package

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "src" / "otvet" / "web" / "static" / "vendor"
MODULES = HERE / "node_modules"


def run(*command: str) -> None:
    """Run one command here, and stop where it fails."""
    subprocess.run(command, cwd=HERE, check=True)  # noqa: S603  fixed words only


def licences(*packages: str) -> str:
    """The licence texts of what was taken, in one file."""
    parts: list[str] = []
    for package in packages:
        about = json.loads((MODULES / package / "package.json").read_text("utf-8"))
        text = (MODULES / package / "LICENSE").read_text("utf-8").strip()
        parts.append(f"{package} {about['version']} ({about['license']})\n\n{text}\n")
    return ("\n" + "-" * 72 + "\n\n").join(parts)


def manifest(folder: Path) -> str:
    """One line a file: its SHA-256 and its name, as `sha256sum` writes it."""
    files = sorted(path for path in folder.iterdir() if path.name != "MANIFEST")
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def main() -> int:
    """Fetch by the lock file, bundle, copy, and write the manifest."""
    run("npm", "ci", "--ignore-scripts")
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    run(
        str(MODULES / ".bin" / "esbuild"),
        "lit.entry.js",
        "--bundle",
        "--format=esm",
        "--minify",
        "--target=es2022",
        "--legal-comments=none",
        f"--outfile={TARGET / 'lit.js'}",
    )
    shutil.copyfile(MODULES / "htmx.org" / "dist" / "htmx.min.js", TARGET / "htmx.js")
    (TARGET / "LICENCES").write_text(licences("htmx.org", "lit", "lit-html", "lit-element"), "utf-8")
    (TARGET / "MANIFEST").write_text(manifest(TARGET), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
