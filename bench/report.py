#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The table of ratios out of what `scripts/bench` measured, as Markdown on standard output.

Reads programs.json, sha256-native.json, sha256-wasm.json, diagnosis-native.json, diagnosis-wasm.json,
page.json, snp-*.json and core.json (of Google Benchmark) in the folder named; what is missing is said to be not measured.
"""

import argparse
import datetime
import json
import platform
import subprocess
import sys
from pathlib import Path

NOT_MEASURED = "not measured"


def cpu_name() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    except OSError:
        pass
    return platform.processor() or "unknown CPU"


def machine() -> str:
    threads = 0
    try:
        threads = Path("/proc/cpuinfo").read_text(encoding="utf-8").count("processor\t")
    except OSError:
        pass
    return f"{cpu_name()}, {threads or 'unknown'} threads, {platform.system()} {platform.machine()}"


class Row:
    """One line of the table: `wanted` is a least ratio, or a text that says what else is wanted."""

    def __init__(self, what, ours, theirs, ratio, wanted):
        self.cells = [what, ours, theirs, ratio, wanted]

    @classmethod
    def of_ratio(cls, what, ours, theirs, ratio, wanted=None):
        verdict = ""
        if wanted is not None:
            verdict = f"≥ {wanted:g}: {'yes' if round(ratio, 2) >= wanted else '**no**'}"
        return cls(what, ours, theirs, f"{ratio:.2f}", verdict)

    @classmethod
    def missing(cls, what):
        return cls(what, NOT_MEASURED, "", "", "")

    def __str__(self):
        return "| " + " | ".join(self.cells) + " |"


def speed(contender):
    return f"{contender['megabytesPerSecond']:.0f} MB/s"


def core_rows(what, measured, wanted):
    if measured is None:
        return [Row.missing(what)]
    ours = measured["contenders"]["sevproof"]
    missing = [Row.missing(f"{what}: {name}") for name in wanted if name not in measured["contenders"]]
    return missing + [Row.of_ratio(f"{what}, {measured['implementation']}: {name}", speed(ours), speed(theirs),
                         theirs["ratio"], wanted.get(name))
            for name, theirs in measured["contenders"].items() if name != "sevproof"]


def milliseconds(value):
    return f"{value['milliseconds']:.1f} ms"


def program_rows(measured):
    if measured is None:
        return [Row.missing("whole programs")]
    small, large = measured["small"], measured["large"]
    rows = [Row.of_ratio("small validation (2 MiB firmware): reference", milliseconds(small["sevproof"]),
                         milliseconds(small["reference"]), small["reference"]["ratio"], 25)]
    for name, label, wanted in (("openssl dgst", "`openssl dgst` of the initrd alone", 0.95),
                                ("reference", "reference", None)):
        rows.append(Row.of_ratio(f"validation with an initrd of 512 MiB: {label}",
                                 milliseconds(large["sevproof"]), milliseconds(large[name]),
                                 large[name]["ratio"], wanted))
    rows.append(Row.of_ratio("the same, peak memory: reference", f"{large['sevproof']['peakMiB']} MiB",
                             f"{large['reference']['peakMiB']} MiB", large["reference"]["memoryRatio"],
                             17))
    start = measured["start"]
    rows.append(Row("`sevproof --help`", f"{start} ms", "", "",
                    f"≤ 5 ms: {'yes' if start <= 5 else '**no**'}"))
    return rows


def page_rows(page):
    if page is None:
        return [Row.missing("the page")]
    rows = []
    for name, found in page.items():
        if not isinstance(found, dict):
            continue
        rows += core_rows(f"SHA-256 in {name}", found["core"], {"Mbed TLS": 1.9})
        size = f"{page['fileMiB']} MiB in {name}"
        ours = f"{found['hashingMs']} ms"
        rows.append(Row.of_ratio(f"{size}: WebCrypto on the whole file, read included", ours,
                                 f"{found['webCryptoMs']} ms", found["webCryptoToHashing"], 0.95))
        rows.append(Row.of_ratio(f"{size}: reading alone", ours, f"{found['readingMs']} ms",
                                 found["readingToHashing"]))
        rows.append(Row.of_ratio(f"{size}: two such files side by side", ours,
                                 f"{found['bothMs']} ms", found["twoFilesToOne"]))
        memory = found["memoryMiB"]
        file_size, added = max((int(mib), added) for mib, added in memory.items())
        rows.append(Row(f"memory added while hashing, in {name}",
                        ", ".join(f"{added} MiB for {mib} MiB" for mib, added in memory.items()), "", "",
                        f"≤ 1/8 of the larger file: {'yes' if added * 8 <= file_size else '**no**'}"))
    return rows


def named(found):
    share = 100 * found["named"] / found["cases"]
    return f"{found['named']} of {found['cases']} ({share:.4g} %)"


def diagnosis_lines(folder):
    lines = ["| | natively | as WebAssembly, in Node |", "|---|---|---|"]
    both = [load(folder, f"diagnosis-{where}.json") for where in ("native", "wasm")]
    wanted = (1_000_000, 400_000)

    def row(what, cell):
        lines.append(f"| {what} | " + " | ".join(
            cell(one, least) if one else NOT_MEASURED for one, least in zip(both, wanted)) + " |")

    row("threads", lambda one, _: str(one["threads"]))
    row("launches tried a second and core, where only the measured message changes",
        lambda one, least: f"{one['messagesPerSecond']:,.0f}, wanted ≥ {least:,}: "
        + ("yes" if one["messagesPerSecond"] >= least else "**no**"))
    row("whole validations in that time",
        lambda one, _: f"{one['validationsPerSecond']:,.0f}: {one['messagesPerSecond'] / one['validationsPerSecond']:.1f} times as long each")
    row("all of a search in vain, SEV-ES with four vCPUs, one core",
        lambda one, _: f"{one['sevEsTrials']:,.0f} launches in {one['sevEsSeconds']:.1f} s")
    for kind, what in (("singles", "one mistake"), ("pairs", "two mistakes")):
        row(f"{what}: named rightly", lambda one, _, kind=kind: named(one[kind]))
        row(f"{what}: median and longest time", lambda one, _, kind=kind:
            f"{one[kind]['medianMs']:.0f} ms, {one[kind]['worstMs']:.0f} ms ({one[kind]['worst']})")
    row("of all pairs of mistakes that are promised to be named, tried one in",
        lambda one, _: str(one["onePairIn"]))
    return lines


def growth_lines(measured):
    if measured is None:
        return ["Not measured."]
    lines = []
    for key, unit in (("vcpus", "vCPU"), ("size", "MiB of initrd")):
        found = measured[key]
        points = ", ".join(f"{x}: {y} ms" for x, y in found["points"])
        linear = "linear" if found["rSquared"] >= 0.99 else "**not linear**"
        lines.append(f"- per {unit} {found['slope'] * 1e3:.2f} µs, and {found['atZero']} ms for all else: "
                     f"{linear} (R² {found['rSquared']}); {points}")
    return lines


def scaled(nanoseconds) -> str:
    for unit, size in (("ms", 1e6), ("µs", 1e3)):
        if nanoseconds >= size:
            return f"{nanoseconds / size:.1f} {unit}"
    return f"{nanoseconds:.0f} ns"


def first_line(command) -> str:
    """What a program says of its version; nothing where there is none."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return (said.stdout or said.stderr).splitlines()[0].split(" (")[0].strip()


def versions(page):
    found = [f"{name}{said}" for name, command in (
        ("", ["openssl", "version"]), ("", ["/usr/bin/python3", "--version"]),
        ("C++ compiler ", ["c++", "-dumpfullversion"]), ("Emscripten ", ["em++", "-dumpversion"]),
        ("Node ", ["node", "--version"])) if (said := first_line(command))]
    found += [browser["version"] for browser in (page or {}).values() if isinstance(browser, dict)]
    return ", ".join(found)


def step_lines(core):
    if core is None:
        return ["Not measured."]
    lines = ["| step | time | throughput |", "|---|---|---|"]
    for step in core["benchmarks"]:
        if step.get("run_type") == "aggregate":
            continue
        time = scaled(step["real_time"])
        rate = step.get("bytes_per_second")
        lines.append(f"| {step['name']} | {time} | {f'{rate / 1e6:.0f} MB/s' if rate else ''} |")
    return lines


def rate_rows(what, measured, wanted):
    """Of SHA-384: every other one's time as a share of sevproof's own, one message at a time."""
    ours = measured["contenders"]["sevproof"]
    return [Row.of_ratio(f"{what}: {name}", speed(ours), speed(theirs), theirs["ratio"],
                         wanted if name.startswith("OpenSSL") else None)
            for name, theirs in measured["contenders"].items() if name != "sevproof"]


def snp_hash_rows(folder):
    rows = []
    for file, code in (("snp-native.json", "as it chooses"), ("snp-portable.json", "code for any x86-64")):
        found = load(folder, file)
        if found is None:
            rows.append(Row.missing(f"SHA-384 beside OpenSSL, {code}"))
            continue
        for key, what in (("pages", "of pages of 4 KiB"), ("whole", "of 4 MiB")):
            rows += rate_rows(f"SHA-384 {what}, OpenSSL {code}", found[key], 0.9)
    return rows


def counts_row(what, ratio):
    return Row(what, "1.00", f"{ratio:.2f}", f"{ratio:.2f}", f"≤ 1.3: {'yes' if ratio <= 1.3 else '**no**'}")


def snp_rows(folder):
    rows, native, found = snp_hash_rows(folder), load(folder, "snp-native.json"), load(folder, "snp-programs.json")
    if native is not None:
        rows.append(counts_row("512 counts of vCPUs in one run, beside 512 vCPUs alone: digests", native["countsTo512"]))
    if found is None:
        return [*rows, Row.missing("a digest of 4 MiB with 1 vCPU")]
    rows.append(counts_row("the same: whole programs", found["countsTo512"]))
    own, size = found["programs"]["sevproof"], f"{found['bytes'] / 2**20:g} MiB"
    for name in ("sev-snp-measure", "own calculator in Python", "python3 -c pass", "sevproof --help"):
        theirs = found["programs"].get(name)
        what = f"digest of {size} with 1 vCPU, whole programs: {name}"
        wanted = 100 if name in ("sev-snp-measure", "own calculator in Python") else None
        rows.append(Row.missing(what) if theirs is None else
                    Row.of_ratio(what, milliseconds(own), milliseconds(theirs), theirs["ratio"], wanted))
    alone = found["digest"]
    rows.append(Row.of_ratio("the same, digest alone: Python's hashlib", f"{alone['sevproof']:.2f} ms",
                             f"{alone['python']:.1f} ms", alone["ratio"], 100))
    return rows


def load(folder, name):
    path = folder / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def document(folder) -> str:
    programs, page = load(folder, "programs.json"), load(folder, "page.json")
    rows = [*core_rows("SHA-256 of one buffer", load(folder, "sha256-native.json"), {"OpenSSL": 0.95}),
            *program_rows(programs),
            *core_rows("SHA-256 in Node", load(folder, "sha256-wasm.json"), {"Mbed TLS": 1.9}),
            *page_rows(page)]
    return "\n".join([
        f"Measured on {datetime.date.today().isoformat()}: {machine()}.", "",
        f"{versions(page)}.", "",
        "| compared with | sevproof | the other | ratio | wanted |", "|---|---|---|---|---|",
        *map(str, rows), "",
        "## SEV-SNP", "",
        "| compared with | sevproof | the other | ratio | wanted |", "|---|---|---|---|---|",
        *map(str, snp_rows(folder)), "",
        "## Diagnosis", "", *diagnosis_lines(folder), "",
        "## Growth of one validation", "", *growth_lines(programs), "",
        "## Steps of the core", "", *step_lines(load(folder, "core.json")), ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where the measured figures are")
    parser.add_argument("--keep", type=Path, help="a document: what follows its line <!-- measured --> is replaced")
    wish = parser.parse_args()
    text = document(wish.folder)
    print(text)
    if wish.keep is not None:
        marker = "<!-- measured -->\n"
        head, found, _ = wish.keep.read_text(encoding="utf-8").partition(marker)
        if not found:
            print(f"expected a line {marker.strip()} in {wish.keep}, found none", file=sys.stderr)
            return 1
        wish.keep.write_text(f"{head}{marker}\n{text}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
