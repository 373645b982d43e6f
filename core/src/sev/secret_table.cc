// The plaintext table of launch secrets (edk2 OvmfPkg SecretDxe and Linux efi_secret): GUID and u32
// length of the table, then entries of GUID, u32 length and data.
#include <algorithm>
#include <optional>
#include <string>

#include "sevproof/sev/secret.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

constexpr Guid kTableGuid = Guid::literal("1e74f542-71dd-4d66-963e-ef4287ff173b");
constexpr Guid kLuksKeyGuid = Guid::literal("736869e5-84f0-4973-92ec-06879ce3da0b");
constexpr std::string_view kLuksKeyAlias = "luks-key";
constexpr std::size_t kBlock = 16;

constexpr std::size_t padded(std::size_t size) { return (size + kBlock - 1) / kBlock * kBlock; }

class TableWriter {
 public:
  explicit TableWriter(std::size_t size) : table_(Bytes(size)) {}

  void put_header(const Guid& guid, std::size_t length) {
    const auto out = table_.writable().subspan(position_);
    put_bytes(out, guid.bytes());
    store_le<std::uint32_t>(out.subspan(Guid::kSize), static_cast<std::uint32_t>(length));
    position_ += kSecretEntryHeader;
  }

  void put_data(ByteView data) {
    put_bytes(table_.writable().subspan(position_), data);
    position_ += data.size();
  }

  SecretBytes take() { return std::move(table_); }

 private:
  SecretBytes table_;
  std::size_t position_ = 0;
};

Result<void> check_unique(std::span<const LaunchSecret> secrets) {
  for (std::size_t i = 0; i < secrets.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (secrets[i].guid == secrets[j].guid) {
        return fail(ErrorKind::kInvalid,
                    "secret " + secrets[i].guid.to_string() + " is given twice",
                    "Use another GUID for the second one: a guest finds a secret by its GUID.");
      }
    }
  }
  return {};
}

tl::unexpected<Error> malformed(std::string message, std::string hint = {}) {
  return fail(ErrorKind::kInvalid, "secret table: " + std::move(message), std::move(hint));
}

std::string at_offset(std::size_t offset) { return " at offset " + std::to_string(offset); }

bool is_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

// A header at `offset`, whose length must lie between the header's own size and what `room` leaves.
Result<std::size_t> read_length(ByteView table, std::size_t offset, std::size_t room) {
  if (room < kSecretEntryHeader) {
    return malformed("expected an entry of at least 20 bytes" + at_offset(offset) + ", got " +
                     std::to_string(room));
  }
  if (is_zero(table.subspan(offset, room))) {
    return malformed(
        "expected an entry" + at_offset(offset) + ", got " + std::to_string(room) +
            " zero bytes that its length includes",
        "Guests accept at most 19 bytes of padding within the length, and no table with more.");
  }
  const std::size_t length = load_le<std::uint32_t>(table.subspan(offset + Guid::kSize));
  if (length < kSecretEntryHeader || length > room) {
    return malformed("expected a length of 20 to " + std::to_string(room) +
                         at_offset(offset + Guid::kSize) + ", got " + std::to_string(length),
                     "The payload was truncated before it was packed, or the tool that made it "
                     "wrote a wrong length: a guest cannot read it either.");
  }
  return length;
}

// Guests disagree about a GUID that is there twice.
Result<void> check_read_unique(std::span<const LaunchSecret> secrets, const Guid& guid,
                               std::size_t offset) {
  std::size_t other = kSecretEntryHeader;
  for (const LaunchSecret& secret : secrets) {
    if (secret.guid == guid) {
      return malformed("GUID " + guid.to_string() + " occurs twice, at offsets " +
                           std::to_string(other) + " and " + std::to_string(offset),
                       "Pack each secret once: GRUB takes the first one, and Linux's efi_secret "
                       "then offers no secret at all.");
    }
    other += kSecretEntryHeader + secret.data.size();
  }
  return {};
}

// Where the entries end that begin at `offset`, whatever the table's length says; nothing where the
// bytes are none.
std::optional<std::size_t> end_of_entries(ByteView table, std::size_t offset) {
  while (table.size() - offset >= kSecretEntryHeader && !is_zero(table.subspan(offset))) {
    const std::size_t length = load_le<std::uint32_t>(table.subspan(offset + Guid::kSize));
    if (length < kSecretEntryHeader || length > table.size() - offset) return std::nullopt;
    offset += length;
  }
  return is_zero(table.subspan(offset)) ? std::optional(offset) : std::nullopt;
}

// Whether `length` is that of the entries alone, a mistake that scripts make.
bool leaves_out_header(ByteView table, std::size_t length) {
  return end_of_entries(table, kSecretEntryHeader) == length + kSecretEntryHeader;
}

