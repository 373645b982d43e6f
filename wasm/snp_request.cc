#include "snp_request.h"

#include <array>
#include <utility>
#include <vector>

#include "fields.h"
#include "sevproof/formats/kernel_hashes.h"
#include "sevproof/recognise.h"
#include "sevproof/snp/domain.h"
#include "sevproof/text.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;
using snp::Field;

struct Row {
  Field field;
  std::string_view key;
  std::string_view label;
};

// In the order of Field.
constexpr auto kRows = std::to_array<Row>({
    {Field::kFirmware, "firmware", "Firmware"},
    {Field::kFirmwareDigest, "firmwareDigest", "OVMF hash"},
    {Field::kSection, "sections", "Sections"},
    {Field::kResetAddress, "resetAddress", "Reset address"},
    {Field::kHashArea, "hashArea", "Hash area"},
    {Field::kIgvm, "igvm", "IGVM file"},
    {Field::kKernel, "kernel", "Kernel"},
    {Field::kInitrd, "initrd", "Initrd"},
    {Field::kCmdline, "cmdline", "Command line"},
    {Field::kNumCpus, "numCpus", "vCPUs"},
    {Field::kCpu, "cpu", "CPU model"},
    {Field::kVmm, "vmm", "VMM"},
    {Field::kGuestFeatures, "guestFeatures", "Guest features"},
    {Field::kVmsaAddress, "vmsaAddress", "VMSA address"},
});

struct BlockRow {
  snp::IdBlockField field;
  std::string_view key;
  std::string_view label;
};

constexpr auto kBlockRows = std::to_array<BlockRow>({
    {snp::IdBlockField::kLaunchDigest, "launchDigest", "Launch digest"},
    {snp::IdBlockField::kPolicy, "policy", "Policy"},
    {snp::IdBlockField::kFamilyId, "familyId", "Family id"},
    {snp::IdBlockField::kImageId, "imageId", "Image id"},
    {snp::IdBlockField::kGuestSvn, "guestSvn", "Guest SVN"},
    {snp::IdBlockField::kIdKeyDigest, "idKeyDigest", "ID key digest"},
    {snp::IdBlockField::kAuthorKeyDigest, "authorKeyDigest", "Author key digest"},
});

const BlockRow& row_of(snp::IdBlockField field) {
  return kBlockRows.at(static_cast<std::size_t>(field));
}

// Nothing where there is none, or where it is no text.
std::string text_in(const val& texts, std::string_view key) {
  const val text = texts[std::string(key)];
  return text.isString() ? text.as<std::string>() : std::string();
}

Read<void> read_boot_files(snp::LaunchDraft& draft, const val& files) {
  if (has(files, "initrd")) {
    const val given = files["initrd"];
    const auto file = read_digest(given);
    if (!file) return misfit("initrd", file.error());
    const Bytes head = has(given, "head") ? read_bytes(given["head"]) : Bytes();
    draft.initrd = BootPart{*file, recognise_wrong_initrd(head, file->size)};
  }
  if (!has(files, "kernel")) return {};
  const val given = files["kernel"];
  const auto file = read_digest(given);
  if (!file) return misfit("kernel", file.error());
  const Bytes head = has(given, "head") ? read_bytes(given["head"]) : Bytes();
  const auto other = check_kernel_file(head, file->size, "Kernel");
  if (!other) return misfit("kernel", other.error());
  draft.kernel = BootPart{*file, *other, head.empty() ? KernelKind::kUnknown : kernel_kind(head)};
  return {};
}

}  // namespace

std::optional<Field> find_snp_field(std::string_view key) {
  for (const Row& row : kRows) {
    if (row.key == key) return row.field;
  }
  return std::nullopt;
}

std::string_view snp_key_of(Field field) { return kRows.at(static_cast<std::size_t>(field)).key; }
std::string_view snp_label_of(Field field) {
  return kRows.at(static_cast<std::size_t>(field)).label;
}

Read<void> read_snp_text(snp::LaunchDraft& draft, Field field, const std::string& text) {
  const auto read = [&](std::string_view part) -> Read<void> {
    auto result = snp::read_text(draft, field, snp_label_of(field), part);
    if (!result) return misfit(std::string(snp_key_of(field)), result.error());
    return {};
  };
  if (field == Field::kCmdline) return read(text);
  constexpr std::string_view kBlanks = " \t\r\n";
  std::string_view rest = trim(text);
  if (field != Field::kSection) return read(rest);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(kBlanks), rest.size());
    if (auto one = read(rest.substr(0, end)); !one) return one;
    rest = trim(rest.substr(end));
  }
  return {};
}

