// What a diagnosis can vary: for each part of a launch a list of options, the first of which is the
// request's own. A trial is one option of each list.
#ifndef SEVPROOF_SEV_DIAGNOSIS_SPACE_H
#define SEVPROOF_SEV_DIAGNOSIS_SPACE_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sev/diagnosis/lazy_image.h"
#include "sev/keyed_message.h"
#include "sevproof/diagnosis.h"
#include "sevproof/diagnosis_search.h"

namespace sevproof::internal {

using Change = DiagnosisChange;
using Index = std::uint32_t;

// A run of options of a list: [first, last).
struct Range {
  Index first = 0;
  Index last = 0;

  Index size() const { return last - first; }
};

struct KeyOption {
  HmacSha256 tik;
  std::optional<Change> change;
};

// The part of a launch that only the measured message shows.
struct Message {
  std::uint16_t key = 0;
  std::optional<OldMessage> old_form;  // of API versions below 0.17
  bool blob_swapped = false;
  bool said_blob = false;  // the one that the host reports
  ApiVersion api;
  Policy policy;
};

struct FirmwareOption {
  std::unique_ptr<LazyImage> image;  // none where only a digest is known
  std::optional<std::uint32_t> reset_address;
  std::optional<Change> change;
  // Of the launch, known without an image: neither kernel hashes nor pages can be added to it.
  std::optional<Sha256Digest> launch_digest = std::nullopt;
};

struct HashOption {
  Sha256Digest digest{};
  std::optional<Change> change;
};

// The kernel-hashes table: an option of each of its three lists, or no table.
struct TableOption {
  bool measured = false;
  bool swapped = false;  // kernel and initrd
  std::uint16_t kernel = 0;
  std::uint16_t initrd = 0;
  Index cmdline = 0;
};

// A VMSA page from a file.
struct PageOption {
  VmsaPage page{};
  std::string candidate;  // its name; empty for a page that was given
};

// CPUs whose pages are built, or taken from the list of pages; with every number of them in
// [least, most].
struct CpuOption {
  VmsaSpec spec;
  std::optional<std::uint32_t> reset_address;  // otherwise the firmware's
  std::optional<std::uint16_t> page0;          // of the boot CPU; otherwise built
  std::optional<std::uint16_t> page1;          // of every AP; otherwise built
  std::uint32_t least = 1;
  std::uint32_t most = 1;
};

// The lists are in parts that the plan combines; each is a range of the list before it.
struct Space {
  explicit Space(const LaunchRequest& request) : reported(request.reported) {}

  DiagnosisBasis basis = DiagnosisBasis::kFiles;
  // The request, for comparison.
  ApiVersion api;
  Policy policy;
  MeasurementBlob reported;
  std::optional<std::uint32_t> vcpus;
  std::optional<VmsaSpec> given_spec;  // where it is given; of given pages, what they say
  KernelKind kernel_kind = KernelKind::kUnknown;
  std::vector<HostValue> from_host;
  HostSource host_source = HostSource::kDomainXml;
  std::vector<HostValue> from_launch_info;
  SaidLaunch said;  // what differs from it
  std::optional<std::uint16_t> given_page0;
  std::optional<std::uint16_t> given_page1;

  std::vector<KeyOption> keys;

  std::vector<Message> messages;
  Range said_messages;       // what was said of policy and API, one and all; the ES bit as given
  Range said_flipped;        // the same with the ES bit the other way round
  Range said_pairs;          // said_messages with one more change
  Range said_flipped_pairs;  // the same of said_flipped
  Range one_change;  // every message with one change, of the API version in one number or exchanged
  Range few_changes;     // those of them that are likely: all but API numbers and two policy bits
  Range edit_changes;    // what was said, and few_changes
  Range key_changes;     // those of them with another key
  Range usual_versions;  // of the API
  Range two_changes;     // two of one_change, in different respects, or one with a usual version
  Range flipped;         // the ES bit of the policy, and at most one other bit
  Range flipped_pairs;   // the ES bit, and a change in another respect than the policy

  std::vector<FirmwareOption> firmwares;
  Range firmware_candidates;  // the candidates themselves
  Range firmware_parts;       // images with a part of a candidate

