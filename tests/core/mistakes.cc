#include "mistakes.h"

#include <algorithm>
#include <array>

#include "make_mistake.h"

namespace sevproof::test {
namespace {

using enum Hypothesis;

bool is_edit(Hypothesis hypothesis) {
  constexpr std::array<Hypothesis, 6> kEdits = {kCmdlineText,  kCmdlineInserted,   kCmdlineValue,
                                                kCmdlineOrder, kCmdlineWhiteSpace, kCmdlineQuoted};
  return std::find(kEdits.begin(), kEdits.end(), hypothesis) != kEdits.end();
}

MistakePart part_of(Hypothesis hypothesis) {
  if (is_edit(hypothesis)) return MistakePart::kEdit;
  switch (hypothesis_info(hypothesis).group) {
    case HypothesisGroup::kKeys:
      return MistakePart::kKeys;
    case HypothesisGroup::kKernel:
      return MistakePart::kKernel;
    case HypothesisGroup::kCpus:
      return hypothesis == kCpuSignature ? MistakePart::kCpuWide : MistakePart::kCpus;
    case HypothesisGroup::kFirmware:
      return MistakePart::kFirmware;
    case HypothesisGroup::kHost:
    case HypothesisGroup::kSnp:  // none of these is here
      break;
  }
  if (hypothesis == kPolicyEs) return MistakePart::kPolicyEs;
  if (hypothesis == kPolicyFlags || hypothesis == kSaidPolicy) return MistakePart::kPolicy;
  if (hypothesis == kMessageForm || hypothesis == kBlobSwapped || hypothesis == kSaidMeasurement)
    return MistakePart::kForm;
  return MistakePart::kApiNumber;
}

}  // namespace

Mistake mistake(std::string name, Hypothesis hypothesis, Apply apply) {
  return {std::move(name), hypothesis, part_of(hypothesis), std::move(apply)};
}

Mistake always(std::string name, Hypothesis hypothesis,
               std::function<void(MistakenLaunch&)> change) {
  return mistake(std::move(name), hypothesis, [change = std::move(change)](MistakenLaunch& launch) {
    change(launch);
    return true;
  });
}

Mistake with_part(Mistake mistake, MistakePart part) {
  mistake.part = part;
  return mistake;
}

const std::vector<Mistake>& mistakes() {
  static const std::vector<Mistake> all = [] {
    std::vector<Mistake> list;
    for (auto part : {key_mistakes(), host_mistakes(), kernel_mistakes(), cmdline_mistakes(),
                      cpu_mistakes(), firmware_mistakes(), said_mistakes()}) {
      for (Mistake& mistake : part) list.push_back(std::move(mistake));
    }
    return list;
  }();
  return all;
}

namespace {

// Which of the files of a kernel boot a mistake is about.
enum class BootPart { kKernel, kInitrd, kCmdline, kAll };

BootPart boot_part(const Mistake& mistake) {
  switch (mistake.hypothesis) {
    case kKernelCandidate:
    case kKernelDtb:
      return BootPart::kKernel;
    case kInitrdCandidate:
    case kInitrdAbsent:
    case kSaidNoInitrd:
      return BootPart::kInitrd;
    case kKernelHashesOff:
    case kKernelHashesOn:
    case kKernelInitrdSwapped:
    case kSaidKernelHashesOff:
      return BootPart::kAll;
    default:
      return BootPart::kCmdline;
  }
}

bool is_signature(const Mistake& mistake) {
  return mistake.hypothesis == kCpuModel || mistake.hypothesis == kSaidCpu ||
         (mistake.hypothesis == kCpuSignature && mistake.part == MistakePart::kCpus);
}

bool is_number(const Mistake& mistake) {
  return mistake.hypothesis == kVcpus || mistake.hypothesis == kSaidVcpus;
}

bool is_in_products(const Mistake& mistake) {
  return is_signature(mistake) || is_number(mistake) || mistake.hypothesis == kVmsaLayout ||
         mistake.hypothesis == kSevFeatures;
}

bool is_pair_of_one_part(const Mistake& a, const Mistake& b) {
  if (a.part == MistakePart::kKernel) {
    const BootPart first = boot_part(a);
    const BootPart second = boot_part(b);
    return first != second && first != BootPart::kAll && second != BootPart::kAll;
  }
  if ((is_signature(a) && is_signature(b)) || (is_number(a) && is_number(b))) return false;
  return a.part == MistakePart::kCpus && a.hypothesis != b.hypothesis && is_in_products(a) &&
         is_in_products(b);
}

}  // namespace

bool is_promised_pair(const Mistake& a, const Mistake& b) {
  using enum MistakePart;
  if (a.part == b.part) return is_pair_of_one_part(a, b);
  const auto pair_of = [&](MistakePart part, std::initializer_list<MistakePart> others) {
    const bool found = a.part == part || b.part == part;
    const MistakePart other = a.part == part ? b.part : a.part;
    return found && std::find(others.begin(), others.end(), other) != others.end();
  };
  const auto either = [&](MistakePart part) { return a.part == part || b.part == part; };
  if (either(kUnknownCpus)) return false;
  // What was said is found with one usual change, and not with those of which there are many.
  const auto is_of = [&](Hypothesis what) { return a.hypothesis == what || b.hypothesis == what; };
  const bool is_said = is_of(kSaidPolicy) || is_of(kSaidMeasurement);
  if (is_said && (either(kApiVersion) || either(kCpuWide))) return false;
  // One policy flag only; old messages do not have the version.
  const auto is = [&](const char* name) { return a.name == name || b.name == name; };
  const bool is_usual_version = is("API minor and build") || is("API of another generation");
  if (is_usual_version && is("two policy flags")) return false;
  const bool is_old = is("old message") || is("old message with 04");
  if (is_old && (either(kApiNumber) || either(kApiVersion))) return false;
  if (either(kApiVersion)) {
    return pair_of(kApiVersion, {kKeys, kForm, kPolicy}) && !is("two policy flags");
  }
  if (either(kEdit)) {
    const bool few = pair_of(kEdit, {kKeys, kForm, kPolicy}) ||
                     is("API major and minor exchanged") || is("API minor and build exchanged");
    return few && !is("two policy flags");
  }
  if (either(kCpuWide)) {
    const bool few = pair_of(kCpuWide, {kKeys, kForm, kPolicy}) ||
                     is("API major and minor exchanged") || is("API minor and build exchanged") ||
                     is("legacy layout given") || is("DebugSwap given");
    return few && !is("two policy flags") && !is("policy as decimal");
  }
  // What CPUs there are does not show in a guest without ES.
  if (either(kPolicyEs)) {
    const Mistake& other = a.part == kPolicyEs ? b : a;
    if (is("policy without ES") && is_in_products(other)) return true;
    return pair_of(kPolicyEs, {kKeys, kApiNumber, kForm, kKernel, kFirmware});
  }
  return true;
}

}  // namespace sevproof::test
