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
    return fail(about(
        Subject::kMeasurement,
        Error(ErrorCode::kContradictingInputs,
              "a measurement is given that is not the digest of the launch that is described",
              "Leave it out to have the difference explained, or give both for the same guest.")));
  }
  expected = std::move(digests);
  return {};
}

// What the domain states and nobody can read would be expected, and cannot be.
tl::unexpected<Error> unreadable(std::string_view name) {
  return fail(ErrorCode::kInvalidInput,
              std::string(name) +
                  " of the domain cannot be read, so whether the report has it cannot "
                  "be told",
              "Correct the XML: sevproof snp measure says what is wrong with it.");
}

const DomainSnp* domain_of(const LaunchReport& launch) {
  const auto& domain = launch.request.domain;
  return domain && domain->snp ? &*domain->snp : nullptr;
}

std::optional<std::uint64_t> policy_of(const LaunchReport& launch) {
  if (launch.igvm && launch.igvm->policy) return launch.igvm->policy;
  const DomainSnp* const domain = domain_of(launch);
  return domain != nullptr ? domain->policy : std::nullopt;
}

Result<std::optional<Bytes32>> host_data_of(const DomainSnp* domain) {
  if (domain == nullptr || domain->host_data.count == 0) return std::optional<Bytes32>();
  if (!domain->host_data.has_value(kHostDataSize)) return unreadable("hostData");
  Bytes32 value{};
  put_bytes(value, *domain->host_data.bytes);
  return std::optional(value);
}

Result<std::optional<IdBlockReport>> id_block_of(const LaunchReport& launch) {
  if (launch.igvm && launch.igvm->id_block) return launch.igvm->id_block;
  const DomainSnp* const domain = domain_of(launch);
  if (domain == nullptr || domain->id_block.count + domain->id_auth.count == 0) {
    return std::optional<IdBlockReport>();
  }
  const auto block = domain_id_block(*domain);
  const auto auth = domain_id_auth(*domain);
  if (!block) return unreadable("idBlock");
  if (!auth) return unreadable("idAuth");
  return std::optional(check_id_block(*block, *auth, {}));
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
  const auto found = id_block_of(launch);
  if (!found) return fail(found.error());
  const auto& id = *found;
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
  const auto host_data = host_data_of(domain_of(*input.launch));
  if (!host_data) return fail(host_data.error());
  if (auto taken = expect(expected.host_data, *host_data, "HOST_DATA"); !taken) return taken;
  return expect_id_block(expected, *input.launch);
}

}  // namespace sevproof::snp::internal
