// Expectations that no report could fulfil: whoever wrote them means something else.
#include <string>

#include "sevproof/snp/policy.h"
#include "sevproof/snp/report_expectations.h"
#include "snp/report_bits.h"

namespace sevproof::snp {
namespace {

tl::unexpected<Error> contradiction(std::string message, std::string_view hint) {
  return fail(ErrorCode::kContradictingInputs, std::move(message), std::string(hint));
}

Result<void> check_bits(std::string_view name, const BitExpectation& bits,
                        const std::vector<std::string>& both) {
  if ((bits.required & bits.forbidden) == 0) return {};
  return contradiction(std::string(name) + ": expected to be set and not to be set: " +
                           internal::bits_text(bits.required & bits.forbidden, both),
                       "Leave out one of the two.");
}

// A flag that is only ever accepted on purpose.
struct Accepted {
  std::uint64_t flag;
  std::string_view name;
  bool is_accepted;
};

Result<void> check_accepted(const ExpectedReport& expected, const Accepted& one) {
  const bool is_asked = (expected.policy.value_or(0) & one.flag) != 0 ||
                        (expected.policy_bits.required & one.flag) != 0;
  const std::string name(one.name);
  if (is_asked && !one.is_accepted) {
    return contradiction(
        "the policy that is expected allows " + name + ", and that is not accepted",
        "Accept it as well if that is meant: it opens the guest's memory.");
  }
  if (one.is_accepted && (expected.policy_bits.forbidden & one.flag) != 0) {
    return contradiction("policy: " + name + " is accepted and forbidden",
                         "Leave out one of the two.");
  }
  return {};
}

Result<void> check_policy_agreement(const ExpectedReport& expected) {
  const BitExpectation& bits = expected.policy_bits;
  if (auto agree = check_bits("policy", bits, policy_flag_names({bits.required & bits.forbidden}));
      !agree) {
    return agree;
  }
  if (expected.policy && !bits.holds(*expected.policy)) {
    return contradiction("the policy " + policy_text({*expected.policy}) +
                             " is expected, and bits that it does not have so",
                         "Give the policy alone, or the bits alone.");
  }
  if (expected.policy && !Policy{*expected.policy}.has(Policy::kAlwaysOne)) {
    return contradiction(
        "the policy " + policy_text({*expected.policy}) +
            " is expected, in which bit 17 is not set, and firmware starts no guest "
            "without it",
        "Policies are often written in hex: 0x30000.");
  }
  // What firmware starts no guest with.
  if ((bits.forbidden & Policy::kAlwaysOne) != 0) {
    return contradiction("policy: bit 17 is expected not to be set, and it always is",
                         "Leave it out.");
  }
  if (((expected.policy.value_or(0) | bits.required) & internal::kReservedPolicy) != 0) {
    return contradiction("policy: bits above 25 are expected, and they mean nothing",
                         "Leave them out.");
  }
  for (const Accepted& one :
       {Accepted{Policy::kDebugAllowed, "debugging (DEBUG)", expected.allow_debug},
        Accepted{Policy::kMigrationAllowed, "a migration agent (MIGRATE_MA)",
                 expected.allow_migration}}) {
    if (auto agree = check_accepted(expected, one); !agree) return agree;
  }
  return {};
}

}  // namespace

Result<void> check_agreement(const ExpectedReport& expected) {
  if (auto agree = check_policy_agreement(expected); !agree) return agree;
  const std::uint64_t both = expected.platform.required & expected.platform.forbidden;
  if (auto agree = check_bits("platform info", expected.platform, platform_info_names(both));
      !agree) {
    return agree;
  }
  if (expected.tcb_kinds && expected.minimum_tcb.empty()) {
    return contradiction("which firmware versions must reach a minimum is given, and no minimum",
                         "Give the minimum TCB as well.");
  }
  if (expected.allow_masked_chip && !expected.chip_ids.empty()) {
    return contradiction("a chip is expected, and a masked one accepted",
                         "A masked chip is none of them: leave out one of the two.");
  }
  return {};
}

}  // namespace sevproof::snp
