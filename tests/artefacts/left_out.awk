# Of a log of a script of the program (-v theme=NAME), after a list like windows.left_out: a case that fails as the list
# expects is skipped with its reason, and counted so. A row whose case is not there is a fault.
FILENAME == ARGV[1] {
  if (/^#/) next
  split($0, column, / \| /)
  if (column[1] == theme) reason[column[2]] = column[3]
  next
}
/^(ok     |FAILED ) / {
  name = substr($0, 9)
  shown = !(name in reason)
  if (!shown) {
    seen[name] = 1
    if (/^FAILED/) {
      print "skipped " name ": " reason[name]
      expected++
    } else {
      print "passes, though it is in the list of what does not: " name
    }
    next
  }
}
/^skipped / { shown = 1 }
/^[0-9]+ cases, [0-9]+ failed/ { last = $0; next }
# What belongs to a failure is indented.
shown || /^[^ ]/ { print }
END {
  for (name in reason) {
    if (name in seen) continue
    print "FAILED  the list names a case that is not there: " name
    missing++
  }
  if (split(last, count, /[ ,]+/) < 4) exit 1
  printf "%d cases, %d failed, %d skipped\n", count[1] - expected + missing, count[3] - expected + missing,
    count[5] + expected
}
