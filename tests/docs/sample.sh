#!/usr/bin/env bash
# public/sample is what scripts/make-sample makes.
set -euo pipefail
cd "$1"
fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT
SEVPROOF_SAMPLE_DIR=$fresh scripts/make-sample
diff -r --exclude=README.md public/sample "$fresh"
