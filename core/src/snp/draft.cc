#include "sevproof/snp/draft.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/in_order.h"

namespace sevproof::snp {
namespace {

using enum Field;

struct FieldRow {
  Field field;
  std::string_view words;
  Subject about;
};

constexpr auto kFields = std::to_array<FieldRow>({
    {kFirmware, "the firmware", Subject::kFirmware},
    {kFirmwareDigest, "the firmware's digest", Subject::kFirmware},
    {kSection, "a section", Subject::kFirmware},
    {kResetAddress, "the reset address", Subject::kFirmware},
    {kHashArea, "the area for kernel hashes", Subject::kFirmware},
    {kIgvm, "the IGVM file", Subject::kIgvm},
    {kKernel, "the kernel", Subject::kKernel},
    {kInitrd, "the initrd", Subject::kInitrd},
    {kCmdline, "the kernel command line", Subject::kCmdline},
    {kNumCpus, "the number of CPUs", Subject::kVcpus},
    {kCpu, "the CPU model", Subject::kCpu},
    {kVmm, "the VMM", Subject::kWhole},
    {kGuestFeatures, "the guest features", Subject::kSevFeatures},
    {kVmsaAddress, "the address of VMSA pages", Subject::kVmsa},
    {kDomainXml, "the domain XML", Subject::kDomainSecurity},
});
static_assert(internal::is_in_order(kFields, &FieldRow::field));

const FieldRow& row_of(Field field) { return kFields.at(static_cast<std::size_t>(field)); }

bool is_given(const LaunchDraft& draft, Field field) {
  switch (field) {
    case kFirmware:
      return draft.firmware.has_value();
    case kFirmwareDigest:
      return draft.firmware_digest.has_value();
    case kSection:
      return !draft.sections.empty();
    case kResetAddress:
      return draft.reset_address.has_value();
    case kHashArea:
      return draft.hash_area.has_value();
    case kIgvm:
      return draft.igvm.has_value();
    case kKernel:
      return draft.kernel.has_value();
    case kInitrd:
      return draft.initrd.has_value();
    case kCmdline:
      return draft.cmdline.has_value();
    case kNumCpus:
      return !draft.counts.empty();
    case kCpu:
      return draft.cpu.has_value();
    case kVmm:
      return draft.vmm.has_value();
    case kGuestFeatures:
      return draft.guest_features.has_value();
    case kVmsaAddress:
      return draft.vmsa_gpa.has_value();
    case kDomainXml:
      return draft.domain.has_value();
  }
  return false;
}

tl::unexpected<DraftError> misfit(Field field, Error error, std::vector<Field> missing = {}) {
  return tl::unexpected(
      DraftError{field, about(row_of(field).about, std::move(error)), std::move(missing)});
}

enum class Relation : std::uint8_t { kNeeds, kExcludes };

struct Rule {
  Field field;
  Relation relation;
  Field other;
  std::string_view hint;
};

constexpr std::string_view kWhole =
    "An IGVM file holds all that the guest starts from, its CPUs' state too.";
constexpr std::string_view kFromImage = "The image says it itself.";
constexpr std::string_view kOfDigest =
    "Sections, reset address and hash area stand in the firmware, of which the digest alone tells "
    "nothing.";
constexpr std::string_view kBootParts =
    "Initrd and command line are measured only with a kernel, in the kernel-hashes table: give the "
    "kernel too, or leave them out.";

constexpr auto kRules = std::to_array<Rule>({
    {kIgvm, Relation::kExcludes, kFirmware, kWhole},
    {kIgvm, Relation::kExcludes, kFirmwareDigest, kWhole},
    {kIgvm, Relation::kExcludes, kKernel, kWhole},
    {kIgvm, Relation::kExcludes, kGuestFeatures, kWhole},
    {kIgvm, Relation::kExcludes, kVmm, "QEMU is the one VMM here that starts such files."},
    {kIgvm, Relation::kExcludes, kVmsaAddress, kWhole},
    {kIgvm, Relation::kExcludes, kDomainXml, "A libvirt domain cannot name an IGVM file."},
    {kFirmwareDigest, Relation::kExcludes, kFirmware, "Give the image alone: it says more."},
    {kFirmwareDigest, Relation::kNeeds, kSection, kOfDigest},
    {kSection, Relation::kExcludes, kFirmware, kFromImage},
    {kResetAddress, Relation::kExcludes, kFirmware, kFromImage},
    {kHashArea, Relation::kExcludes, kFirmware, kFromImage},
    {kSection, Relation::kNeeds, kFirmwareDigest, kOfDigest},
    {kResetAddress, Relation::kNeeds, kFirmwareDigest, kOfDigest},
    {kHashArea, Relation::kNeeds, kFirmwareDigest, kOfDigest},
    {kInitrd, Relation::kNeeds, kKernel, kBootParts},
    {kCmdline, Relation::kNeeds, kKernel, kBootParts},
});

tl::expected<void, DraftError> check_rules(const LaunchDraft& draft, const FieldNames& names) {
  for (const Rule& rule : kRules) {
    const bool needs = rule.relation == Relation::kNeeds;
    if (!is_given(draft, rule.field) || is_given(draft, rule.other) == needs) continue;
    const auto code = needs ? ErrorCode::kMissingInput : ErrorCode::kContradictingInputs;
    return misfit(needs ? rule.other : rule.field,
                  Error(code,
                        std::string(names(rule.field)) + (needs ? " needs " : " excludes ") +
                            std::string(names(rule.other)),
                        std::string(rule.hint)));
  }
  return {};
}

std::vector<Field> missing_fields(const LaunchDraft& draft) {
  std::vector<Field> missing;
  if (draft.igvm) return missing;
  if (!draft.firmware && !draft.firmware_digest) missing.push_back(kFirmware);
  if (draft.counts.empty()) missing.push_back(kNumCpus);
  const bool is_qemu = draft.vmm.value_or(Vmm::kQemu) == Vmm::kQemu;
  if (is_qemu && !draft.cpu) missing.push_back(kCpu);
  const bool has_aps = std::any_of(draft.counts.begin(), draft.counts.end(),
                                   [](std::uint32_t count) { return count > 1; });
  if (draft.firmware_digest && has_aps && draft.reset_address.value_or(0) == 0) {
    missing.push_back(kResetAddress);
  }
  return missing;
}

std::string_view hint_of(Field field, bool has_domain) {
  switch (field) {
    case kNumCpus:
      return "Each virtual CPU adds a page to what is measured.";
    case kResetAddress:
      return "It is where all CPUs but the first start: `sevproof firmware show` prints it of an "
             "image.";
    case kCpu:
      if (has_domain) {
        return "The domain XML does not tell its signature. Of the host's own CPU it is the host's "
               "family, model and stepping, such as 25/17/1.";
      }
      return "It is the guest's CPU model as QEMU was started with it, such as EPYC-Milan: its "
             "signature is measured.";
    default:
      return "";
  }
}

tl::expected<void, DraftError> check_missing(const LaunchDraft& draft, const FieldNames& names) {
  std::vector<Field> missing = missing_fields(draft);
  if (missing.empty()) return {};
  std::string text;
  for (std::size_t i = 0; i < missing.size(); ++i) {
    if (i != 0) text += i + 1 == missing.size() ? " and " : ", ";
    text += missing_words(missing[i], names);
  }
  text += missing.size() == 1 ? " is needed" : " are needed";
  const Field first = missing.front();
  return misfit(first,
                Error(ErrorCode::kMissingInput, std::move(text),
                      std::string(hint_of(first, draft.domain.has_value()))),
                std::move(missing));
}

FirmwareDigest firmware_digest(const LaunchDraft& draft) {
  FirmwareDigest firmware{*draft.firmware_digest, draft.sections, draft.reset_address, {}};
  if (draft.hash_area) firmware.hash_area = MemoryArea{*draft.hash_area, kKernelHashesTableSize};
  return firmware;
}

}  // namespace

std::string_view field_words(Field field) { return row_of(field).words; }

std::string missing_words(Field field, const FieldNames& names) {
  std::string text(names(field));
  if (field != kFirmware) return text;
  return text + " (or " + std::string(names(kFirmwareDigest)) + ", " + std::string(names(kIgvm)) +
         ")";
}

tl::expected<LaunchRequest, DraftError> complete_by_field(LaunchDraft draft,
                                                          const FieldNames& names) {
  if (auto checked = check_rules(draft, names); !checked) return tl::unexpected(checked.error());
  if (auto checked = check_missing(draft, names); !checked) return tl::unexpected(checked.error());
  if (draft.cpu == 0U && (draft.igvm || draft.vmm.value_or(Vmm::kQemu) == Vmm::kQemu)) {
    return misfit(kCpu, Error(ErrorCode::kInvalidInput,
                              std::string(names(kCpu)) + ": expected the CPU model of a guest of "
                                                         "QEMU, got the signature 0",
                              "Some tools take 0 of guests of EC2 and GCE, but no CPU has it."));
  }
  LaunchRequest request;
  request.counts = std::move(draft.counts);
  request.cpu = draft.cpu;
  request.vmsa_gpa = draft.vmsa_gpa;
  request.igvm = draft.igvm;
  if (request.igvm) return request;
  request.domain = std::move(draft.domain);
  request.from_xml = std::move(draft.from_xml);
  request.firmware = draft.firmware;
  LaunchConfig& config = request.config;
  config.vmm = draft.vmm.value_or(Vmm::kQemu);
  config.vcpu = {draft.cpu, draft.guest_features.value_or(kSevFeatureSnpActive)};
  config.vmsa_gpa = draft.vmsa_gpa.value_or(kVmsaGpa);
  if (draft.kernel) {
    request.boot = make_kernel_boot(*draft.kernel, draft.initrd, draft.cmdline);
    config.kernel_hashes = hash_kernel_boot(*request.boot);
  }
  if (draft.firmware_digest) {
    config.firmware_digest = firmware_digest(draft);
    return request;
  }
  auto firmware = parse_firmware(request.firmware->bytes());
  if (!firmware) return tl::unexpected(DraftError{kFirmware, firmware.error(), {}});
  config.firmware = GuestFirmware{*std::move(firmware), request.firmware->bytes()};
  return request;
}

Result<LaunchRequest> complete(LaunchDraft draft, const FieldNames& names) {
  auto request = complete_by_field(std::move(draft), names);
  if (!request) return fail(std::move(request.error().error));
  return *std::move(request);
}

}  // namespace sevproof::snp
