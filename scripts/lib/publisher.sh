# shellcheck shell=bash
# What scripts/publisher.txt says. Needs common.sh.

publisher_file=${project_root:?}/scripts/publisher.txt

# publisher KEY
publisher() { sed -n "s/^$1 //p" "$publisher_file"; }

# publisher_placeholders: the keys whose values are none yet, in one line.
publisher_placeholders() { sed -n 's/^\([a-z]*\) .*\.invalid\b.*/\1/p' "$publisher_file" | paste -s -d ' '; }

# check_publisher UNTAGGED: a release has real addresses; a trial says that it has none.
check_publisher() {
  local placeholders
  placeholders=$(publisher_placeholders)
  if [[ -z $placeholders ]]; then return 0; fi
  $1 || die "expected real addresses for a tagged release, got placeholders: $placeholders" \
    'write yours into scripts/publisher.txt, commit that, and move the tag there'
  say "NOTE: PLACEHOLDERS in scripts/publisher.txt: $placeholders" 'A tagged release is refused until it has real ones.'
}
