// Expectations as text: what options, fields of a page and files of expectations hold.
#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "formats/encoded_text.h"
#include "sevproof/snp/draft.h"
#include "sevproof/snp/policy.h"
#include "sevproof/snp/report_expectations.h"
#include "sevproof/text.h"
#include "snp/report_bits.h"

namespace sevproof::snp {
namespace {

using enum ReportField;
using enum ReportFieldKind;

constexpr auto kFields = std::to_array<ReportFieldInfo>({
    {kMeasurement, "measurement", "measurement", kList},
    {kReportData, "reportData", "report-data", kText},
    {kVmpl, "vmpl", "vmpl", kList},
    {kPolicy, "policy", "policy", kText},
    {kPolicyRequires, "policyRequires", "policy-requires", kList},
    {kPolicyForbids, "policyForbids", "policy-forbids", kList},
    {kAllowDebug, "allowDebug", "allow-debug", kFlag},
    {kAllowMigration, "allowMigration", "allow-migration", kFlag},
    {kMinimumTcb, "minimumTcb", "min-tcb", kText},
    {kTcbOf, "tcbOf", "tcb-of", kList},
    {kMinimumFirmware, "minimumFirmware", "min-firmware", kText},
    {kRefuseProvisional, "refuseProvisional", "refuse-provisional", kFlag},
    {kHostData, "hostData", "host-data", kText},
    {kFamilyId, "familyId", "family-id", kText},
    {kImageId, "imageId", "image-id", kText},
    {kMinimumGuestSvn, "minimumGuestSvn", "min-guest-svn", kText},
    {kIdKeyDigest, "idKeyDigest", "id-key-digest", kText},
    {kAuthorKeyDigest, "authorKeyDigest", "author-key-digest", kText},
    {kReportId, "reportId", "report-id", kText},
    {kChipId, "chipId", "chip-id", kList},
    {kAllowMaskedChip, "allowMaskedChip", "allow-masked-chip", kFlag},
    {kProvider, "provider", "provider", kList},
    {kPlatformRequires, "platformRequires", "platform-requires", kList},
    {kPlatformForbids, "platformForbids", "platform-forbids", kList},
    {kLaunchMitigations, "launchMitigations", "launch-mitigations", kText},
    {kCurrentMitigations, "currentMitigations", "current-mitigations", kText},
});

constexpr std::uint64_t kAny32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kAny64 = std::numeric_limits<std::uint64_t>::max();

tl::unexpected<Error> misfit(std::string_view what, std::string_view expected,
                             std::string_view text, std::string_view hint = {}) {
  return fail(ErrorCode::kInvalidInput,
              std::string(what) + ": expected " + std::string(expected) + ", got " + quote(text),
              std::string(hint));
}

// How many bytes it stands for, where it stands for some.
std::string shown(const Result<sevproof::internal::EncodedText>& decoded, std::string_view text) {
  return (decoded ? std::to_string(decoded->bytes.size()) + " bytes: " : "") + std::string(text);
}

// Hex or base64 of `size` bytes, or of as many as fit, behind which zeros follow. All zeros are
// what a report has where nobody put anything.
Result<void> read_bytes(std::span<std::uint8_t> out, bool is_exact, bool may_be_zero,
                        std::string_view what, std::string_view text) {
  const std::string size = std::to_string(out.size());
  const auto decoded = sevproof::internal::decode_text(text);
  const std::size_t got = decoded ? decoded->bytes.size() : 0;
  if (got == 0 || got > out.size() || (is_exact && got != out.size())) {
    return misfit(what, (is_exact ? "" : "up to ") + size + " bytes in hex or base64",
                  shown(decoded, text));
  }
  if (!may_be_zero && is_zero(decoded->bytes.view())) {
    return misfit(what, "bytes that are not all zero", text,
                  "Zeros are what stands there where nobody put anything.");
  }
  std::fill(out.begin(), out.end(), std::uint8_t{0});
  put_bytes(out, decoded->bytes.view());
  return {};
}

template <std::size_t N>
Result<void> read_value(std::optional<std::array<std::uint8_t, N>>& value, std::string_view what,
                        std::string_view text) {
  return read_bytes(value.emplace(), true, true, what, text);
}

template <std::size_t N>
Result<void> add_value(std::vector<std::array<std::uint8_t, N>>& values, std::string_view what,
                       std::string_view text) {
  return read_bytes(values.emplace_back(), true, false, what, text);
}

template <typename Value, typename Place>
Result<void> read_number(Place& place, std::string_view what, std::string_view text,
                         std::uint64_t most, std::uint64_t least = 0) {
  const auto number = parse_number(what, text, least, most);
  if (!number) return fail(number.error());
  place = static_cast<Value>(*number);
  return {};
}

Result<void> read_flag(bool& flag, std::string_view what, std::string_view text) {
  if (text != "true" && text != "false") return misfit(what, "true or false", text);
  flag = text == "true";
  return {};
}

std::vector<std::string> policy_names(std::uint64_t bits) { return policy_flag_names({bits}); }

Result<void> add_bits(std::uint64_t& bits, internal::BitNames names, std::string_view what,
                      std::string_view text) {
  const auto bit = internal::parse_bit(what, text, names);
  if (!bit) return fail(bit.error());
  bits |= *bit;
  return {};
}

Result<void> add_tcb_kind(ExpectedReport& expected, bool is_first, std::string_view what,
                          std::string_view text) {
  if (is_first) expected.tcb_kinds = TcbKinds{false, false, false, false};
  TcbKinds& kinds = *expected.tcb_kinds;
  if (text == "reported") {
    kinds.reported = true;
  } else if (text == "committed") {
    kinds.committed = true;
  } else if (text == "launch") {
    kinds.launch = true;
  } else if (text == "current") {
    kinds.current = true;
  } else {
    return misfit(what, "reported, committed, launch or current", text);
  }
  return {};
}

Result<void> add_provider(std::vector<std::string>& providers, std::string_view what,
                          std::string_view text) {
  const bool is_plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7f; });
  if (!is_plain) return misfit(what, "printable ASCII", text);
  providers.emplace_back(text);
  return {};
}