  std::vector<HashOption> kernels;
  std::vector<HashOption> initrds;
  std::vector<HashOption> cmdlines;
  std::vector<TableOption> tables;
  Range said_tables;       // what was said of the kernel boot, one and all
  Range said_table_pairs;  // with another kernel, initrd or command line
  Range table_singles;
  Range table_pairs;
  Range table_boots;          // those of them with another kernel and another initrd
  Range table_candidates;     // another kernel, initrd and command line, each of a file
  Range table_products;       // all of these, the given one too
  Range table_upgrades;       // another kernel and initrd, and a variant of the command line
  Range table_edits;          // another command line, of which there are many
  bool long_cmdline = false;  // beyond kMaxEditedLine

  std::vector<PageOption> pages;
  std::vector<CpuOption> cpus;
  Range said_cpus;          // what was said of the CPUs, one and all
  Range said_cpu_pairs;     // what was said of their number, with one more difference
  Range said_cpu_flipped;   // of a guest that was not to be SEV-ES, as many CPUs as was said
  Range cpu_singles;        // the number of CPUs as given
  Range cpu_counts;         // the CPUs as given, in any number
  Range cpu_page_counts;    // VMSA pages from other files or places, in any number
  Range cpu_wide;           // every signature, the number as given
  Range cpu_products;       // model, layout, features and number at once
  Range cpu_features;       // each feature with each layout and number, or with each model
  Range cpu_wide_products;  // every signature with layout and features
  Range cpu_flipped;        // of a guest that was not to be SEV-ES, if it is
  Range cpu_flipped_pairs;  // the same with one more difference

  std::vector<std::string> also_tried;  // names of the candidates

  bool es() const { return policy.es(); }
  // Nothing but the launch digest is known, so that only the message can be varied.
  bool digest_only() const { return basis == DiagnosisBasis::kLaunchDigest; }
  // Whether any firmware is there of which more than its digest is known.
  bool has_images() const;
  // Whether a page or an address says what the APs start with.
  bool has_ap_page(const CpuOption& cpu, Index firmware) const {
    return cpu.page1 || cpu.reset_address || firmwares[firmware].reset_address;
  }
  // That page, where there is one.
  std::optional<VmsaPage> ap_page(const CpuOption& cpu, Index firmware) const;
  VmsaPage boot_page(const CpuOption& cpu) const;
};

// Each fills in its own lists, from `input` and what stands in the space already.
void add_keys(const DiagnosisInput& input, Space& space);
void add_messages(Space& space);  // after add_keys
void add_firmwares(const DiagnosisInput& input, Space& space);
void add_tables(const DiagnosisInput& input, Space& space);
void add_cpus(const DiagnosisInput& input, Space& space);  // after add_firmwares

Space make_space(const DiagnosisInput& input);

// A trial: one option of each list.
struct Trial {
  Index firmware = 0;
  Index table = 0;
  std::optional<Index> cpu;  // SEV-ES only
  std::uint32_t vcpus = 0;
  Message message;
};

// In which respects a trial differs from the request.
std::vector<Change> describe_trial(const Space& space, const Trial& trial);

// Those that the plan tries for this request.
std::vector<Hypothesis> applicable_hypotheses(const Space& space);

// Every other command line that the given one can have been, with what it has: first those that
// are tried together with every other change, `likely` of them.
struct OtherCmdlines {
  std::vector<HashOption> all;
  std::size_t likely = 0;
};
OtherCmdlines other_cmdlines(std::string_view given);
// Of a longer line, not each of its words and spaces is changed.
inline constexpr std::size_t kMaxEditedLine = 4096;

// What `value` becomes when its decimal digits are read as hexadecimal ones; nothing where it stays
// the same or grows beyond 32 bits.
std::optional<std::uint32_t> digits_as_hex(std::uint32_t value);
// The other way round: nothing also where it has digits above 9.
std::optional<std::uint32_t> digits_as_decimal(std::uint32_t value);

// Appends what `make` appends to `list`, and gives its place.
template <typename T, typename Make>
Range append_range(std::vector<T>& list, Make make) {
  const auto first = static_cast<Index>(list.size());
  make();
  return {first, static_cast<Index>(list.size())};
}

}  // namespace sevproof::internal

#endif
