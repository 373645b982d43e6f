#include <algorithm>
#include <string>

#include "commands/command.h"
#include "load/load_snp.h"
#include "sevproof/formats/igvm.h"
#include "sevproof/igvm_view.h"
#include "sevproof/report.h"
#include "sevproof/snp/policy.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

// SEV's policies have other flags.
std::string policy_words(const Igvm& igvm, const IgvmPolicy& policy) {
  const bool is_snp = std::ranges::any_of(igvm.platforms, [&](const IgvmPlatform& one) {
    return one.type == IgvmPlatformType::kSevSnp && (one.mask & policy.mask) != 0;
  });
  return is_snp ? snp::policy_text({policy.policy}) : to_hex_number(policy.policy);
}

std::string platforms_text(const Igvm& igvm) {
  std::string text = "platforms:\n";
  for (const IgvmPlatform& one : igvm.platforms) {
    text += "  mask " + to_hex_number(one.mask) + "  " + std::string(igvm_platform_name(one.type)) +
            " version " + std::to_string(one.version) + "\n";
  }
  for (const IgvmPolicy& one : igvm.policies) {
    text += "policy: " + policy_words(igvm, one) + "  mask " + to_hex_number(one.mask) + "\n";
  }
  if (igvm.has_relocations) text += "a loader may move it in memory\n";
  return text;
}

std::string line_text(const IgvmLine& line) {
  std::string text = "  " + std::string(line.what);
  if (line.pages > 0) {
    text += "  gpa " + to_hex_number(line.gpa) + "  " + std::to_string(line.pages) +
            (line.pages == 1 ? " page" : " pages");
  }
  if (!line.detail.empty()) text += "  " + line.detail;
  if (line.mask != 0) text += "  mask " + to_hex_number(line.mask);
  return text + "\n";
}

std::string digests_text(const IgvmView& view) {
  std::string text;
  for (const IgvmDigests& one : view.digests) {
    const std::string name(igvm_platform_name(one.platform));
    text += name + " launch digest, in the order of the file: " +
            (one.in_order.problem.empty() ? to_hex(one.in_order.digest)
                                          : "none: " + one.in_order.problem) +
            "\n" + name + " launch digest, as QEMU starts it";
    if (one.vcpus > 0) text += ", " + cpus_text(one.vcpus);
    const bool is_same = one.qemu.problem.empty() && one.in_order.problem.empty() &&
                         one.qemu.digest == one.in_order.digest;
    text += ": " +
            (is_same                    ? "the same"
             : one.qemu.problem.empty() ? to_hex(one.qemu.digest)
                                        : "none: " + one.qemu.problem) +
            "\n";
  }
  return text;
}

std::string igvm_text(const IgvmView& view) {
  std::string text = "size: " + std::to_string(view.size) +
                     " bytes\nsha256: " + to_hex(view.sha256) +
                     "\nIGVM version: " + std::to_string(view.igvm.version) + "\n" +
                     platforms_text(view.igvm) + "directives, in their order:\n";
  for (const IgvmLine& line : view.lines) text += line_text(line);
  return text + digests_text(view);
}

}  // namespace

int run_igvm_show(Options& options, Console& console) {
  if (options.positionals.empty()) {
    return console.error(
        {ErrorCode::kMissingInput, "an IGVM file is needed", "Usage: sevproof igvm show FILE"});
  }
  const auto file = load_igvm(options.positionals.front());
  if (!file) return console.error(file.error());
  const auto view = view_igvm(*file);
  if (!view) return console.error(view.error());
  if (options.json) {
    console.document(to_json(*view));
  } else {
    console.result(igvm_text(*view));
    console.findings(view->findings);
  }
  return 0;
}

}  // namespace sevproof::cli
