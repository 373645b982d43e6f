# shellcheck shell=bash
# The date of the manual pages. Those in docs/man are made of the code alone and have none; a release's say its own.

# date_manuals FOLDER: of each page there.
date_manuals() {
  local day undated
  day=$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y-%m-%d)
  sed -i "s/^\\(\\.TH [^ ]* 1 \\)\"\"/\\1\"$day\"/" "$1"/*.1
  undated=$(grep -L "^\\.TH [^ ]* 1 \"$day\" " "$1"/*.1 || true)
  [[ -z $undated ]] || die "expected a date in the .TH line of $undated, found none"
}
