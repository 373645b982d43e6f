// What a diagnosis can vary. A launch is described in parts; each part has a list of options, the
// first of which is the request's own, and options that differ from it carry their change. Parts
// that are varied together make an axis of the search.
#ifndef SEVPROOF_SEV_DIAGNOSIS_SPACE_H
#define SEVPROOF_SEV_DIAGNOSIS_SPACE_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "boot/diagnosis/boot_space.h"
#include "boot/diagnosis/images.h"
#include "boot/diagnosis/lazy.h"
#include "sev/keyed_message.h"
#include "sevproof/diagnosis.h"
#include "sevproof/diagnosis_search.h"

namespace sevproof::internal {

enum Axis : std::uint8_t { kFirmwareAxis, kCpuAxis, kTableAxis, kMessageAxis };

// --- The part of a launch that only the measured message shows.

struct KeyOption {
  HmacSha256 tik;
  std::optional<Change> change;
};

// What is signed, and which measurement and nonce are compared with it.
struct FormOption {
  std::optional<OldMessage> old_form;  // of API versions below 0.17
  MeasurementBlob blob;
  std::vector<Change> changes;
};

enum MessagePart : std::uint8_t { kKey, kForm, kApi, kPolicy, kMessageParts };
using MessageList = search::ProductList<kMessageParts>;

struct Messages {
  std::vector<KeyOption> keys;
  std::vector<FormOption> forms;
  std::vector<ApiVersion> apis;
  std::vector<Policy> policies;
  MessageList list;
};

enum class MessageTier : std::uint8_t {
  kGiven,
  kSaid,         // as given, and what was said of policy and API, one and all; the ES bit as given
  kOnlySaid,     // without the given one
  kOtherSaid,    // kOnlySaid with one more change, one_change and usual_versions
  kSaidFlipped,  // what was said with the ES bit the other way round
  kOtherSaidFlipped,   // the same with one more change
  kOneChange,          // of the API version in one number or exchanged
  kFewChanges,         // those of them that are likely: all but API numbers and two policy bits
  kSaidAndFewChanges,  // kOnlySaid, then these
  kKeys,
  kGivenAndKeys,
  kUsualVersions,  // of the API
  kTwoChanges,     // two of one_change, in different respects, or one with a usual version
  kFlipped,        // the ES bit of the policy, and at most one other bit
  kFlippedPairs,   // the ES bit, and a change in another respect than the policy
  kAllVersions,
  kAllVersionPairs,  // with one of the few changes
  kCount,
};

// --- Firmware

struct FirmwareOption {
  std::unique_ptr<Lazy<Sha256>> hash;  // none where only a digest is known
  std::optional<std::uint32_t> reset_address;
  std::optional<Change> change;
  // Of the launch, known without an image: neither kernel hashes nor pages can be added to it.
  std::optional<Sha256Digest> launch_digest = std::nullopt;
};

// --- CPUs

// A VMSA page from a file.
struct PageOption {
  VmsaPage page{};
  std::string candidate;  // its name; empty for a page that was given
};

// Which pages are from files: of the boot CPU, and of every AP. Others are built.
struct PagesOption {
  std::optional<std::uint16_t> page0 = std::nullopt;
  std::optional<std::uint16_t> page1 = std::nullopt;

