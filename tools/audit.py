"""Ask the OSV database whether a locked package has a known vulnerability: ``python -m tools.audit``.

Exit status 1 where one has, unless ``tools/audit_exceptions.toml`` accepts it. Where the database cannot be reached,
nothing was audited: that is said, and is no failure, so that work without a network goes on.
"""

from __future__ import annotations

import argparse
import datetime
import json
import subprocess
import sys
import tomllib
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
URL = "https://api.osv.dev/v1/query"
SECONDS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", default=URL, help="where the OSV database answers queries")
    parser.add_argument("--lock", type=Path, default=ROOT / "requirements.lock")
    parser.add_argument("--exceptions", type=Path, default=ROOT / "tools" / "audit_exceptions.toml")
    arguments = parser.parse_args()
    if reason := _unreachable(arguments.url):
        print(f"The dependencies were NOT AUDITED: {arguments.url} cannot be asked ({reason}).")
        return 0
    accepted = tomllib.loads(arguments.exceptions.read_text()).get("accepted", [])
    if past := [entry for entry in accepted if entry["until"] < datetime.date.today()]:  # noqa: DTZ011 - a date, no time
        for entry in past:
            print(f"The exception for {entry['id']} ended on {entry['until']}: decide again in {arguments.exceptions}.")
        return 1
    return _audit(arguments.url, arguments.lock, [entry["id"] for entry in accepted])


def _unreachable(url: str) -> str:
    """Why the database cannot be asked; empty where it can."""
    query = {"package": {"name": "pip", "ecosystem": "PyPI"}, "version": "26.0"}
    request = urllib.request.Request(url, json.dumps(query).encode(), {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as response:
            json.load(response)
    except (OSError, ValueError) as error:
        return str(error)
    return ""


def _audit(url: str, lock: Path, accepted: list[str]) -> int:
    command = [sys.executable, "-m", "pip_audit", "--vulnerability-service=osv", f"--osv-url={url}", "--format=json"]
    command += ["--disable-pip", "--no-deps", "--progress-spinner=off", f"--timeout={SECONDS}", f"--requirement={lock}"]
    command += [f"--ignore-vuln={name}" for name in accepted]
    result = subprocess.run(command, text=True, stdout=subprocess.PIPE, check=False)
    try:
        audited: list[dict[str, Any]] = json.loads(result.stdout)["dependencies"]
    except ValueError:
        print("The audit of the dependencies failed: see above.")
        return 1
    found = [(package, vulnerability) for package in audited for vulnerability in package.get("vulns", [])]
    for package, vulnerability in found:
        mended = ", ".join(vulnerability["fix_versions"]) or "no version yet"
        print(f"{package['name']} {package['version']}: {vulnerability['id']}, mended in {mended}")
    skipped = [package["name"] for package in audited if "skip_reason" in package]
    print(f"Audited {len(audited) - len(skipped)} locked packages: {len(found)} known vulnerabilities.")
    if skipped:
        print(f"Not audited: {', '.join(skipped)}.")
    return 1 if found or skipped else 0


if __name__ == "__main__":
    raise SystemExit(main())
