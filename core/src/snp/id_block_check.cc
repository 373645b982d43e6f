// Whether an ID block and its authentication belong together, and are what they should be.
#include <algorithm>
#include <string>

#include "crypto/p384.h"
#include "sevproof/snp/id_block.h"
#include "sevproof/snp/policy.h"
#include "snp/id_auth.h"
#include "snp/id_block_review.h"

namespace sevproof::snp {
namespace {

using enum CheckCode;
using internal::IdAuthPart;
using internal::kNumberSize;

constexpr std::string_view kNoAuthor = "There is no author key that could have signed the ID key.";
constexpr std::string_view kNoShape = "The parts that it needs are not in shape.";

Check outcome(CheckCode code, bool passes) {
  return {code, passes ? CheckOutcome::kPass : CheckOutcome::kFail, {}, {}, {}};
}

// Big-endian, as the curve's; nothing where it is longer than 48 bytes.
std::optional<P384Number> number_at(ByteView number) {
  P384Number out{};
  if (!is_zero(number.subspan(out.size(), kNumberSize - out.size()))) return std::nullopt;
  std::copy_n(number.begin(), out.size(), out.rbegin());
  return out;
}

std::optional<P384Point> key_at(ByteView key) {
  if (load_le<std::uint32_t>(key) != internal::kCurveP384) return std::nullopt;
  if (!is_zero(key.subspan(4 + 2 * kNumberSize))) return std::nullopt;
  const auto x = number_at(key.subspan(4, kNumberSize));
  const auto y = number_at(key.subspan(4 + kNumberSize, kNumberSize));
  return x && y ? P384Point::make(*x, *y) : std::nullopt;
}

// Numbers that are longer, or bytes behind them: no signature.
bool verifies(const P384Point& key, const Sha384Digest& digest, ByteView signature) {
  if (!is_zero(signature.subspan(2 * kNumberSize))) return false;
  const auto r = number_at(signature.first(kNumberSize));
  const auto s = number_at(signature.subspan(kNumberSize, kNumberSize));
  return r && s && key.verifies(digest, *r, *s);
}

class Auth {
 public:
  explicit Auth(const IdAuthBytes& bytes) : bytes_(bytes) {}

  ByteView part(const IdAuthPart& one) const { return bytes_.subspan(one.offset, one.size); }
  bool has_author() const { return !is_zero(part(internal::kAuthorKey)); }

  // What is wrong with it; empty if nothing.
  std::string fault(const IdBlock& block) const {
    if (block.version != 1) return "version " + std::to_string(block.version);
    if (load_le<std::uint32_t>(bytes_) != internal::kEcdsaP384) return "the ID key's algorithm";
    if (has_author() && load_le<std::uint32_t>(bytes_.subspan(4)) != internal::kEcdsaP384) {
      return "the author key's algorithm";
    }
    for (const IdAuthPart& one : internal::kReserved) {
      if (!is_zero(part(one))) return "reserved bytes at " + to_hex_number(one.offset);
    }
    if (!key_at(part(internal::kIdKey))) return "the ID key is no point of P-384";
    if (has_author() && !key_at(part(internal::kAuthorKey))) {
      return "the author key is no point of P-384";
    }
    return "";
  }

