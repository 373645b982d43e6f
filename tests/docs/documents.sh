#!/usr/bin/env bash
# Manual pages and completions are what the table of options makes of them, and man finds nothing wrong with the pages.
#   documents.sh GENERATOR PROJECT WORK
set -euo pipefail
generator=$1
project=$2
work=$3
rm -rf "$work"
"$generator" "$project/cli/documents/prose" "$work"
for folder in man completions; do
  if ! diff -r "$project/docs/$folder" "$work/$folder"; then
    echo "docs/$folder is not up to date: run scripts/update-docs"
    exit 1
  fi
done

if ! command -v groff >/dev/null; then
  echo 'the pages are not formatted: groff is not installed'
  exit 0
fi
for page in "$project"/docs/man/*.1; do
  said=$(groff -man -ww -b -Tascii -P-cbou "$page" 2>&1 >"$work/page")
  if [[ -n $said ]]; then
    echo "$page: $said"
    exit 1
  fi
  for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' 'SEE ALSO'; do
    grep -q -x "$section" "$work/page" || { echo "$page: no section $section"; exit 1; }
  done
done