namespace {

Read<snp::LaunchDraft> read_draft(const val& texts, const val& files) {
  snp::LaunchDraft draft;
  for (const Row& row : kRows) {
    const std::string text = text_in(texts, row.key);
    if (text.empty()) continue;
    if (auto read = read_snp_text(draft, row.field, text); !read) {
      return tl::unexpected(read.error());
    }
  }
  if (has(files, "firmware")) {
    draft.firmware = HashedBytes(read_bytes(files["firmware"]));
    if (const auto checked = check_firmware_file(draft.firmware->bytes()); !checked) {
      return misfit("firmware", checked.error());
    }
  }
  if (has(files, "igvm")) draft.igvm = HashedBytes(read_bytes(files["igvm"]));
  if (auto read = read_boot_files(draft, files); !read) return tl::unexpected(read.error());
  return draft;
}

Read<snp::LaunchRequest> complete_draft(snp::LaunchDraft draft) {
  auto request = snp::complete_by_field(std::move(draft), snp_label_of);
  if (request) return *std::move(request);
  FieldError all{std::string(snp_key_of(request.error().field)), std::move(request.error().error)};
  for (const Field field : request.error().missing) {
    all.missing.push_back(
        {std::string(snp_key_of(field)), snp::missing_words(field, snp_label_of)});
  }
  return tl::unexpected(std::move(all));
}

// Its values are the host's: none is taken. One of SEV has nothing to say here, nor has one of a
// guest that libvirt does not start so.
Read<void> add_domain(snp::LaunchRequest& request, const val& files) {
  if (!has(files, "domainXml") || request.igvm || request.config.vmm != snp::Vmm::kQemu) return {};
  const Bytes xml = read_bytes(files["domainXml"]);
  auto domain = parse_domain(as_text(xml));
  if (!domain) return misfit("domainXml", domain.error());
  if (snp::expect_snp(*domain)) request.domain = *std::move(domain);
  return {};
}

// An error of measuring, in the place of the field that it is about.
FieldError in_snp_field(const Error& error, bool is_igvm, bool has_image) {
  switch (error.about) {
    case Subject::kVcpus:
      return {"numCpus", error};
    case Subject::kCpu:
      return {"cpu", error};
    case Subject::kSevFeatures:
      return {"guestFeatures", error};
    case Subject::kVmsa:
      return {"vmsaAddress", error};
    case Subject::kKernel:
      return {"kernel", error};
    default:
      return {is_igvm ? "igvm" : has_image ? "firmware" : "sections", error};
  }
}

}  // namespace

Read<snp::LaunchReport> measure_snp_request(const val& texts, const val& files,
                                            const snp::Observer& observe) {
  auto draft = read_draft(texts, files);
  if (!draft) return tl::unexpected(draft.error());
  auto request = complete_draft(*std::move(draft));
  if (!request) return tl::unexpected(request.error());
  if (auto added = add_domain(*request, files); !added) return tl::unexpected(added.error());
  const bool is_igvm = request->igvm.has_value();
  const bool has_image = request->firmware.has_value();
  auto report = snp::measure_request(*std::move(request), observe);
  if (!report) return tl::unexpected(in_snp_field(report.error(), is_igvm, has_image));
  return *std::move(report);
}

std::optional<snp::IdBlockField> find_block_field(std::string_view key) {
  for (const BlockRow& row : kBlockRows) {
    if (row.key == key) return row.field;
  }
  return std::nullopt;
}

Read<void> read_block_text(snp::ExpectedIdBlock& values, snp::IdBlockField field,
                           const std::string& text) {
  const BlockRow& row = row_of(field);
  auto read = snp::read_text(values, field, row.label, trim(text));
  if (!read) return misfit(std::string(row.key), read.error());
  return {};
}

Read<snp::ExpectedIdBlock> read_id_block_wish(const val& texts) {
  snp::ExpectedIdBlock values;
  for (const BlockRow& row : kBlockRows) {
    const std::string text = text_in(texts, row.key);
    if (text.empty()) continue;
    if (auto read = read_block_text(values, row.field, text); !read) {
      return tl::unexpected(read.error());
    }
  }
  return values;
}

}  // namespace sevproof::wasm
