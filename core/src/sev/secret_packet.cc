#include "sev/secret_packet.h"

#include <algorithm>
#include <string>

#include "base/utf8.h"
#include "crypto/hmac.h"

namespace sevproof {
namespace {

constexpr std::uint8_t kSecretContext = 0x01;
constexpr std::size_t kFlagsSize = 4;
constexpr std::size_t kIvOffset = kFlagsSize;
constexpr std::size_t kMacOffset = kIvOffset + 16;
static_assert(kMacOffset + 32 == kSecretHeaderSize);

// HMAC(TIK, 01 | flags | IV | guest length | transport length | payload | measurement), before SEV
// API 0.17 without the measurement. Both lengths are the payload's, since nothing is compressed.
Sha256Digest packet_mac(const SecretPacket& packet, const SecretArray<kTransportKeySize>& key,
                        ByteView measurement) {
  Bytes lengths;
  append_le<std::uint32_t>(lengths, static_cast<std::uint32_t>(packet.payload.size()));
  append_le<std::uint32_t>(lengths, static_cast<std::uint32_t>(packet.payload.size()));
  const ByteView context(&kSecretContext, 1);
  const ByteView flags_and_iv = ByteView(packet.header).first(kMacOffset);
  return HmacSha256(key.view()).tag({context, flags_and_iv, lengths, packet.payload, measurement});
}

bool mac_holds(const SecretPacket& packet, const SecretArray<kTransportKeySize>& key,
               ByteView measurement) {
  return constant_time_equal(packet_mac(packet, key, measurement),
                             ByteView(packet.header).subspan(kMacOffset));
}

tl::unexpected<Error> refused(std::string message, std::string hint) {
  return fail(ErrorCode::kMalformedPacket, "secret packet: " + std::move(message), std::move(hint));
}

tl::unexpected<Error> not_authentic(std::string message, std::string hint) {
  return fail(ErrorCode::kPacketNotAuthentic, "secret packet: " + std::move(message),
              std::move(hint));
}

tl::unexpected<Error> mac_does_not_hold(const SecretPacket& packet, const TransportKeys& keys,
                                        const Sha256Digest& measurement) {
  if (mac_holds(packet, keys.tek.bytes(), measurement) || mac_holds(packet, keys.tek.bytes(), {})) {
    return not_authentic(
        "its MAC is valid under the key that you gave as the TEK, not under the TIK",
        "Swap the two files. A TK file holds the TEK, then the TIK.");
  }
  return not_authentic("its MAC is not valid, so nothing was opened",
                       "Header, payload, TIK and measurement must belong to the same launch.");
}

bool is_printable(std::string_view character) {
  if (character.size() != 1) return character > "\xc2\x9f";  // behind C1's control characters
  const char c = character.front();
  return (c >= ' ' && c < 0x7f) || c == '\t' || c == '\r' || c == '\n';
}

// How many bytes at the start are text in UTF-8.
std::size_t text_size(ByteView bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  std::size_t end = 0;
  while (end < text.size()) {
    const std::size_t size = internal::utf8_length(text.substr(end));
    if (size == 0 || !is_printable(text.substr(end, size))) break;
    end += size;
  }
  return end;
}

// Fewer bytes a wrong key gives by chance.
constexpr std::size_t kNoChance = 16;

// Text with nothing but zeros behind it.
bool is_text(ByteView bytes) {
  const std::size_t end = text_size(bytes);
  return bytes.size() >= kNoChance && end != 0 && is_zero(bytes.subspan(end));
}

// A GUID of 16 bytes between the order of its text and that in which UEFI stores it.
// It may be part of a secret.
SecretBytes in_other_order(ByteView guid) {
  SecretBytes swapped{Bytes(guid.begin(), guid.begin() + Guid::kSize)};
  const auto bytes = swapped.writable();
  std::reverse(bytes.begin(), bytes.begin() + 4);
  std::reverse(bytes.begin() + 4, bytes.begin() + 6);
  std::reverse(bytes.begin() + 6, bytes.begin() + 8);
  return swapped;
}

// Entries without the header of a table: the GUID of one that has a name, or a length of 32 bits
// that leads to the end.
bool is_bare_entry(ByteView opened) {
  if (opened.size() < kSecretEntryHeader) return false;
  if (!secret_alias(Guid::from_bytes(opened)).empty() ||
      !secret_alias(Guid::from_bytes(in_other_order(opened).view())).empty()) {
    return true;
  }
  const auto read = parse_secret_table(with_table_header(opened).view());
  if (!read || read->secrets.empty()) return false;
  return read->findings.empty() ||
         read->findings.front().code == FindingCode::kPacketPaddingCounted;
}

bool is_swapped_table(ByteView bytes) {
  return bytes.size() >= Guid::kSize && is_secret_table(in_other_order(bytes).view());
}

bool is_all_zero(ByteView bytes) { return bytes.size() >= kNoChance && is_zero(bytes); }

// Of a payload, that nobody encrypted it: a cipher leaves none of these.
bool is_plain(ByteView payload) {
  return is_swapped_table(payload) || is_all_zero(payload) || is_text(payload) ||
         is_bare_entry(payload);
}

tl::unexpected<Error> holds_no_table(ByteView payload, ByteView opened) {
  const std::string tools = "sevproof and `sevctl secret build` make one.";
  if (is_swapped_table(opened)) {
    return refused(
        "expected the table's GUID in the byte order of UEFI, got it in the order of its text",
        "UEFI stores it as 42f5741e, not as 1e74f542, and so on: guests find no table here.");
  }
  if (is_all_zero(opened)) {
    return refused("its MAC is valid, but it opens as zero bytes only",
                   "Pack the secret again: the tool that made the packet packed nothing.");
  }
  if (is_text(opened)) {
    return refused("its MAC is valid and it opens as text, but not as a secret table",
                   "Raw data was packed, but guests look for a table of GUIDs: " + tools);
  }
  if (is_bare_entry(opened)) {
    return refused("its MAC is valid and it opens as an entry without a secret table around it",
                   "The 20 bytes before the entry are missing (the table's GUID and length), so "
                   "guests find nothing: " +
                       tools);
  }
  if (is_plain(payload)) {
    return refused(
        "its payload is neither encrypted nor a secret table",
        "Change the secrets, and pack them again: whoever had the packet knows what is in it.");
  }
  return refused("its MAC is valid, but with this TEK it does not open as a secret table",
                 "It was packed under another TEK, or raw data was packed without a table.");
}

}  // namespace

namespace internal {

SecretPacket seal_packet(SecretBytes table, const Tik& tik, const Tek& tek,
                         const Sha256Digest& measurement, const AesIv& iv) {
  aes128_ctr(tek.bytes(), iv, table.writable());
  SecretPacket packet;
  packet.payload.assign(table.view().begin(), table.view().end());
  put_bytes(std::span(packet.header).subspan(kIvOffset), iv);
  put_bytes(std::span(packet.header).subspan(kMacOffset),
            packet_mac(packet, tik.bytes(), measurement));
  return packet;
}

}  // namespace internal

Result<Bytes> decode_packet_file(ByteView content) {
  const auto is_white = [](std::uint8_t byte) {
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
  };
  const bool is_text = std::all_of(content.begin(), content.end(), [&](std::uint8_t byte) {
    return is_white(byte) || (byte > ' ' && byte < 0x7f);
  });
  if (!is_text) return Bytes(content.begin(), content.end());
  std::string text;
  for (const std::uint8_t byte : content) {
    if (!is_white(byte)) text += static_cast<char>(byte);
  }
  return from_base64(text);
}

Result<SecretPacket> parse_secret_packet(ByteView header, ByteView payload) {
  if (header.size() != kSecretHeaderSize) {
    const bool look_exchanged = payload.size() == kSecretHeaderSize;
    return fail(
        ErrorCode::kMalformedPacket,
        "secret header: expected 52 bytes, raw or in base64, got " + std::to_string(header.size()),
        look_exchanged ? "Swap the two files: the payload's file has 52 bytes." : "");
  }
  if (payload.empty() || payload.size() > kMaxSecretPayload) {
    return fail(ErrorCode::kMalformedPacket,
                "secret payload: expected 1 to 16384 bytes, raw or in base64, got " +
                    std::to_string(payload.size()));
  }
  SecretPacket packet;
  put_bytes(packet.header, header);
  packet.payload.assign(payload.begin(), payload.end());
  return packet;
}

Result<OpenedSecrets> unpack_secret(const SecretPacket& packet, const TransportKeys& keys,
                                    const Sha256Digest& measurement) {
  const bool is_bound = mac_holds(packet, keys.tik.bytes(), measurement);
  if (!is_bound && !mac_holds(packet, keys.tik.bytes(), {})) {
    return mac_does_not_hold(packet, keys, measurement);
  }
  const auto flags = load_le<std::uint32_t>(packet.header);
  if (flags != 0) {
    return fail(ErrorCode::kMalformedPacket,
                "secret packet: expected flags 0 (not compressed), got " + to_hex_number(flags));
  }
  if (is_secret_table(packet.payload)) {
    return refused("its payload is a secret table that is not encrypted",
                   "Change the secrets, and pack them again: whoever had the packet knows them.");
  }
  AesIv iv{};
  std::copy_n(packet.header.begin() + kIvOffset, iv.size(), iv.begin());
  SecretBytes table{Bytes(packet.payload)};
  aes128_ctr(keys.tek.bytes(), iv, table.writable());
  if (!is_secret_table(table.view())) return holds_no_table(packet.payload, table.view());
  auto opened = parse_secret_table(table.view());
  if (!opened) return opened;
  if (!is_bound) opened->findings.push_back({FindingCode::kPacketMacWithoutMeasurement, {}});
  return opened;
}

}  // namespace sevproof
