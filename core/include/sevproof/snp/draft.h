// A SEV-SNP launch on its way to be measured: every part may still be missing. Faces fill it in
// from options, fields and files.
//
//   LaunchDraft draft;
//   draft.firmware = image;
//   draft.counts = *parse_counts("--num-cpus", "1,2,4-64");
//   auto request = complete(std::move(draft), option_name);
//   if (!request) return fail(request.error());
//   auto report = measure_request(*request);                    // snp/launch_report.h
#ifndef SEVPROOF_SNP_DRAFT_H
#define SEVPROOF_SNP_DRAFT_H

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/boot.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/host_values.h"
#include "sevproof/snp/launch.h"

namespace sevproof::snp {

enum class Field : std::uint8_t {
  kFirmware,
  kFirmwareDigest,
  kSection,
  kResetAddress,
  kHashArea,
  kIgvm,
  kKernel,
  kInitrd,
  kCmdline,
  kNumCpus,
  kCpu,
  kVmm,
  kGuestFeatures,
  kVmsaAddress,
  kDomainXml,
};

// How a face calls a field: "--num-cpus", or "Virtual CPUs".
using FieldNames = std::function<std::string_view(Field)>;

// "the number of CPUs"
std::string_view field_words(Field field);

struct LaunchDraft {
  // What the guest starts from: an image, or what is published of one, or an IGVM file.
  std::optional<HashedBytes> firmware;
  std::optional<Sha384Digest> firmware_digest;  // after the firmware's own pages: the "OVMF hash"
  std::vector<SevMetadataSection> sections;     // the three that belong to it
  std::optional<std::uint32_t> reset_address;
  std::optional<std::uint32_t> hash_area;  // where the table of kernel hashes lies
  std::optional<HashedBytes> igvm;

  std::optional<BootPart> kernel;
  std::optional<BootPart> initrd;
  std::optional<std::string> cmdline;

  std::vector<std::uint32_t> counts;            // of virtual CPUs
  std::optional<std::uint32_t> cpu;             // CPUID leaf 1 EAX
  std::optional<Vmm> vmm;                       // otherwise QEMU
  std::optional<std::uint64_t> guest_features;  // sev_features; otherwise 1
  std::optional<std::uint64_t> vmsa_gpa;        // otherwise kVmsaGpa

  // Of take_domain (snp/domain.h): the domain that is to be this launch, and what it gave.
  std::optional<DomainConfig> domain;
  std::vector<HostValue> from_xml;
};

// Numbers and ranges, "1,2,4-64": each once, in the order given. `what` names it in messages. Fails
// with kInvalid for anything else, and for numbers beyond 1 to kMaxVcpus.
Result<std::vector<std::uint32_t>> parse_counts(std::string_view what, std::string_view text);

// One of the draft's texts: what stands there already is replaced, and a section is one more. Of a
// field that is a file nothing is read. `what` names it in messages. Fails with kInvalid.
Result<void> read_text(LaunchDraft& draft, Field field, std::string_view what,
                       std::string_view text);

// "the firmware (or the firmware's digest, the IGVM file)": what would do, of a missing field.
std::string missing_words(Field field, const FieldNames& names = field_words);

// As parse_cpu (formats/cpu.h), and 0, which some tools take of EC2. Fails as that does.
Result<std::uint32_t> parse_signature(std::string_view text);

// "TYPE:GPA:SIZE", each a number. Fails with kInvalid.
Result<SevMetadataSection> parse_section(std::string_view what, std::string_view text);

// A SHA-384 of 96 hex digits or 64 characters of base64. Fails with kInvalid.
Result<Sha384Digest> parse_sha384(std::string_view what, std::string_view text);

// A launch that can be measured: `igvm` or `config`.
struct LaunchRequest {
  std::optional<HashedBytes> firmware;
  std::optional<HashedBytes> igvm;
  std::optional<KernelBoot> boot;
  LaunchConfig config;                // its kernel hashes are those of `boot`
  std::vector<std::uint32_t> counts;  // of an IGVM file perhaps none: as many as it has pages for
  std::optional<std::uint32_t> cpu;   // as given
  std::optional<std::uint64_t> vmsa_gpa;  // likewise
  std::optional<DomainConfig> domain;
  std::vector<HostValue> from_xml;  // what of all this the domain gave, and not the owner
};

// A draft that cannot be measured.
struct DraftError {
  Field field = Field::kFirmware;  // in whose place a face says so
  Error error;
  std::vector<Field> missing;  // all of it, where that is the error
};

// As complete(), with the error in the place of its field.
tl::expected<LaunchRequest, DraftError> complete_by_field(LaunchDraft draft,
                                                          const FieldNames& names = field_words);

// Fails with kMissingInput for all that is missing, with kContradictingInputs for what excludes
// each other or is nothing without another part, and as parse_firmware does.
Result<LaunchRequest> complete(LaunchDraft draft, const FieldNames& names = field_words);

}  // namespace sevproof::snp

#endif
