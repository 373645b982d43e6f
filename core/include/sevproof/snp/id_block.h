// The ID block and its authentication (SEV Secure Nested Paging firmware ABI 56860,
// SNP_LAUNCH_FINISH): firmware starts a guest with them only with the launch digest and the policy
// that they name, and tells in every report whose key signed them. The host can leave them out:
// only a look at the report's id_key_digest or measurement binds it.
#ifndef SEVPROOF_SNP_ID_BLOCK_H
#define SEVPROOF_SNP_ID_BLOCK_H

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/check.h"
#include "sevproof/finding.h"
#include "sevproof/result.h"
#include "sevproof/sha384.h"

namespace sevproof::snp {

inline constexpr std::size_t kIdBlockSize = 96;
inline constexpr std::size_t kIdAuthSize = 4096;
using IdBlockBytes = std::array<std::uint8_t, kIdBlockSize>;
using IdAuthBytes = std::array<std::uint8_t, kIdAuthSize>;
using OwnersId = std::array<std::uint8_t, 16>;

// The smallest policy that firmware takes: bit 17 is always 1, and bit 16 allows SMT.
inline constexpr std::uint64_t kDefaultPolicy = 0x30000;

struct IdBlock {
  Sha384Digest launch_digest{};
  OwnersId family_id{};
  OwnersId image_id{};
  std::uint32_t version = 1;
  std::uint32_t guest_svn = 0;
  std::uint64_t policy = kDefaultPolicy;

  friend bool operator==(const IdBlock&, const IdBlock&) = default;
};

IdBlockBytes id_block_bytes(const IdBlock& block);
IdBlock read_id_block(const IdBlockBytes& bytes);

// A private key of P-384 as files hold it: SEC 1 or PKCS#8, PEM or DER; `name` is for messages.
struct KeyFile {
  ByteView content;
  std::string_view name;
};

struct SignedIdBlock {
  IdBlockBytes block{};
  IdAuthBytes auth{};
  // SHA-384 of the public keys as firmware has them: id_key_digest and author_key_digest of
  // reports.
  Sha384Digest id_key_digest{};
  std::optional<Sha384Digest> author_key_digest;
};

// Signs the block with the ID key, and that key with the author's, where there is one. Signatures
// are random: no two are the same. Fails with kMalformedKey and kNoRandomNumbers.
Result<SignedIdBlock> sign_id_block(const IdBlock& block, const KeyFile& id_key,
                                    const std::optional<KeyFile>& author_key);

// What a careful reviewer would say of a block and its keys: about its policy, and about keys that
// are one.
std::vector<Finding> id_block_findings(const IdBlock& block, const Sha384Digest& id_key_digest,
                                       const std::optional<Sha384Digest>& author_key_digest);

// What a pair must be; what is absent is not looked at.
struct ExpectedIdBlock {
  std::optional<Sha384Digest> launch_digest;
  std::optional<std::uint64_t> policy;
  std::optional<OwnersId> family_id;
  std::optional<OwnersId> image_id;
  std::optional<std::uint32_t> guest_svn;
  std::optional<Sha384Digest> id_key_digest;
  std::optional<Sha384Digest> author_key_digest;
};

// The block that is wished for. `launch_digest` must be there.
IdBlock wished_block(const ExpectedIdBlock& wish);

// The largest file with a private key that is read.
inline constexpr std::size_t kMaxKeyFileSize = 16UL * 1024;

// A file of an ID block that was made.
struct IdBlockFile {
  std::string_view role;  // what it is, in words
  std::string name;       // without a folder
  Bytes content;
};

// Block and authentication, raw and in base64, and the lines that libvirt and QEMU take, which ask
// for kernel hashes where the block is for a launch with them. Their names begin with `name`. Fails
// as check_output_name does.
Result<std::vector<IdBlockFile>> id_block_files(const SignedIdBlock& made, std::string_view name,
                                                bool kernel_hashes);

// Why a check was not made for which nothing was given.
inline constexpr std::string_view kNotCompared = "Nothing to compare it with was given.";

struct IdBlockReport {
  IdBlock block;
  Sha384Digest id_key_digest{};
  std::optional<Sha384Digest> author_key_digest;  // where there is an author key
  std::vector<Check> checks;
  std::vector<Finding> findings;  // id_block_findings; whoever read the pair may know more

  // All that was checked passed.
  bool holds() const;
};

IdBlockReport check_id_block(const IdBlockBytes& block, const IdAuthBytes& auth,
                             const ExpectedIdBlock& expected);

// What of an ExpectedIdBlock stands in a text.
enum class IdBlockField : std::uint8_t {
  kLaunchDigest,
  kPolicy,
  kFamilyId,
  kImageId,
  kGuestSvn,
  kIdKeyDigest,
  kAuthorKeyDigest,
};

// `what` names it in messages. Fails with kInvalid.
Result<void> read_text(ExpectedIdBlock& values, IdBlockField field, std::string_view what,
                       std::string_view text);

// A file with one of them: raw, or base64, in lines or not. Fails with kWrongFileSize.
Result<IdBlockBytes> read_id_block_file(ByteView content, std::string_view name);
Result<IdAuthBytes> read_id_auth_file(ByteView content, std::string_view name);

// 32 hex digits, with or without the hyphens of a GUID. Fails with kInvalid.
Result<OwnersId> parse_owners_id(std::string_view what, std::string_view text);

}  // namespace sevproof::snp

#endif
