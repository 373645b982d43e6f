// The plaintext table of launch secrets (edk2 OvmfPkg SecretDxe and Linux efi_secret): GUID and u32
// length of the table, then entries of GUID, u32 length and data.
#include <algorithm>
#include <string>

#include "base/byte_reader.h"
#include "sevproof/sev/secret.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using internal::ByteReader;

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
        return fail(ErrorCode::kDuplicateSecret,
                    "secret " + secrets[i].guid.to_string() + " is given twice",
                    "Use another GUID for the second one: a guest finds a secret by its GUID.");
      }
    }
  }
  return {};
}

tl::unexpected<Error> malformed(std::string message, std::string hint = {}) {
  return fail(ErrorCode::kMalformedSecretTable, "secret table: " + std::move(message),
              std::move(hint));
}

std::string at_offset(std::size_t offset) { return " at offset " + std::to_string(offset); }

struct EntryHeader {
  Guid guid;
  std::size_t length = 0;
};

// The header that comes next, whose length must lie between its own size and what remains.
Result<EntryHeader> read_header(ByteReader& in) {
  const auto offset = static_cast<std::size_t>(in.offset());
  const std::size_t room = in.remaining();
  if (room < kSecretEntryHeader) {
    return malformed("expected an entry of at least 20 bytes" + at_offset(offset) + ", got " +
                     std::to_string(room));
  }
  if (is_zero(in.rest())) {
    return malformed(
        "expected an entry" + at_offset(offset) + ", got " + std::to_string(room) +
            " zero bytes that its length includes",
        "Guests accept at most 19 bytes of padding within the length, and no table with "
        "more.");
  }
  const EntryHeader header{in.guid(), in.u32()};
  if (header.length < kSecretEntryHeader || header.length > room) {
    return malformed(
        "expected a length of 20 to " + std::to_string(room) + at_offset(offset + Guid::kSize) +
            ", got " + std::to_string(header.length),
        "The payload was truncated before it was packed, or the tool that made it wrote a "
        "wrong length: a guest cannot read it either.");
  }
  return header;
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

// Whether `length` is that of the entries alone, whatever the table's length says: a mistake that
// scripts make.
bool leaves_out_header(ByteView table, std::size_t length) {
  ByteReader in = ByteReader(table).skip(kSecretEntryHeader);
  while (in.remaining() >= kSecretEntryHeader && !is_zero(in.rest())) {
    const std::uint32_t entry = in.skip(Guid::kSize).u32();
    if (entry < kSecretEntryHeader || !in.skip(entry - kSecretEntryHeader).ok()) return false;
  }
  return is_zero(in.rest()) && in.offset() == length + kSecretEntryHeader;
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

// The entries that come next as a guest reads them; where the last one ends comes back.
Result<std::size_t> read_entries(ByteReader in, std::vector<LaunchSecret>& secrets) {
  while (in.remaining() >= kSecretEntryHeader) {
    const auto offset = static_cast<std::size_t>(in.offset());
    const Result<EntryHeader> entry = read_header(in);
    if (!entry) return fail(entry.error());
    if (auto unique = check_read_unique(secrets, entry->guid, offset); !unique) {
      return fail(unique.error());
    }
    const ByteView data = in.bytes(entry->length - kSecretEntryHeader);
    secrets.push_back({entry->guid, SecretBytes(Bytes(data.begin(), data.end()))});
  }
  return static_cast<std::size_t>(in.offset());
}

}  // namespace

Result<Guid> parse_secret_name(std::string_view name) {
  if (name == kLuksKeyAlias) return kLuksKeyGuid;
  Result<Guid> guid = Guid::parse(name);
  if (!guid) {
    return fail(ErrorCode::kMalformedGuid,
                "secret name: expected the alias luks-key or a GUID such as " +
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
  if (secrets.empty()) return fail(ErrorCode::kMissingInput, "no secret was given to pack");
  if (auto unique = check_unique(secrets); !unique) return fail(unique.error());
  std::size_t length = kSecretEntryHeader;
  for (const LaunchSecret& secret : secrets) length += kSecretEntryHeader + secret.data.size();
  if (padded(length) > kMaxSecretPayload) {
    return fail(ErrorCode::kSecretsTooLarge,
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

bool is_secret_table(ByteView bytes) { return ByteReader(bytes).guid() == kTableGuid; }

Result<OpenedSecrets> parse_secret_table(ByteView table) {
  ByteReader in(table);
  const Result<EntryHeader> header = read_header(in);
  if (!header) return fail(header.error());
  if (header->guid != kTableGuid) {
    return malformed("expected it to begin with GUID " + kTableGuid.to_string() +
                     ", got other bytes");
  }
  const std::size_t length = header->length;
  if (length < 2 * kSecretEntryHeader && leaves_out_header(table, length)) {
    return header_left_out(length, "guests read no secret.");
  }
  OpenedSecrets opened;
  const Result<std::size_t> end = read_entries(in.sub(length - kSecretEntryHeader), opened.secrets);
  if (!end && leaves_out_header(table, length)) {
    return header_left_out(length, "guests find its last entry truncated.");
  }
  if (!end) return fail(end.error());
  review_rest(table, *end, length, opened.findings);
  return opened;
}

}  // namespace sevproof
