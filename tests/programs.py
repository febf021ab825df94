"""Programs that tests use and Python does not bring: Chromium and pdftoppm.

``python -m tests.programs`` installs what is missing, as far as this machine lets it, and says what it found; tests
only look. Chromium: the system's, else Debian's package where one is root, else Playwright's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE_SECONDS = 600


def chromium() -> Path | None:
    """Return the Chromium that tests are to start, or None; ``SELOSTE_CHROMIUM`` names one by hand."""
    chosen = os.environ.get("SELOSTE_CHROMIUM")
    if chosen:
        return Path(chosen) if Path(chosen).exists() else None
    for name in CHROMIUM_NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    own = _playwrights_own()
    return own if own.exists() else None


def pdftoppm() -> Path | None:
    """Return poppler's program that turns PDF pages into pictures, or None."""
    found = shutil.which("pdftoppm")
    return Path(found) if found else None


def _playwrights_own() -> Path:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path)


def _run(command: Sequence[str]) -> bool:
    """Run an installer without questions; True when it ended well. What it says is shown only when it failed."""
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            timeout=PATIENCE_SECONDS,
            check=False,
            text=True,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"    {command[0]}: {error}", file=sys.stderr)
        return False
    if done.returncode != 0:
        print("    " + "\n    ".join(done.stdout.strip().splitlines()[-3:]), file=sys.stderr)
    return done.returncode == 0


def _install_from_debian(package: str) -> bool:
    """Install a Debian package where one is root; twice, since lists of packages grow old."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    install = ["apt-get", "install", "--yes", "--quiet", "--no-install-recommends", package]
    return _run(["apt-get", "update", "--quiet"]) and (_run(install) or _run(install))


def main() -> int:
    """Install what is missing; always 0, since tests that lack a program say so themselves."""
    if chromium() is None:
        print("Installing Chromium for the tests of pages", flush=True)
        if not _install_from_debian("chromium"):
            _run([sys.executable, "-m", "playwright", "install", "chromium"])
    if pdftoppm() is None:
        print("Installing pdftoppm for the pictures of PDF pages", flush=True)
        _install_from_debian("poppler-utils")
    for name, found in {"Chromium": chromium(), "pdftoppm": pdftoppm()}.items():
        print(f"{name}: {found or 'none; tests that need it will be reported as not run'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