// 64 bytes, or Turin's 8, behind which zeros follow.
Result<void> add_chip(std::vector<std::array<std::uint8_t, 64>>& ids, std::string_view what,
                      std::string_view text) {
  constexpr std::size_t kTurinSize = 8;
  auto& id = ids.emplace_back();
  const auto decoded = sevproof::internal::decode_text(text);
  const std::size_t size = decoded ? decoded->bytes.size() : 0;
  if (size != kTurinSize && size != id.size()) {
    return misfit(what, "64 bytes in hex or base64, or 8 of Turin", shown(decoded, text));
  }
  return read_bytes(std::span(id).first(size), true, false, what, text);
}

Result<void> add_item(ExpectedReport& expected, ReportField field, bool is_first,
                      std::string_view what, std::string_view text) {
  switch (field) {
    case kMeasurement:
      return add_value(expected.measurements, what, text);
    case kVmpl:
      return read_number<std::uint32_t>(expected.vmpls.emplace_back(), what, text, 3);
    case kPolicyRequires:
      return add_bits(expected.policy_bits.required, policy_names, what, text);
    case kPolicyForbids:
      return add_bits(expected.policy_bits.forbidden, policy_names, what, text);
    case kTcbOf:
      return add_tcb_kind(expected, is_first, what, text);
    case kChipId:
      return add_chip(expected.chip_ids, what, text);
    case kProvider:
      return add_provider(expected.providers, what, text);
    case kPlatformRequires:
      return add_bits(expected.platform.required, platform_info_names, what, text);
    case kPlatformForbids:
      return add_bits(expected.platform.forbidden, platform_info_names, what, text);
    default:
      return {};
  }
}

Result<void> read_list(ExpectedReport& expected, ReportField field, std::string_view what,
                       std::string_view text) {
  bool is_first = true;
  const std::string_view separators = field == kProvider ? ";" : ", \t\r\n";
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find_first_of(separators), rest.size());
    const std::string_view item = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (item.empty()) continue;
    if (auto added = add_item(expected, field, is_first, what, item); !added) return added;
    is_first = false;
  }
  return is_first ? misfit(what, "at least one value", text) : Result<void>();
}

Result<void> read_one(ExpectedReport& expected, ReportField field, std::string_view what,
                      std::string_view text) {
  switch (field) {
    case kReportData:
      return read_bytes(expected.report_data.emplace(), false, false, what, text);
    case kPolicy:
      return read_number<std::uint64_t>(expected.policy, what, text, kAny64);
    case kAllowDebug:
      return read_flag(expected.allow_debug, what, text);
    case kAllowMigration:
      return read_flag(expected.allow_migration, what, text);
    case kMinimumTcb: {
      auto minimum = parse_minimum_tcbs(what, text);
      if (!minimum) return fail(minimum.error());
      expected.minimum_tcb = *std::move(minimum);
      return {};
    }
    case kMinimumFirmware: {
      auto minimum = parse_firmware_versions(what, text);
      if (!minimum) return fail(minimum.error());
      expected.minimum_firmware = *std::move(minimum);
      return {};
    }
    case kRefuseProvisional:
      return read_flag(expected.refuse_provisional, what, text);
    case kHostData:
      return read_value(expected.host_data, what, text);
    default:
      return {};
  }
}

Result<void> read_identity(ExpectedReport& expected, ReportField field, std::string_view what,
                           std::string_view text) {
  const auto put_id = [&](std::optional<OwnersId>& place) -> Result<void> {
    const auto id = parse_owners_id(what, text);
    if (!id) return fail(id.error());
    place = *id;
    return {};
  };
  switch (field) {
    case kFamilyId:
      return put_id(expected.family_id);
    case kImageId:
      return put_id(expected.image_id);
    case kMinimumGuestSvn:
      return read_number<std::uint32_t>(expected.minimum_guest_svn, what, text, kAny32);
    case kIdKeyDigest:
      return read_value(expected.id_key_digest, what, text);
    case kAuthorKeyDigest:
      return read_value(expected.author_key_digest, what, text);
    case kReportId:
      return read_value(expected.report_id, what, text);
    case kAllowMaskedChip:
      return read_flag(expected.allow_masked_chip, what, text);
    case kLaunchMitigations:
      return read_number<std::uint64_t>(expected.launch_mitigations, what, text, kAny64, 1);
    case kCurrentMitigations:
      return read_number<std::uint64_t>(expected.current_mitigations, what, text, kAny64, 1);
    default:
      return read_one(expected, field, what, text);
  }
}

}  // namespace

std::span<const ReportFieldInfo> report_fields() { return kFields; }

const ReportFieldInfo* find_report_field(std::string_view key) {
  for (const ReportFieldInfo& info : kFields) {
    if (info.key == key) return &info;
  }
  return nullptr;
}

char list_separator(ReportField field) { return field == kProvider ? ';' : ','; }

Result<void> read_text(ExpectedReport& expected, ReportField field, std::string_view what,
                       std::string_view text) {
  const bool is_list = kFields[static_cast<std::size_t>(field)].kind == kList;
  return is_list ? read_list(expected, field, what, trim(text))
                 : read_identity(expected, field, what, trim(text));
}

}  // namespace sevproof::snp
