#include "snp/launch_expectations.h"

#include <algorithm>

#include "sevproof/snp/domain.h"
#include "sevproof/snp/policy.h"
#include "snp/report_bits.h"

namespace sevproof::snp::internal {
namespace {

tl::unexpected<Error> differs(std::string message) {
  return fail(
      about(Subject::kMeasurement, Error(ErrorCode::kContradictingInputs, std::move(message),
                                         "Give one of the two, or both for the same guest.")));
}

template <typename Value>
Result<void> expect(std::optional<Value>& place, const std::optional<Value>& said,
                    std::string_view name) {
  if (!said) return {};
  if (place && *place != *said) {
    return differs(std::string(name) + " is expected otherwise than the launch that is described " +
                   "has it");
  }
  place = said;
  return {};
}

Result<void> expect_digests(std::vector<Sha384Digest>& expected, const LaunchReport& launch) {
  std::vector<Sha384Digest> digests;
  const auto add = [&](const Sha384Digest& one) {
    const bool is_given =
        expected.empty() || std::find(expected.begin(), expected.end(), one) != expected.end();
    if (is_given) digests.push_back(one);
  };
  for (const CountedDigest& one : launch.digests) add(one.digest);
  // As in ComparedLaunch: of a file that QEMU does not start, that in its order.
  if (launch.digests.empty() && launch.igvm) add(launch.igvm->in_order);
  if (digests.empty()) {
    return differs("a measurement is given that is not the digest of the launch that is described");
  }
  expected = std::move(digests);
  return {};
}

std::optional<std::uint64_t> policy_of(const LaunchReport& launch) {
  if (launch.igvm && launch.igvm->policy) return launch.igvm->policy;
  const auto& domain = launch.request.domain;
  return domain && domain->snp ? domain->snp->policy : std::nullopt;
}

std::optional<Bytes32> host_data_of(const LaunchReport& launch) {
  const auto& domain = launch.request.domain;
  if (!domain || !domain->snp || !domain->snp->host_data.has_value(kHostDataSize)) {
    return std::nullopt;
  }
  Bytes32 value{};
  put_bytes(value, *domain->snp->host_data.bytes);
  return value;
}

std::optional<IdBlockReport> id_block_of(const LaunchReport& launch) {
  if (launch.igvm && launch.igvm->id_block) return launch.igvm->id_block;
  const auto& domain = launch.request.domain;
  if (!domain || !domain->snp) return std::nullopt;
  const auto block = domain_id_block(*domain->snp);
  const auto auth = domain_id_auth(*domain->snp);
  if (!block || !auth) return std::nullopt;
  return check_id_block(*block, *auth, {});
}

Result<void> expect_policy(ExpectedReport& expected, const LaunchReport& launch) {
  const auto policy = policy_of(launch);
  if (policy && !expected.policy_bits.holds(*policy)) {
    return differs("the launch that is described has the policy " + policy_text({*policy}) +
                   ", and bits are expected that it does not have so");
  }
  return expect(expected.policy, policy, "the policy");
}

Result<void> expect_id_block(ExpectedReport& expected, const LaunchReport& launch) {
  const auto id = id_block_of(launch);
  if (!id) return {};
  const IdBlock& block = id->block;
  const auto ids = {
      expect(expected.family_id, std::optional(block.family_id), "the family id"),
      expect(expected.image_id, std::optional(block.image_id), "the image id"),
      expect(expected.id_key_digest, std::optional(id->id_key_digest), "the digest of the ID key"),
      expect(expected.author_key_digest, id->author_key_digest, "the digest of the author key")};
  for (const Result<void>& one : ids) {
    if (!one) return one;
  }
  if (expected.minimum_guest_svn.value_or(0) > block.guest_svn) {
    return differs("the ID block of the launch that is described has the SVN " +
                   std::to_string(block.guest_svn) + ", and at least " +
                   std::to_string(*expected.minimum_guest_svn) + " is expected");
  }
  expected.guest_svn = block.guest_svn;
  return {};
}

}  // namespace

Result<void> expect_launch(ReportInput& input) {
  if (!input.launch) return {};
  ExpectedReport& expected = input.expected;
  if (auto taken = expect_digests(expected.measurements, *input.launch); !taken) return taken;
  if (auto taken = expect_policy(expected, *input.launch); !taken) return taken;
  if (auto taken = expect(expected.host_data, host_data_of(*input.launch), "HOST_DATA"); !taken) {
    return taken;
  }
  return expect_id_block(expected, *input.launch);
}

}  // namespace sevproof::snp::internal
