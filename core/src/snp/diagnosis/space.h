// What a diagnosis of a launch digest can vary. A launch is described in parts; each part has a
// list of options, the first of which is the request's own. Parts that are varied together make an
// axis of the search.
#ifndef SEVPROOF_SNP_DIAGNOSIS_SPACE_H
#define SEVPROOF_SNP_DIAGNOSIS_SPACE_H

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "boot/diagnosis/boot_space.h"
#include "boot/diagnosis/cpu_signatures.h"
#include "boot/diagnosis/images.h"
#include "boot/diagnosis/lazy.h"
#include "search/product_list.h"
#include "sevproof/snp/diagnosis.h"
#include "snp/sections.h"

namespace sevproof::snp::internal {

using search::Index;
using search::kGivenOnly;
using search::Range;
using search::Tier;
using sevproof::internal::BootSpace;
using sevproof::internal::Change;
using sevproof::internal::FirmwareTier;
using sevproof::internal::HostGiven;
using sevproof::internal::kMostVcpus;
using sevproof::internal::TableList;
using sevproof::internal::TableTier;

// What is varied together is computed from left to right.
enum Axis : std::uint8_t { kFirmwareAxis, kVmmAxis, kCpuAxis, kTableAxis };

// --- The digest that was reported, as it can have been written

struct Target {
  Sha384Digest digest{};
  std::optional<std::string_view> found;  // in which order its bytes stand; none as given
};
std::vector<Target> make_targets(const Sha384Digest& given);

// --- Firmware

struct FirmwareOption {
  std::unique_ptr<sevproof::internal::Lazy<Sha384Digest>> after_pages;
  Sections sections;
  std::optional<std::uint32_t> reset_address;
  std::optional<Change> change;
};

// Whether its sections stand in the order of their addresses.
bool is_sorted(const FirmwareOption& firmware);

// --- How a VMM makes its pages

enum class SectionOrder : std::uint8_t { kTable, kAddress };

struct VmmOption {
  Vmm vmm = Vmm::kQemu;
  SectionOrder order = SectionOrder::kTable;
  std::uint64_t vmsa_gpa = kVmsaGpa;
  bool clears_ap_floats = false;  // MXCSR and the x87 control word of APs are 0
};

enum VmmPart : std::uint8_t { kKind, kOrder, kAddress, kFloats, kVmmParts };
using VmmList = search::ProductList<kVmmParts>;

struct Vmms {
  std::vector<Vmm> vmms;
  std::vector<SectionOrder> orders;
  std::vector<std::uint64_t> addresses;
  std::array<bool, 2> ap_floats = {false, true};
  VmmList list;

  VmmOption operator[](const VmmList::Indexes& at) const {
    return {vmms[at[kKind]], orders[at[kOrder]], addresses[at[kAddress]], ap_floats[at[kFloats]]};
  }
};

enum class VmmTier : std::uint8_t {
  kGiven,
  kOthers,    // another VMM
  kVariants,  // of the given one, one at a time
  kAll,       // every combination, the given one too
  kCount,
};

// --- CPUs

// Every number of CPUs in [least, most]; 0 is the digest before their pages.
struct CountOption {
  std::uint32_t least = 0;
  std::uint32_t most = 0;
};

enum CpuPart : std::uint8_t { kSignature, kFeatures, kCpuCount, kCpuParts };
using CpuList = search::ProductList<kCpuParts>;

struct Cpus {
  std::vector<std::optional<std::uint32_t>> signatures;  // as in VcpuSpec
  std::vector<std::uint64_t> features;
  std::vector<CountOption> counts;
  CpuList list;

  VcpuSpec spec(const CpuList::Indexes& at) const {
    return {signatures[at[kSignature]], features[at[kFeatures]]};
  }
};

enum class CpuTier : std::uint8_t {
  kGiven,
  kSaid,      // as given, and what was said of the CPUs, one and all
  kModels,    // every likely signature, the rest as given; the given one too
  kLikely,    // one difference: signature, features or number
  kWide,      // every signature, the number as given
  kProducts,  // likely signature, usual features and number at once
  kUnlikely,  // each feature with each number, and with each likely signature
  kCount,
};

struct Space {
  DiagnosisBasis basis = DiagnosisBasis::kLaunchFiles;
  // The request, for comparison.
  std::vector<std::uint32_t> counts;
  HostGiven host_given;
  SaidGuest said;                         // what differs from it
  std::vector<std::string> also_tried{};  // names of the candidates

  std::vector<Target> targets;
  std::vector<FirmwareOption> firmwares;
  Vmms vmms;
  Cpus cpus;
  BootSpace boot;
  search::Tiers tiers;

  template <typename Name>
  Tier& tier(Name name) {
    constexpr Axis kAxis = axis_of(Name::kCount);
    tiers[kAxis].resize(static_cast<std::size_t>(Name::kCount));
    return tiers[kAxis].at(static_cast<std::size_t>(name));
  }

 private:
  static constexpr Axis axis_of(FirmwareTier) { return kFirmwareAxis; }
  static constexpr Axis axis_of(VmmTier) { return kVmmAxis; }
  static constexpr Axis axis_of(CpuTier) { return kCpuAxis; }
  static constexpr Axis axis_of(TableTier) { return kTableAxis; }
};

// Each fills in its own part.
void add_firmwares(const DiagnosisInput& input, Space& space);
void add_vmms(const LaunchConfig& config, Space& space);
void add_cpus(const LaunchConfig& config, Space& space);

// Those that are tried.
std::span<const Candidate> candidates_of(const DiagnosisInput& input);

// For a firmware, or for what is published of one.
Space make_space(const DiagnosisInput& input);

// What of a launch is reported.
enum class Reported : std::uint8_t {
  kLaunch,        // all of it
  kFirmware,      // the pages of the firmware alone
  kBeforeTheCpus  // all pages but those of CPUs
};

// A launch: one option of each part.
struct Trial {
  Index target = 0;
  Reported reported = Reported::kLaunch;
  Index firmware = 0;
  VmmList::Indexes vmm{};
  CpuList::Indexes cpu{};
  std::uint32_t vcpus = 0;
  TableList::Indexes table{};
};

// Those that the plan tries for this request.
std::vector<Hypothesis> applicable_hypotheses(const Space& space);

}  // namespace sevproof::snp::internal

#endif
