"""What became of each mutant, kept from one run to the next: a line of JSON each, written at once."""

import hashlib
import json
import os
from dataclasses import asdict, dataclass

# The table's columns, in this order.
STATUSES = ("killed", "timed out", "does not compile", "equivalent", "duplicate", "survived")


@dataclass(frozen=True)
class Result:
    key: str
    status: str
    by: str = ""
    code: str = ""  # digest of the object file
    tests: str = ""  # which tests a survivor has survived


class Results:
    def __init__(self, path, tests):
        self.path, self.tests, self.known = path, tests, {}
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                for line in file:
                    self.take(line)

    def take(self, line):
        try:
            result = Result(**json.loads(line))
        except ValueError:
            return  # an interrupted run's last line
        self.known[result.key] = result

    @staticmethod
    def key(mutant, source):
        text = json.dumps([mutant.path, mutant.start, mutant.end, mutant.text, source])
        return hashlib.sha256(text.encode()).hexdigest()

    def of(self, key):
        """None where the mutant has to be tried. Tests are only added, so what they noticed they notice still."""
        result = self.known.get(key)
        return result if result and (result.status != "survived" or result.tests == self.tests) else None

    def add(self, key, status, by="", code=""):
        result = Result(key, status, by, code, self.tests)
        self.known[key] = result
        with open(self.path, "a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(result)) + "\n")
        return result
