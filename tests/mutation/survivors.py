"""The written reasons why some mutants survive (survivors.txt): blocks with blank lines between them.

    file: core/src/sev/launch.cc
    line: the whole source line, without its indent
    mutant: == -> !=
    mutant: if never
    reason: why no test can tell, or need tell, this from the original;
      continued on lines that are indented
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    path: str
    line: str
    name: str
    text: str

    @property
    def mutant(self):
        return self.path, self.line, self.name


class Malformed(Exception):
    pass


def read_block(block):
    fields = {"file": [], "line": [], "mutant": [], "reason": []}
    last = None
    for line in block.splitlines():
        key, _, value = line.partition(": ")
        if line.startswith(" ") and last:
            last[-1] += " " + line.strip()
        elif key in fields and value:
            last = fields[key]
            last.append(value)
        else:
            raise Malformed(f"expected file, line, mutant or reason, got: {line}")
    if any(len(fields[key]) != 1 for key in ("file", "line", "reason")) or not fields["mutant"]:
        raise Malformed(f"expected one file, line and reason, and mutants, got:\n{block}")
    return [Reason(fields["file"][0], fields["line"][0], name, fields["reason"][0]) for name in fields["mutant"]]


def parse_reasons(text):
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    blocks = [block for block in "\n".join(lines).split("\n\n") if block.strip()]
    return [reason for block in blocks for reason in read_block(block.strip("\n"))]


def judge(survivors, reasons, tried_paths, targets):
    """Survivors without a reason, and reasons whose mutant was tried and did not survive or is nowhere."""
    explained = {reason.mutant for reason in reasons}
    survived = {(one.path, one.line, one.name) for one in survivors}
    unexplained = [one for one in survivors if (one.path, one.line, one.name) not in explained]
    stale = [reason for reason in reasons
             if reason.path not in targets or (reason.path in tried_paths and reason.mutant not in survived)]
    return unexplained, stale
