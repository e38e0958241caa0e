"""Verdicts as SARIF 2.1.0, for editors and code hosts that show findings at their place."""

from typing import Any

from otvet.policy import Finding, Verdict

_LEVEL = {"advise": "note", "warn": "warning", "block": "error"}


def sarif(verdicts: list[tuple[str, str, Verdict]]) -> dict[str, Any]:
    """One run with every finding of every text."""
    results = [
        _result(name, said, finding) for name, said, verdict in verdicts for finding in verdict.findings
    ]
    rules = sorted({f.rule for _, _, verdict in verdicts for f in verdict.findings})
    driver = {"name": "otvet", "rules": [{"id": rule} for rule in rules]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}],
    }


def _result(name: str, said: str, finding: Finding) -> dict[str, Any]:
    line = said.count("\n", 0, finding.start) + 1
    column = finding.start - (said.rfind("\n", 0, finding.start) + 1) + 1
    region = {
        "startLine": line,
        "startColumn": column,
        "charOffset": finding.start,
        "charLength": finding.end - finding.start,
        "snippet": {"text": finding.text},
    }
    return {
        "ruleId": finding.rule,
        "level": _LEVEL[finding.severity],
        "message": {"text": finding.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": name}, "region": region}}],
    }
