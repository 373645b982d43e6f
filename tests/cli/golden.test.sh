#!/usr/bin/env bash
# The golden pairs of tests/golden through the program: the same bytes as from the core.
. "$(dirname "$0")/lib.sh"

version=$("$SEVPROOF" --version | head -n 1)
version=${version#sevproof }

# arguments_of REQUEST: its fields as options of the program, each ended by a NUL.
arguments_of() {
  "$python" - "$1" <<'END'
import json, re, sys
for field, value in json.load(open(sys.argv[1], encoding="utf-8")).items():
    option = "--" + re.sub("([A-Z0-9]+)", r"-\1", field).lower()
    option = re.sub("-(cpu|sha)-([0-9]+)$", r"-\1\2", option)
    if field != "secrets":
        print(option, value, sep="\0", end="\0")
        continue
    for secret in value:
        print("--inject-secret", f"{secret['name']}:{secret['file']}", sep="\0", end="\0")
    print("--secret-header", "/dev/null", "--secret-payload", "/dev/null", sep="\0", end="\0")
END
}

for request in "$SEVPROOF_SOURCE"/tests/golden/*/request.json; do
  folder=$(dirname "$request")
  it "$(basename "$folder")"
  mapfile -d '' -t arguments < <(arguments_of "$request")
  sed "s/@VERSION@/$version/" "$folder/report.json" >"$scratch/report.json"
  cd "$folder" || exit 1
  run "${arguments[@]}" --json --diagnose 600
  cd "$work" || exit 1
  case $(grep -o '"verdict": "[a-z]*"' "$scratch/report.json") in
    *'"match"') expect_status 0 ;;
    *) expect_status 1 ;;
  esac
  expect_no_stderr
  expect_same_content "$scratch/stdout" "$scratch/report.json"
done

finish
