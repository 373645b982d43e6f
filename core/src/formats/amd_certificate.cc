#include "sevproof/formats/amd_certificate.h"

#include <algorithm>

#include "base/byte_reader.h"
#include "sevproof/sha256.h"
#include "sevproof/sha384.h"

namespace sevproof {
namespace {

using internal::ByteReader;

constexpr std::uint32_t kVersion = 1;
constexpr std::uint32_t kExponent = 65537;
constexpr std::size_t kReservedOffset = 0x28;
constexpr std::size_t kReservedSize = 16;

struct Header {
  std::uint32_t usage;
  std::size_t key_size;
  AmdKeyId key_id;
  AmdKeyId certifying_id;
};

tl::unexpected<Error> misfit(std::string_view what, const std::string& fault) {
  return fail(ErrorCode::kMalformedCertificate, std::string(what) + ": " + fault);
}

Result<Header> read_header(ByteView bytes, std::string_view what) {
  ByteReader in(bytes);
  const std::uint32_t version = in.u32("version");
  Header header{};
  header.key_id = in.array<16>("key id");
  header.certifying_id = in.array<16>("certifying id");
  header.usage = in.u32("usage");
  in.skip(kReservedSize, "reserved bytes");
  const std::uint32_t exponent_bits = in.u32("bits of the exponent");
  const std::uint32_t modulus_bits = in.u32("bits of the modulus");
  if (!in.ok()) return fail(reworded(in.error(), std::string(what) + ": " + in.error().message));
  if (version != kVersion) {
    return misfit(what, "expected version 1, got " + std::to_string(version));
  }
  const bool is_known = header.usage == static_cast<std::uint32_t>(AmdKeyUsage::kArk) ||
                        header.usage == static_cast<std::uint32_t>(AmdKeyUsage::kAsk);
  if (!is_known) {
    return misfit(what,
                  "expected usage 0x0 (ARK) or 0x13 (ASK), got " + to_hex_number(header.usage));
  }
  if (modulus_bits != exponent_bits || (modulus_bits != 2048 && modulus_bits != 4096)) {
    return misfit(what, "expected a key of 2048 or 4096 bits, got an exponent of " +
                            std::to_string(exponent_bits) + " and a modulus of " +
                            std::to_string(modulus_bits));
  }
  header.key_size = modulus_bits / 8;
  return header;
}

// AMD publishes the ARK of Naples without a signature (AMDSEV issue 17).
std::size_t size_of(const Header& header, ByteView bytes) {
  const std::size_t bare = AmdCertificate::kHeader + 2 * header.key_size;
  const bool may_lack_signature =
      header.usage == static_cast<std::uint32_t>(AmdKeyUsage::kArk) && header.key_size == 256;
  return may_lack_signature && bytes.size() == bare ? bare : bare + header.key_size;
}

std::string find_fault(const AmdCertificate& certificate) {
  const ByteView exponent =
      ByteView(certificate.bytes).subspan(AmdCertificate::kHeader, certificate.key_size);
  if (load_le<std::uint32_t>(exponent) != kExponent || !is_zero(exponent.subspan(4))) {
    return "its exponent is not 65537";
  }
  if (!is_zero(ByteView(certificate.bytes).subspan(kReservedOffset, kReservedSize))) {
    return "its reserved bytes are not zero";
  }
  if (certificate.modulus().back() < 0x80) return "its modulus is shorter than its key size says";
  return {};
}

}  // namespace

std::string_view generation_name(AmdGeneration generation) {
  constexpr std::array<std::string_view, 5> kNames = {"Naples", "Rome", "Milan", "Genoa", "Turin"};
  return kNames.at(static_cast<std::size_t>(generation));
}

Result<std::size_t> amd_certificate_size(ByteView bytes) {
  const auto header = read_header(bytes, "AMD certificate");
  if (!header) return fail(header.error());
  return size_of(*header, bytes);
}

Result<AmdCertificate> parse_amd_certificate(ByteView bytes, std::string_view what) {
  const auto header = read_header(bytes, what);
  if (!header) return fail(header.error());
  const std::size_t size = size_of(*header, bytes);
  if (bytes.size() != size) {
    return misfit(what, "expected " + std::to_string(size) + " bytes for a key of " +
                            std::to_string(8 * header->key_size) + " bits, got " +
                            std::to_string(bytes.size()));
  }
  AmdCertificate certificate{Bytes(bytes.begin(), bytes.end()),
                             static_cast<AmdKeyUsage>(header->usage),
                             header->key_id,
                             header->certifying_id,
                             header->key_size,
                             {}};
  certificate.fault = find_fault(certificate);
  return certificate;
}

std::string describe(const AmdCertificate& certificate) {
  const std::string name = certificate.usage == AmdKeyUsage::kArk ? "ARK" : "ASK";
  return name + (certificate.key_size == 256 ? " R2048 R256" : " R4096 R384");
}

std::string fingerprint(const AmdCertificate& certificate) {
  const ByteView bytes = certificate.signed_bytes();
  return certificate.key_size == 256 ? to_hex(sha256(bytes)) : to_hex(sha384(bytes));
}

}  // namespace sevproof
