#include "sevproof/snp/launch_digest.h"

#include <array>

#include "sevproof/bytes.h"

namespace sevproof::snp {
namespace {

constexpr std::size_t kPageInfoSize = 0x70;

}  // namespace

std::string_view page_type_name(PageType type) {
  switch (type) {
    case PageType::kNormal:
      return "NORMAL";
    case PageType::kVmsa:
      return "VMSA";
    case PageType::kZero:
      return "ZERO";
    case PageType::kUnmeasured:
      return "UNMEASURED";
    case PageType::kSecrets:
      return "SECRETS";
    case PageType::kCpuid:
      return "CPUID";
  }
  return "";
}

void LaunchDigest::add(PageType type, std::uint64_t gpa, const Sha384Digest& contents) {
  std::array<std::uint8_t, kPageInfoSize> info{};
  const std::span<std::uint8_t> out(info);
  put_bytes(out, value_);
  put_bytes(out.subspan(0x30), contents);
  store_le<std::uint16_t>(out.subspan(0x60), kPageInfoSize);
  info[0x62] = static_cast<std::uint8_t>(type);
  // 0x63: no migration agent's page; 0x64: permissions of the other VMPLs, which KVM leaves at 0.
  store_le<std::uint64_t>(out.subspan(0x68), gpa);
  value_ = sha384(info);
}

}  // namespace sevproof::snp
