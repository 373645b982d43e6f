// A policy as people write it.
#ifndef SEVPROOF_SEV_POLICY_TEXT_H
#define SEVPROOF_SEV_POLICY_TEXT_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sevproof/finding.h"
#include "sevproof/result.h"
#include "sevproof/sev/measurement.h"

namespace sevproof {

struct GivenPolicy {
  Policy policy;
  // Of digits that stand for two numbers: what libvirt takes them for. sevctl reads decimal only,
  // libvirt's <policy> is always hex.
  std::optional<std::uint32_t> in_libvirt = std::nullopt;
};

// A number, in decimal or with 0x, or names of flags with commas or | between, in either case:
// "0xf", "15", "nodbg,noks,es,nosend". `what` names the value in the message. Fails with kInvalid.
Result<GivenPolicy> parse_policy(std::string_view what, std::string_view text);

// Both notations and the flags' names: "0xf (15): NODBG NOKS ES NOSEND", and the oldest firmware
// API where there is one.
std::string policy_text(Policy policy);

// Where the policy's text has two meanings.
std::optional<Finding> notation_finding(const GivenPolicy& given);

}  // namespace sevproof

#endif