  bool operator==(const PagesOption&) const = default;
};

// Every number of CPUs in [least, most]; none where no pages are measured.
struct CountOption {
  std::uint32_t least = 0;
  std::uint32_t most = 0;
};

enum CpuPart : std::uint8_t {
  kSignature,
  kLayout,
  kFeatures,
  kPages,
  kReset,
  kCpuCount,
  kCpuParts
};
using CpuList = search::ProductList<kCpuParts>;

struct Cpus {
  std::vector<std::uint32_t> signatures;
  std::vector<VmsaLayout> layouts;
  std::vector<std::uint64_t> features;
  std::vector<PageOption> pages;  // of files; options are in `choices`
  std::vector<PagesOption> choices;
  std::vector<std::optional<std::uint32_t>> resets;  // otherwise the firmware's
  std::vector<CountOption> counts;
  CpuList list;
};

enum class CpuTier : std::uint8_t {
  kGiven,
  kSaid,          // as given, and what was said of the CPUs, one and all
  kSaidPairs,     // what was said of their number, with one more difference
  kSaidFlipped,   // what was said, where the ES bit is the other way round
  kSaidCounts,    // those of them with as many CPUs as was said
  kLikely,        // all but the unusual signatures
  kWide,          // every signature, the number as given
  kProducts,      // model, layout, features and number at once
  kOtherHosts,    // these, and VMSA pages from other files or places in any number
  kUnlikely,      // each feature with each layout, and every signature with layout and features
  kFlipped,       // where the ES bit is the other way round
  kFlippedKnown,  // the same, where the number of CPUs is known
  kFlippedPairs,  // with one more difference
  kAllFlipped,    // CPUs of a guest that was not to be SEV-ES, also with one more difference
  kCount,
};

// CPUs as they are started.
struct CpuOption {
  VmsaSpec spec;
  PagesOption pages;
  std::optional<std::uint32_t> reset_address;
  CountOption count;
};

struct Space {
  DiagnosisBasis basis = DiagnosisBasis::kFiles;
  // The request, for comparison.
  ApiVersion api;
  Policy policy;
  std::optional<std::uint32_t> vcpus;
  std::optional<VmsaSpec> given_spec;  // where it is given; of given pages, what they say
  PagesOption given_pages;
  HostGiven host_given;
  SaidLaunch said;                        // what differs from it
  std::vector<std::string> also_tried{};  // names of the candidates

  std::vector<FirmwareOption> firmwares;
  Cpus cpus;
  BootSpace boot;
  Messages messages;
  search::Tiers tiers;

  template <typename Name>
  Tier& tier(Name name) {
    constexpr Axis kAxis = axis_of(Name::kCount);
    return tiers[kAxis].at(static_cast<std::size_t>(name));
  }

  bool es() const { return policy.es(); }
  // Nothing but the launch digest is known, so that only the message can be varied.
  bool digest_only() const { return basis == DiagnosisBasis::kLaunchDigest; }
  // Whether any firmware is there of which more than its digest is known.
  bool has_images() const;

  CpuOption cpu(const CpuList::Indexes& at) const;
  // What the APs start with, where a page or an address says so.
  std::optional<VmsaPage> ap_page(const CpuOption& cpu, Index firmware) const;
  bool has_ap_page(const CpuOption& cpu, Index firmware) const {
    return cpu.pages.page1 || cpu.reset_address || firmwares[firmware].reset_address;
  }
  VmsaPage boot_page(const CpuOption& cpu) const;

 private:
  static constexpr Axis axis_of(FirmwareTier) { return kFirmwareAxis; }
  static constexpr Axis axis_of(CpuTier) { return kCpuAxis; }
  static constexpr Axis axis_of(TableTier) { return kTableAxis; }
  static constexpr Axis axis_of(MessageTier) { return kMessageAxis; }
};

// Each fills in its own parts, from `input` and what stands in the space already.
void add_keys_and_forms(const DiagnosisInput& input, Space& space);
void add_messages(Space& space);  // after add_keys_and_forms
void add_firmwares(const DiagnosisInput& input, Space& space);
void add_cpus(const DiagnosisInput& input, Space& space);  // after add_firmwares

Space make_space(const DiagnosisInput& input);

// A launch: one option of each part.
struct Trial {
  Index firmware = 0;
  CpuOption cpu;
  std::uint32_t vcpus = 0;
  TableList::Indexes table{};
  MessageList::Indexes message{};
};

// Those that the plan tries for this request.
std::vector<Hypothesis> applicable_hypotheses(const Space& space);

// What `value` becomes when its decimal digits are read as hexadecimal ones; nothing where it stays
// the same or grows beyond 32 bits.
std::optional<std::uint32_t> digits_as_hex(std::uint32_t value);
// The other way round: nothing also where it has digits above 9.
std::optional<std::uint32_t> digits_as_decimal(std::uint32_t value);

}  // namespace sevproof::internal

#endif
