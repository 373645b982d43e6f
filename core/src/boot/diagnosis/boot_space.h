// What a diagnosis can vary of a direct kernel boot: the tables of kernel hashes that other files
// and command lines give.
#ifndef SEVPROOF_BOOT_DIAGNOSIS_BOOT_SPACE_H
#define SEVPROOF_BOOT_DIAGNOSIS_BOOT_SPACE_H

#include <cstdint>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "boot/diagnosis/change.h"
#include "search/product_list.h"
#include "sevproof/boot.h"
#include "sevproof/formats/candidate.h"

namespace sevproof::internal {

using search::append_range;
using search::Index;
using search::kGivenOnly;
using search::Range;
using search::Tier;

struct HashOption {
  Sha256Digest digest{};
  std::optional<Change> change;
};

enum TableMode : std::uint8_t { kMeasured, kSwapped, kNotMeasured };  // kSwapped: kernel and initrd
enum TablePart : std::uint8_t { kMode, kKernel, kInitrd, kCmdline, kTableParts };
using TableList = search::ProductList<kTableParts>;

struct Tables {
  std::vector<HashOption> kernels;
  std::vector<HashOption> initrds;
  std::vector<HashOption> cmdlines;
  TableList list;
};

enum class TableTier : std::uint8_t {
  kGiven,
  kSaid,       // as given, and what was said of the kernel boot, one and all
  kOnlySaid,   // without the given one
  kSaidPairs,  // with another kernel, initrd or command line
  kSingles,
  kPairs,
  kBoots,       // those of them with another kernel and another initrd
  kCandidates,  // another kernel, initrd and command line, each of a file
  kProducts,    // all of these, the given one too
  kUpgrades,    // another kernel and initrd, and a variant of the command line
  kEdits,       // another command line, of which there are many
  kCount,
};
using TableTiers = std::vector<Tier>;  // by their number

struct BootSpace {
  KernelKind kernel_kind = KernelKind::kUnknown;
  std::optional<SaidBoot> said;  // by the domain's configuration, which is from:
  HostSource said_source = HostSource::kDomainXml;

  Tables tables;
  bool has_initrd = false;    // one was given
  bool long_cmdline = false;  // beyond kMaxEditedLine

  bool is_measured() const { return tables.list[0][kMode] != kNotMeasured; }  // as given
};

// Fills in `space.tables` for a given kernel boot, or for none.
void add_tables(const std::optional<KernelBoot>& given, std::span<const Candidate> candidates,
                BootSpace& space, TableTiers& tiers);

// Of a table that is measured.
KernelHashes hashes_of(const Tables& tables, const TableList::Indexes& table);

// In which respects a table differs from the given one.
void describe_table(const BootSpace& space, const TableList::Indexes& table, Changes& changes);

// Those that the tables stand for.
void add_table_hypotheses(const BootSpace& space, std::set<Hypothesis>& all);

template <typename Option>
void add_changes(const std::vector<Option>& options, std::set<Hypothesis>& all) {
  for (const Option& option : options) {
    if (option.change) all.insert(option.change->hypothesis);
  }
}

}  // namespace sevproof::internal

#endif
