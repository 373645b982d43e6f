#include "sevproof/check.h"

#include <array>

#include "base/in_order.h"

namespace sevproof {
namespace {

using enum CheckCode;

constexpr auto kChecks = std::to_array<CheckInfo>({
    {kMeasurement, "measurement", Subject::kMeasurement, true,
     "The measurement that the host reports is the one that this launch must have."},
    {kDomainConfiguration, "domain-configuration", Subject::kWhole, false,
     "The libvirt domain's configuration leaves nothing unmeasured that its guest depends on."},
    {kGuestPaused, "guest-paused", Subject::kWhole, false,
     "The guest was paused when it was validated, as before its first run."},
});

static_assert(internal::is_in_order(kChecks, &CheckInfo::code));

}  // namespace

std::span<const CheckInfo> check_catalogue() { return kChecks; }

const CheckInfo& check_info(CheckCode code) { return kChecks[static_cast<std::size_t>(code)]; }

std::string_view outcome_name(CheckOutcome outcome) {
  switch (outcome) {
    case CheckOutcome::kPass:
      return "pass";
    case CheckOutcome::kFail:
      return "fail";
    case CheckOutcome::kNotChecked:
      return "not-checked";
  }
  return "not-checked";
}

}  // namespace sevproof
