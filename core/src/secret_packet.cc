#include "secret_packet.h"

#include <algorithm>
#include <string>

#include "sevproof/hmac.h"

namespace sevproof {
namespace {

constexpr std::uint8_t kSecretContext = 0x01;
constexpr std::size_t kFlagsSize = 4;
constexpr std::size_t kIvOffset = kFlagsSize;
constexpr std::size_t kMacOffset = kIvOffset + 16;
static_assert(kMacOffset + 32 == kSecretHeaderSize);

// HMAC(TIK, 01 | flags | IV | guest length | transport length | payload | measurement). Both
// lengths are the payload's, since nothing is compressed.
Sha256Digest packet_mac(const SecretPacket& packet, const Tik& tik,
                        const Sha256Digest& measurement) {
  Bytes lengths;
  append_le<std::uint32_t>(lengths, static_cast<std::uint32_t>(packet.payload.size()));
  append_le<std::uint32_t>(lengths, static_cast<std::uint32_t>(packet.payload.size()));
  const ByteView context(&kSecretContext, 1);
  const ByteView flags_and_iv = ByteView(packet.header).first(kMacOffset);
  return HmacSha256(tik.bytes.view())
      .tag({context, flags_and_iv, lengths, packet.payload, measurement});
}

}  // namespace

namespace internal {

SecretPacket seal_packet(SecretBytes table, const Tik& tik, const Tek& tek,
                         const Sha256Digest& measurement, const AesIv& iv) {
  aes128_ctr(tek.bytes, iv, table.writable());
  SecretPacket packet;
  packet.payload.assign(table.view().begin(), table.view().end());
  put_bytes(std::span(packet.header).subspan(kIvOffset), iv);
  put_bytes(std::span(packet.header).subspan(kMacOffset), packet_mac(packet, tik, measurement));
  return packet;
}

}  // namespace internal

Result<SecretPacket> parse_secret_packet(ByteView header, ByteView payload) {
  if (header.size() != kSecretHeaderSize) {
    return fail(ErrorKind::kInvalid,
                "secret header: expected 52 bytes in base64, got " + std::to_string(header.size()));
  }
  if (payload.empty() || payload.size() > kMaxSecretPayload) {
    return fail(ErrorKind::kInvalid, "secret payload: expected 1 to 16384 bytes in base64, got " +
                                         std::to_string(payload.size()));
  }
  SecretPacket packet;
  put_bytes(packet.header, header);
  packet.payload.assign(payload.begin(), payload.end());
  return packet;
}

Result<std::vector<LaunchSecret>> unpack_secret(const SecretPacket& packet,
                                                const TransportKeys& keys,
                                                const Sha256Digest& measurement) {
  const Sha256Digest expected = packet_mac(packet, keys.tik, measurement);
  if (!constant_time_equal(expected, ByteView(packet.header).subspan(kMacOffset))) {
    return fail(ErrorKind::kInvalid, "secret packet: its MAC does not hold, so nothing was opened",
                "Header, payload, TIK and measurement must belong to the same launch.");
  }
  if (load_le<std::uint32_t>(packet.header) != 0) {
    return fail(ErrorKind::kInvalid, "secret packet: expected flags 0 (not compressed), got " +
                                         to_hex_number(load_le<std::uint32_t>(packet.header)));
  }
  AesIv iv{};
  std::copy_n(packet.header.begin() + kIvOffset, iv.size(), iv.begin());
  SecretBytes table{Bytes(packet.payload)};
  aes128_ctr(keys.tek.bytes, iv, table.writable());
  auto secrets = parse_secret_table(table.view());
  if (!secrets) {
    return fail(ErrorKind::kInvalid,
                "secret packet: its MAC holds, but the decrypted payload is no secret table",
                "The TIK is right and the TEK is not, or the packet was made by something else.");
  }
  return secrets;
}

}  // namespace sevproof
