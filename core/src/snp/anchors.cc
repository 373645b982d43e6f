#include "snp/anchors.h"

#include <algorithm>

#include "formats/amd_keys.h"

namespace sevproof::snp::internal {
namespace {

using sevproof::internal::amd_ark_modulus;
using sevproof::internal::amd_ask_modulus;
using sevproof::internal::amd_asvk_modulus;
using enum AmdGeneration;

// OU=Engineering, C=US, L=Santa Clara, ST=CA, O=Advanced Micro Devices: each a SET of one SEQUENCE
// of an OID (2.5.4.x) and a UTF8String (0c), the country a PrintableString (13).
constexpr std::string_view kAmd =
    "\x31\x14\x30\x12\x06\x03\x55\x04\x0b\x0c\x0b"
    "Engineering"
    "\x31\x0b\x30\x09\x06\x03\x55\x04\x06\x13\x02"
    "US"
    "\x31\x14\x30\x12\x06\x03\x55\x04\x07\x0c\x0b"
    "Santa Clara"
    "\x31\x0b\x30\x09\x06\x03\x55\x04\x08\x0c\x02"
    "CA"
    "\x31\x1f\x30\x1d\x06\x03\x55\x04\x0a\x0c\x16"
    "Advanced Micro Devices";

// From AMD's certificates; a test holds this against them (tests/vectors/snp/ca).
std::vector<Anchor> amd_keys() {
  constexpr std::string_view kArk = "ARK-";
  constexpr std::string_view kAsk = "SEV-";
  constexpr std::string_view kAsvk = "SEV-VLEK-";
  return {
      {kMilan, "ark", kArk, 0x10000, 1603387385, 2392305785,
       "69d063b45344d26a2e94e1f4210de49ef555308287d4c174445c95639a540bcd", amd_ark_modulus(kMilan)},
      {kMilan, "ask", kAsk, 0x10001, 1603391060, 2392309460,
       "67d303bd3905fd38db8b20e0793699870e7fa612eaad5dec358293fd8c0bac1b", amd_ask_modulus(kMilan)},
      {kMilan, "asvk", kAsvk, 0x10101, 1668638724, 2457557124,
       "c5e081f59b7efab1fe2f8b505e159704e72f29cab7ef7cf628a05a42439082f5",
       amd_asvk_modulus(kMilan)},
      {kGenoa, "ark", kArk, 0x20000, 1643211277, 2432129677,
       "4c6598d19c18719c5dfd4a7d335f674e5bfe1d8f800cea2cf270c10d103db2f1", amd_ark_modulus(kGenoa)},
      {kGenoa, "ask", kAsk, 0x20002, 1667223228, 2456141628,
       "5464738c1546aed5f2cecf1dc98c5c960a92e8913238a61711bc90ec6e828521", amd_ask_modulus(kGenoa)},
      {kGenoa, "asvk", kAsvk, 0x20101, 1668804514, 2457722914,
       "197e610743a917d6b9bb982a5a9226ccc0a15b611be0619e626aca9151457372",
       amd_asvk_modulus(kGenoa)},
      {kTurin, "ark", kArk, 0x30000, 1684180992, 2473185792,
       "1f084161a44bb6d93778a904877d4819cafa5d05ef4193b2ded9dd9c73dd3f6a", amd_ark_modulus(kTurin)},
      {kTurin, "ask", kAsk, 0x30001, 1684182321, 2473187121,
       "5b77ef5fe7a7a004fd9032668fba9d0fda22f88c4442069a479636a6ae3b3185", amd_ask_modulus(kTurin)},
      {kTurin, "asvk", kAsvk, 0x30101, 1684184981, 2473189781,
       "104e10a8bd060a3c20a434261a57d0588fd65a88915b4f65b08bdecaf8df1a3c",
       amd_asvk_modulus(kTurin)},
  };
}

// 31 len 30 len 06 03 55 04 03 0c len, then the CN.
constexpr std::size_t kCnHeader = 11;

}  // namespace

const Anchor* Anchors::find(std::string_view role, AmdGeneration line) const {
  const auto found = std::find_if(keys.begin(), keys.end(), [&](const Anchor& one) {
    return one.role == role && one.line == line;
  });
  return found == keys.end() ? nullptr : &*found;
}

bool Anchors::has_name(ByteView name, std::string_view cn) const {
  const auto rest = organisation_of(name, cn);
  return rest && *rest == organisation;
}

Bytes serial_bytes(std::uint32_t serial) {
  Bytes bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    const auto byte = static_cast<std::uint8_t>(serial >> shift);
    if (!bytes.empty() || byte != 0) bytes.push_back(byte);
  }
  return bytes;
}

std::optional<Bytes> organisation_of(ByteView name, std::string_view cn) {
  const auto size = static_cast<std::uint8_t>(cn.size());
  Bytes end = {0x31, 0, 0x30, 0, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0c, size};
  end[1] = static_cast<std::uint8_t>(size + kCnHeader - 2);
  end[3] = static_cast<std::uint8_t>(size + kCnHeader - 4);
  append(end, as_bytes(cn));
  // The outer header has 2 bytes up to 127 bytes of content, then 3.
  const std::size_t header = name.size() > 2 && name[1] == 0x81 ? 3 : 2;
  if (cn.size() > 64 || name.size() < header + end.size()) return std::nullopt;
  if (!same_bytes(end, name.last(end.size()))) return std::nullopt;
  const ByteView rest = name.subspan(header, name.size() - header - end.size());
  return Bytes(rest.begin(), rest.end());
}

const Anchors& built_in_anchors() {
  static const Anchors kAnchors = [] {
    const ByteView name = as_bytes(kAmd);
    return Anchors{
        amd_keys(),
        Bytes(name.begin(), name.end()),
        // The first ASK of Genoa, by AMD's CRL number 2 of 2022-10-31.
        {{kGenoa, 0x20001, "54467b96b8baf21dd42ef7162a62ec7812c5231ef301790e37a84b822ae6f459"}}};
  }();
  return kAnchors;
}

}  // namespace sevproof::snp::internal
