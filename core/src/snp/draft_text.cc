// The texts of which a draft is made.
#include <algorithm>
#include <array>
#include <limits>

#include "formats/encoded_text.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/snp/draft.h"
#include "sevproof/text.h"

namespace sevproof::snp {
namespace {

constexpr std::uint64_t kAny32 = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint64_t kAny64 = std::numeric_limits<std::uint64_t>::max();

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// "4" or "4-64"
Result<std::array<std::uint32_t, 2>> parse_range(std::string_view what, std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = parse_number(what, text.substr(0, dash), 1, kMaxVcpus);
  if (!first) return fail(first.error());
  const auto low = static_cast<std::uint32_t>(*first);
  if (dash == std::string_view::npos) return std::array{low, low};
  const auto last = parse_number(what, text.substr(dash + 1), 1, kMaxVcpus);
  if (!last) return fail(last.error());
  if (*last < low) {
    return fail(ErrorCode::kNumberOutOfRange,
                std::string(what) + ": expected a range that begins with the smaller number, got " +
                    quote(text));
  }
  return std::array{low, static_cast<std::uint32_t>(*last)};
}

Result<void> put_number(std::optional<std::uint32_t>& place, std::string_view what,
                        std::string_view text) {
  const auto number = parse_number(what, text, 0, kAny32);
  if (!number) return fail(number.error());
  place = static_cast<std::uint32_t>(*number);
  return {};
}

Result<void> put_number(std::optional<std::uint64_t>& place, std::string_view what,
                        std::string_view text) {
  const auto number = parse_number(what, text, 0, kAny64);
  if (!number) return fail(number.error());
  place = *number;
  return {};
}

// Of a page, in the 52 bits that AMD's processors have at most.
Result<void> put_address(std::optional<std::uint64_t>& place, std::string_view what,
                         std::string_view text) {
  constexpr std::uint64_t kLast = (1ULL << 52) - kPageSize;
  if (auto put = put_number(place, what, text); !put) return put;
  if (*place % kPageSize == 0 && *place <= kLast) return {};
  return fail(ErrorCode::kNumberOutOfRange,
              std::string(what) + ": expected the address of a page up to " + to_hex_number(kLast) +
                  ", got " + to_hex_number(*place),
              "VMSA pages lie at 0xfffffffff000, of GCE on hosts of the Genoa line at "
              "0xffffffffff000.");
}

template <typename Place, typename Parsed>
Result<void> put(Place& place, Parsed parsed) {
  if (!parsed) return fail(parsed.error());
  place = *std::move(parsed);
  return {};
}

}  // namespace

Result<std::vector<std::uint32_t>> parse_counts(std::string_view what, std::string_view text) {
  std::vector<std::uint32_t> counts;
  for (const std::string_view part : split(text, ',')) {
    const auto range = parse_range(what, part);
    if (!range) {
      return tl::unexpected(
          about(Subject::kVcpus,
                Error(range.error().code, range.error().message,
                      "Several numbers and ranges are divided by commas, such as 1,2,4-64.")));
    }
    for (std::uint32_t count = range->front(); count <= range->back(); ++count) {
      const bool is_there = std::find(counts.begin(), counts.end(), count) != counts.end();
      if (!is_there) counts.push_back(count);
    }
  }
  return counts;
}

Result<std::uint32_t> parse_signature(std::string_view text) {
  if (text == "0" || text == "0x0") return 0U;
  return parse_cpu(text);
}

Result<SevMetadataSection> parse_section(std::string_view what, std::string_view text) {
  const auto parts = split(text, ':');
  const std::string_view hint =
      "The type of a section, its address and its size, such as 1:0x800000:0x9000: `sevproof "
      "firmware show` prints those of an image.";
  if (parts.size() != 3) {
    return fail(ErrorCode::kMalformedOption,
                std::string(what) + ": expected TYPE:GPA:SIZE, got " + quote(text),
                std::string(hint));
  }
  std::array<std::uint32_t, 3> numbers{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const auto number = parse_number(what, parts[i], 0, kAny32);
    if (!number) return fail(number.error());
    numbers.at(i) = static_cast<std::uint32_t>(*number);
  }
  return SevMetadataSection{numbers[1], numbers[2], numbers[0], {}};
}

namespace {

std::string digest_hint(std::string_view text) {
  constexpr std::size_t kSha256Digits = 64;
  constexpr std::size_t kHexInBase64 = 128;
  constexpr std::string_view kHexDigits = "0123456789abcdefABCDEF";
  if (text.size() == kSha256Digits && from_hex(text)) {
    return "64 hex digits are a SHA-256: the launch digest of SEV and SEV-ES is one, that of "
           "SEV-SNP is not.";
  }
  if (text.size() == kHexInBase64 && from_base64(text)) {
    return "This is base64 of hex digits, as snpguest prints it: give the hex digits.";
  }
  if (text.find_first_not_of(kHexDigits) == text.npos && !text.empty()) {
    return "There are " + std::to_string(text.size()) + " digits.";
  }
  return "It is the digest itself, and no file: 48 bytes, in a report from offset 0x90.";
}

}  // namespace

Result<Sha384Digest> parse_sha384(std::string_view what, std::string_view text) {
  // 64 hex digits, which would be base64 of 48 bytes as well, are hex to it.
  const auto decoded = sevproof::internal::decode_text(text);
  Sha384Digest digest{};
  if (decoded && decoded->bytes.size() == digest.size()) {
    put_bytes(digest, decoded->bytes.view());
    return digest;
  }
  return fail(ErrorCode::kMalformedHex,
              std::string(what) +
                  ": expected a SHA-384 of 96 hex digits, or its 64 characters of "
                  "base64, got " +
                  quote(text, 100),
              digest_hint(text));
}

Result<void> read_text(LaunchDraft& draft, Field field, std::string_view what,
                       std::string_view text) {
  switch (field) {
    case Field::kFirmwareDigest:
      return put(draft.firmware_digest, parse_sha384(what, text));
    case Field::kSection: {
      const auto section = parse_section(what, text);
      if (!section) return fail(section.error());
      draft.sections.push_back(*section);
      return {};
    }
    case Field::kResetAddress:
      return put_number(draft.reset_address, what, text);
    case Field::kHashArea:
      return put_number(draft.hash_area, what, text);
    case Field::kCmdline:
      draft.cmdline = std::string(text);
      return {};
    case Field::kNumCpus:
      return put(draft.counts, parse_counts(what, text));
    case Field::kCpu:
      return put(draft.cpu, parse_signature(text));
    case Field::kVmm:
      return put(draft.vmm, parse_vmm(text));
    case Field::kGuestFeatures:
      return put_number(draft.guest_features, what, text);
    case Field::kVmsaAddress:
      return put_address(draft.vmsa_gpa, what, text);
    default:
      return {};
  }
}

}  // namespace sevproof::snp
