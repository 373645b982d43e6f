// What another table of kernel hashes changes, in words.
#include "boot/diagnosis/boot_space.h"
#include "boot/diagnosis/said_boot.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

std::string measured_kernel(const Tables& tables, const TableList::Indexes& table) {
  std::string text = "kernel " + tables.kernels[table[kKernel]].change->found;
  const auto& initrd = tables.initrds[table[kInitrd]].change;
  text += initrd ? ", initrd " + initrd->found : ", no initrd";
  const auto& cmdline = tables.cmdlines[table[kCmdline]].change;
  return text +
         (cmdline ? " and the command line in " + cmdline->found : " and an empty command line");
}

DiagnosisChange hashes_off(KernelKind kind) {
  DiagnosisChange change{kKernelHashesOff, {}, {}};
  if (!is_hashed(kind)) {
    change.hint =
        "QEMU starts an ELF or multiboot kernel without hashing it, even with kernel-hashes=on: "
        "have "
        "the guest started with a bzImage and kernel-hashes=on, and give that.";
  }
  return change;
}

// A report tells a whole command line only where the message does: another one may hold secrets.
void describe_cmdline(const BootSpace& space, const HashOption& found, Changes& changes) {
  if (!found.change) return;
  DiagnosisChange change = told(*found.change);
  const bool is_said = change.hypothesis == kSaidCmdline;
  const std::string line = is_said ? space.said->cmdline : "";
  if (found.digest == hash_cmdline(line) && is_shown_whole(line)) change.value = line;
  changes.add(HostValue::kCmdline, std::move(change));
}

}  // namespace

void describe_table(const BootSpace& space, const TableList::Indexes& table, Changes& changes) {
  const Tables& tables = space.tables;
  const bool was_given = space.is_measured();
  if (table[kMode] == kNotMeasured) {
    if (!was_given) return;
    const auto said = said_kernel_hashes_off(space);
    changes.add(said && is_hashed(space.kernel_kind) ? told(*said) : hashes_off(space.kernel_kind));
    return;
  }
  if (!was_given) {
    changes.add({kKernelHashesOn, {}, measured_kernel(tables, table)});
    return;
  }
  if (table[kMode] == kSwapped) changes.add({kKernelInitrdSwapped, {}, {}});
  changes.add_option(HostValue::kKernel, tables.kernels[table[kKernel]].change);
  changes.add_option(HostValue::kInitrd, tables.initrds[table[kInitrd]].change);
  describe_cmdline(space, tables.cmdlines[table[kCmdline]], changes);
}

void add_table_hypotheses(const BootSpace& space, std::set<Hypothesis>& all) {
  const Tables& tables = space.tables;
  add_changes(tables.kernels, all);
  add_changes(tables.initrds, all);
  add_changes(tables.cmdlines, all);
  if (space.long_cmdline) {
    for (const Hypothesis in_part : {kCmdlineSpaces, kCmdlineWords}) all.erase(in_part);
  }
  if (space.is_measured()) {
    all.insert(said_kernel_hashes_off(space) ? kSaidKernelHashesOff : kKernelHashesOff);
    if (space.has_initrd) all.insert(kKernelInitrdSwapped);
  } else if (tables.list.size() > 1) {
    all.insert(kKernelHashesOn);
  }
}

}  // namespace sevproof::internal
