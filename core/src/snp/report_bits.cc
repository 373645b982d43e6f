// Names of bits: policy and platform info.
#include "snp/report_bits.h"

#include <algorithm>
#include <array>

#include "sevproof/snp/policy.h"
#include "sevproof/snp/report_expectations.h"
#include "sevproof/text.h"

namespace sevproof::snp {
namespace {

// PLATFORM_INFO of table ATTESTATION_REPORT. Bit 6 is set by Turin's firmware; what it means is not
// published.
constexpr std::array<std::string_view, 8> kPlatformInfo = {
    "SMT", "TSME", "ECC", "RAPL_DIS", "CIPHERTEXT_HIDING", "ALIAS_CHECK", "", "TIO"};

}  // namespace

std::vector<std::string> platform_info_names(std::uint64_t info) {
  std::vector<std::string> names;
  for (unsigned bit = 0; bit < 64; ++bit) {
    if ((info >> bit & 1) == 0) continue;
    const bool is_named = bit < kPlatformInfo.size() && !kPlatformInfo[bit].empty();
    names.push_back(is_named ? std::string(kPlatformInfo[bit]) : "bit " + std::to_string(bit));
  }
  return names;
}

namespace internal {

std::string bits_text(std::uint64_t value, const std::vector<std::string>& names) {
  std::string text = to_hex_number(value);
  for (std::size_t i = 0; i < names.size(); ++i) text += (i == 0 ? " (" : ", ") + names[i];
  return names.empty() ? text : text + ")";
}

Result<std::uint64_t> parse_bit(std::string_view what, std::string_view text, BitNames names_of) {
  for (unsigned bit = 0; bit < 64; ++bit) {
    const std::uint64_t mask = std::uint64_t{1} << bit;
    const auto names = names_of(mask);
    if (names.size() == 1 && names.front() == text) return mask;
  }
  auto number = parse_number(what, text, 1, ~std::uint64_t{0});
  if (number) return number;
  std::string known;
  for (const std::string& name : names_of(~std::uint64_t{0})) {
    if (!name.starts_with("bit ")) known += ", " + name;
  }
  return fail(ErrorCode::kInvalidInput,
              std::string(what) + ": expected names of bits or a number, got " + quote(text),
              "Names are" + known.substr(1) + ".");
}

}  // namespace internal
}  // namespace sevproof::snp