 private:
  ByteView bytes_;
};

template <typename Value, typename Text>
void compare(CheckCode code, const std::optional<Value>& expected, const std::optional<Value>& got,
             Text text, std::vector<Check>& checks) {
  if (!expected) {
    checks.push_back(not_checked(code, kNotCompared));
    return;
  }
  const bool passes = got == *expected;
  checks.push_back({code,
                    passes ? CheckOutcome::kPass : CheckOutcome::kFail,
                    text(*expected),
                    got ? text(*got) : "none",
                    {}});
}

void add_comparisons(const IdBlockReport& report, const ExpectedIdBlock& expected,
                     std::vector<Check>& checks) {
  const IdBlock& block = report.block;
  const auto hex = [](const auto& bytes) { return to_hex(bytes); };
  const auto number = [](std::uint32_t value) { return std::to_string(value); };
  const auto policy = [](std::uint64_t value) { return policy_text({value}); };
  const auto given = [](const auto& value) { return std::optional(value); };
  compare(kIdBlockDigest, expected.launch_digest, given(block.launch_digest), hex, checks);
  compare(kIdBlockPolicy, expected.policy, given(block.policy), policy, checks);
  compare(kIdBlockFamily, expected.family_id, given(block.family_id), hex, checks);
  compare(kIdBlockImage, expected.image_id, given(block.image_id), hex, checks);
  compare(kIdBlockSvn, expected.guest_svn, given(block.guest_svn), number, checks);
  compare(kIdKeyDigest, expected.id_key_digest, given(report.id_key_digest), hex, checks);
  compare(kAuthorKeyDigest, expected.author_key_digest, report.author_key_digest, hex, checks);
}

}  // namespace

bool IdBlockReport::holds() const {
  return std::none_of(checks.begin(), checks.end(), [](const Check& check) {
    const bool is_needed = check_info(check.code).required;
    return check.outcome == CheckOutcome::kFail ||
           (is_needed && check.outcome == CheckOutcome::kNotChecked);
  });
}

IdBlockReport check_id_block(const IdBlockBytes& block, const IdAuthBytes& bytes,
                             const ExpectedIdBlock& expected) {
  const Auth auth(bytes);
  IdBlockReport report;
  report.block = read_id_block(block);
  report.id_key_digest = sha384(auth.part(internal::kIdKey));
  if (auth.has_author()) report.author_key_digest = sha384(auth.part(internal::kAuthorKey));
  Check shape = outcome(kIdBlockShape, true);
  shape.got = auth.fault(report.block);
  const bool is_sound = shape.got.empty();
  if (!is_sound) shape.outcome = CheckOutcome::kFail;
  report.checks.push_back(std::move(shape));
  if (!is_sound) {
    report.checks.push_back(not_checked(kIdBlockSigned, kNoShape));
    report.checks.push_back(not_checked(kIdKeySigned, kNoShape));
  } else {
    const P384Point key = *key_at(auth.part(internal::kIdKey));
    report.checks.push_back(outcome(
        kIdBlockSigned, verifies(key, sha384(block), auth.part(internal::kBlockSignature))));
    if (auth.has_author()) {
      const P384Point author = *key_at(auth.part(internal::kAuthorKey));
      report.checks.push_back(outcome(kIdKeySigned, verifies(author, report.id_key_digest,
                                                             auth.part(internal::kKeySignature))));
    } else {
      report.checks.push_back(not_checked(kIdKeySigned, kNoAuthor));
    }
  }
  add_comparisons(report, expected, report.checks);
  report.findings = id_block_findings(report.block, report.id_key_digest, report.author_key_digest);
  return report;
}

std::vector<Finding> id_block_findings(const IdBlock& block, const Sha384Digest& id_key_digest,
                                       const std::optional<Sha384Digest>& author_key_digest) {
  std::vector<Finding> findings = policy_findings({block.policy});
  if (author_key_digest == id_key_digest) findings.push_back({FindingCode::kIdKeyIsAuthorKey, {}});
  return findings;
}

namespace internal {

bool has_author_key(const IdAuthBytes& auth) { return Auth(auth).has_author(); }

std::string pair_fault(const IdBlockReport& report, bool has_author) {
  for (const Check& check : report.checks) {
    if (check.outcome != CheckOutcome::kFail) continue;
    if (check.code == CheckCode::kIdBlockShape) return check.got;
    if (check.code == CheckCode::kIdBlockSigned) return "the signature of the ID block";
    const bool is_looked_at = has_author && check.code == CheckCode::kIdKeySigned;
    if (is_looked_at) return "the signature of the ID key";
  }
  return "";
}

}  // namespace internal
}  // namespace sevproof::snp