tl::unexpected<Error> header_left_out(std::size_t length, std::string hint) {
  return malformed("expected a length of " + std::to_string(length + kSecretEntryHeader) +
                       at_offset(Guid::kSize) + ", got " + std::to_string(length),
                   "The table's length leaves out its 20-byte header: " + std::move(hint));
}

// What lies behind the last entry that a guest reads, which ends at `end`, within the table's
// length and beyond it.
void review_rest(ByteView table, std::size_t end, std::size_t length,
                 std::vector<Finding>& findings) {
  const ByteView rest = table.subspan(end);
  if (!is_zero(rest)) {
    std::string detail = std::to_string(rest.size()) + " bytes, not all zero," + at_offset(end);
    if (leaves_out_header(table, length)) {
      detail +=
          "; the table's length, " + std::to_string(length) + ", leaves out its 20-byte header";
    }
    findings.push_back({FindingCode::kPacketBytesIgnored, std::move(detail)});
  } else if (end < length) {
    findings.push_back(
        {FindingCode::kPacketPaddingCounted,
         "length " + std::to_string(length) + ", the last entry ends" + at_offset(end)});
  }
}

// The entries as a guest reads them; where the last one ends comes back.
Result<std::size_t> read_entries(ByteView table, std::size_t length,
                                 std::vector<LaunchSecret>& secrets) {
  std::size_t offset = kSecretEntryHeader;
  while (length - offset >= kSecretEntryHeader) {
    const Result<std::size_t> entry = read_length(table, offset, length - offset);
    if (!entry) return fail(entry.error());
    const Guid guid = Guid::from_bytes(table.subspan(offset));
    if (auto unique = check_read_unique(secrets, guid, offset); !unique) {
      return fail(unique.error());
    }
    const ByteView data = table.subspan(offset + kSecretEntryHeader, *entry - kSecretEntryHeader);
    secrets.push_back({guid, SecretBytes(Bytes(data.begin(), data.end()))});
    offset += *entry;
  }
  return offset;
}

}  // namespace

Result<Guid> parse_secret_name(std::string_view name) {
  if (name == kLuksKeyAlias) return kLuksKeyGuid;
  Result<Guid> guid = Guid::parse(name);
  if (!guid) {
    return fail(ErrorKind::kInvalid, "secret name: expected the alias luks-key or a GUID such as " +
                                         kLuksKeyGuid.to_string() + ", got " + quote(name));
  }
  return guid;
}

std::string_view secret_alias(const Guid& guid) {
  return guid == kLuksKeyGuid ? kLuksKeyAlias : std::string_view{};
}

SecretBytes with_table_header(ByteView entries) {
  TableWriter out(kSecretEntryHeader + entries.size());
  out.put_header(kTableGuid, kSecretEntryHeader + entries.size());
  out.put_data(entries);
  return out.take();
}

Result<SecretBytes> build_secret_table(std::span<const LaunchSecret> secrets) {
  if (secrets.empty()) return fail(ErrorKind::kIncomplete, "no secret was given to pack");
  if (auto unique = check_unique(secrets); !unique) return fail(unique.error());
  std::size_t length = kSecretEntryHeader;
  for (const LaunchSecret& secret : secrets) length += kSecretEntryHeader + secret.data.size();
  if (padded(length) > kMaxSecretPayload) {
    return fail(ErrorKind::kInvalid,
                "secrets: expected a table of at most 16384 bytes, which is all that the SEV "
                "firmware takes, got " +
                    std::to_string(padded(length)),
                "Inject a short key and let the guest unlock the rest with it.");
  }
  TableWriter out(padded(length));
  out.put_header(kTableGuid, length);
  for (const LaunchSecret& secret : secrets) {
    out.put_header(secret.guid, kSecretEntryHeader + secret.data.size());
    out.put_data(secret.data.view());
  }
  return out.take();
}

bool is_secret_table(ByteView bytes) {
  return bytes.size() >= Guid::kSize && Guid::from_bytes(bytes) == kTableGuid;
}

Result<OpenedSecrets> parse_secret_table(ByteView table) {
  const Result<std::size_t> length = read_length(table, 0, table.size());
  if (!length) return fail(length.error());
  if (!is_secret_table(table)) {
    return malformed("expected it to begin with GUID " + kTableGuid.to_string() +
                     ", got other bytes");
  }
  if (*length < 2 * kSecretEntryHeader && leaves_out_header(table, *length)) {
    return header_left_out(*length, "guests read no secret.");
  }
  OpenedSecrets opened;
  const Result<std::size_t> end = read_entries(table, *length, opened.secrets);
  if (!end && leaves_out_header(table, *length)) {
    return header_left_out(*length, "guests find its last entry truncated.");
  }
  if (!end) return fail(end.error());
  review_rest(table, *end, *length, opened.findings);
  return opened;
}

}  // namespace sevproof
