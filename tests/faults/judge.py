"""What must hold after a run, whatever failed in it."""

import json
import signal

INVALID, INTERNAL = 2, 6
PRIVATE = 0o600  # what may hold a secret
CANNOT_TELL = ("print", "flush", "stdout", "streams")  # what would be said of it fails, too
# A shell's pipe ends who writes into it when its reader has gone.
ENDED_BY_SIGNAL = (("term", -signal.SIGTERM), ("gone", -signal.SIGPIPE))


def is_hidden(path):
    name = path.rsplit("/", 1)[-1]
    return name.startswith(".sevproof-") and name.endswith(".tmp")


def _without_hidden(tree):
    return {path: what for path, what in tree.items() if not is_hidden(path)}


def _names(tree, other):
    return sorted(path for path in tree.keys() | other.keys() if tree.get(path) != other.get(path))


class Judge:
    """Of one command, which without any fault leads from the tree `before` to `plain`. Every document of an
    error looks like `error`."""

    def __init__(self, command, before, plain, error):
        self._command, self._before, self._plain, self._error = command, before, plain, error

    def faults(self, fault, outcome):
        """Sentences on what is wrong, mostly none."""
        if fault.action.startswith("kill") and outcome.injected:
            return list(self._killed(outcome))
        if outcome.injected and (fault.action, outcome.status) in ENDED_BY_SIGNAL:
            return list(self._all_or_nothing(fault, outcome))
        if not outcome.injected or self._is_harmless(fault):
            return list(self._unchanged(outcome))
        return [*self._all_or_nothing(fault, outcome), *self._status(fault, outcome)]

    @staticmethod
    def _is_harmless(fault):
        return fault.action.startswith("short") or fault.action == "fail=4"  # EINTR

    def _unchanged(self, outcome):
        for what in ("status", "stdout", "stderr"):
            expected, got = getattr(self._plain, what), getattr(outcome, what)
            if expected != got:
                yield f"expected the same {what}, {expected!r}, got {got!r}"
        if outcome.tree != self._plain.tree:
            yield f"expected the same files, others are {_names(outcome.tree, self._plain.tree)}"

    def _killed(self, outcome):
        if outcome.status != -signal.SIGKILL:
            yield f"expected the end by SIGKILL, got status {outcome.status}"
        yield from self._nothing_lost(outcome)

    def _nothing_lost(self, outcome):
        before, after = self._before, self._plain.tree
        for path, what in outcome.tree.items():
            if is_hidden(path) and what not in before.values() and what[0] != PRIVATE:
                yield f"{path} has the rights {what[0]:o}"
            elif not is_hidden(path) and what not in (before.get(path), after.get(path)):
                yield f"{path} is neither as before nor as afterwards"
        for path, what in before.items():
            if path not in outcome.tree:
                yield f"{path} is gone"
            elif outcome.tree[path] != what and not self._is_done(outcome):
                spare = [tree for name, tree in outcome.tree.items() if is_hidden(name)]
                if what not in spare:
                    yield f"the former content of {path} is lost before all outputs are there"

    def _named(self, outcome):
        """What cannot be renamed back is not lost, and the error says where it is."""
        yield from self._nothing_lost(outcome)
        for path in filter(is_hidden, outcome.tree):
            if not self._command.is_quiet and path.encode() not in outcome.stderr:
                yield f"expected {path} to be named, got {outcome.stderr!r}"

    def _is_done(self, outcome):
        return _without_hidden(outcome.tree) == self._plain.tree

    def _all_or_nothing(self, fault, outcome):
        if fault.kind == "rename" and fault.action.startswith("fail+") and any(map(is_hidden, outcome.tree)):
            yield from self._named(outcome)
            return
        tree = outcome.tree
        if fault.kind == "unlink":
            tree = _without_hidden(tree)  # what cannot be removed stays
        if tree not in (self._before, self._plain.tree):
            yield (f"the files are neither as before, others are {_names(tree, self._before)}, "
                   f"nor as afterwards, others are {_names(tree, self._plain.tree)}")

    def _status(self, fault, outcome):
        if outcome.status == self._plain.status:
            yield from self._as_without_fault(fault, outcome)
            return
        expected = INTERNAL if fault.kind == "random" else INVALID
        if outcome.status != expected:
            yield f"expected status {self._plain.status} or {expected}, got {outcome.status}: {outcome.stderr!r}"
        if fault.kind in ("print", "stderr", "streams"):
            return
        if not self._command.is_quiet:
            yield from self._said(outcome)
        if fault.kind not in CANNOT_TELL:
            yield from self._failed_stdout(outcome)

    @staticmethod
    def _said(outcome):
        lines = outcome.stderr.decode().splitlines()
        if not any(line.startswith("ERROR: ") for line in lines) or not any(
                line.startswith("hint: ") for line in lines):
            yield f"expected an ERROR line and a hint, got {outcome.stderr!r}"

    def _failed_stdout(self, outcome):
        if not self._command.is_json:
            if not self._plain.stdout.startswith(outcome.stdout):
                yield f"expected the beginning of {self._plain.stdout!r}, got {outcome.stdout!r}"
            return
        try:
            document = json.loads(outcome.stdout)
        except ValueError:
            yield f"expected one document, got {outcome.stdout!r}"
            return
        got = {**document, "error": None}
        expected = {**self._error, "error": None}
        if got != expected or list(document["error"]) != list(self._error["error"]):
            yield f"expected a document like {self._error!r}, got {document!r}"
        elif document["error"]["status"] != outcome.status:
            yield f"expected a document of status {outcome.status}, got {document['error']!r}"

    def _as_without_fault(self, fault, outcome):
        """The same verdict is one that was reached."""
        if outcome.tree == self._before != self._plain.tree:
            yield "expected the outputs with this status"
        if fault.kind in CANNOT_TELL and self._plain.status != 0:
            return
        if outcome.stdout == self._plain.stdout:
            return
        if not self._command.searches or not self._is_without_reason(outcome):
            yield f"expected {self._plain.stdout!r}, got {outcome.stdout!r}"

    def _is_without_reason(self, outcome):
        """There may be no memory for the search: the verdict stands."""
        try:
            plain, got = json.loads(self._plain.stdout), json.loads(outcome.stdout)
        except ValueError:
            return False
        del plain["diagnosis"]
        return got.pop("diagnosis") is None and got == plain
