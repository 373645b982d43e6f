// Launch secrets: the table of secrets that the guest firmware finds in its memory (edk2
// SevLaunchSecret), and the LAUNCH_SECRET packet in which it travels (AMD SEV API specification,
// section 6.6). Packing lives in secret_packing.h, because it needs a validated launch.
#ifndef SEVPROOF_SEV_SECRET_H
#define SEVPROOF_SEV_SECRET_H

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/finding.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/result.h"
#include "sevproof/secret_bytes.h"
#include "sevproof/sev/validation.h"
#include "sevproof/sha256.h"

namespace sevproof {

// What the SEV firmware accepts in one packet.
inline constexpr std::size_t kMaxSecretPayload = std::size_t{16} * 1024;
inline constexpr std::size_t kSecretHeaderSize = 52;
// Table header and header of each entry: GUID and u32 length.
inline constexpr std::size_t kSecretEntryHeader = 20;

struct LaunchSecret {
  Guid guid;
  SecretBytes data;
};

// A GUID in text form, or an alias: luks-key. Fails with kInvalid.
Result<Guid> parse_secret_name(std::string_view name);

// "luks-key" for its GUID; empty for all others.
std::string_view secret_alias(const Guid& guid);

// The plaintext table, zero-padded to a multiple of 16. Fails with kIncomplete without any secret,
// with kInvalid for a GUID given twice or a table over kMaxSecretPayload.
Result<SecretBytes> build_secret_table(std::span<const LaunchSecret> secrets);

// Bytes of entries behind a table header that counts them all, for entries that lack one.
SecretBytes with_table_header(ByteView entries);

// What was in a table or packet, and what is odd about it: the findings packet-*.
struct OpenedSecrets {
  std::vector<LaunchSecret> secrets;
  std::vector<Finding> findings;
};

// Whether it begins with the GUID of a table: nothing else does by chance.
bool is_secret_table(ByteView bytes);

// Reads a table as guests do: entries until fewer than 20 bytes of its length are left, whatever
// lies behind. Fails with kInvalid, naming the offset, for a foreign GUID, for lengths that are too
// small or too large, and for a GUID that is there twice.
Result<OpenedSecrets> parse_secret_table(ByteView table);

// header: flags u32 | IV 16 | MAC 32. payload: the encrypted table.
struct SecretPacket {
  std::array<std::uint8_t, kSecretHeaderSize> header{};
  Bytes payload;
};

// The content of one of a packet's two files: raw bytes as they are, or base64, whose lines may be
// broken in any way. Fails with kInvalid for text that is no base64.
Result<Bytes> decode_packet_file(ByteView content);

// Checks the sizes: a header of 52 bytes, a payload of 1 to 16 KiB. Fails with kInvalid.
Result<SecretPacket> parse_secret_packet(ByteView header, ByteView payload);

// Opens a packet that was made for the launch with this measurement (32 bytes, without the nonce);
// also one whose MAC covers no measurement, as before SEV API 0.17, with a finding. The MAC is
// checked before a byte is decrypted; fails with kInvalid when it does not hold, or when the
// plaintext is no table. No message holds anything of the plaintext.
Result<OpenedSecrets> unpack_secret(const SecretPacket& packet, const TransportKeys& keys,
                                    const Sha256Digest& measurement);

// Packing secrets for a validated launch, and for no other: there is no way to a ValidatedLaunch
// but a match.

// Checks before any verdict that the secrets can be packed, and says what is odd about them, and
// what is not checked where there is no firmware to look into. Fails as build_secret_table does.
Result<std::vector<Finding>> check_secrets(std::span<const LaunchSecret> secrets,
                                           const std::optional<Firmware>& firmware);

// Whether a launch may be one that its host described.
enum class HostWord {
  kRefused,
  kAccepted,  // for tests
};

// Encrypts and authenticates the table of `secrets` under a fresh random IV (AMD SEV API
// specification, section 6.6). Fails as build_secret_table does, with kInsecure where the host
// itself said what is measured (described_by_host), or with kInternal when the system has no random
// numbers.
Result<SecretPacket> pack_secret(const ValidatedLaunch& launch, const Tek& tek,
                                 std::span<const LaunchSecret> secrets,
                                 HostWord word = HostWord::kRefused);

}  // namespace sevproof

#endif
