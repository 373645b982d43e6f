#include "require_cpus.h"

#include <string>
#include <utility>

#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

constexpr const char* kMeasured =
    "Every CPU's initial state is measured when policy bit 2 (ES) is set.";

// "the number of CPUs is needed for a SEV-ES guest: give --num-cpus"
tl::unexpected<Error> needed(const std::string& what, const std::string& option, std::string hint) {
  return fail(ErrorKind::kIncomplete, what + " needed for a SEV-ES guest: give " + option,
              std::move(hint));
}

std::string xml_says(const std::string& value) {
  return "The domain XML says " + value +
         ": give that if it is your value, or use --insecure to take it.";
}

std::string vcpus_hint(const DomainConfig* domain) {
  if (domain == nullptr || !domain->vcpus) return kMeasured;
  return xml_says(std::to_string(*domain->vcpus));
}

// Of one whose CPU is not fixed nothing can be taken, under --insecure neither.
std::string cpu_hint(const DomainConfig* domain) {
  if (domain == nullptr) return kMeasured;
  const bool has_mode = domain->cpu && domain->cpu->mode != "custom";
  if (!has_mode && (!domain->cpu || domain->cpu->model.empty())) {
    return xml_says("no model, which makes it qemu64");
  }
  const std::string& name = has_mode ? domain->cpu->mode : domain->cpu->model;
  if (domain_cpu_signature(*domain)) return xml_says(quote(name));
  const auto model = find_cpu_model(name);
  return "The domain XML says " + quote(name) + ". " + (model ? "" : model.error().hint);
}

}  // namespace

Result<void> require_cpus(const LaunchConfig& config, bool es, const DomainConfig* domain) {
  if (!es || config.known) return {};
  if (!config.vcpus) return needed("the number of CPUs is", "--num-cpus", vcpus_hint(domain));
  if (std::holds_alternative<std::monostate>(config.vmsa)) {
    return needed("the CPU model or the boot CPU's VMSA page is", "--cpu or --vmsa-cpu0",
                  cpu_hint(domain));
  }
  const auto* files = std::get_if<VmsaFiles>(&config.vmsa);
  if (files != nullptr && !files->cpu1 && *config.vcpus > 1) {
    return needed(
        "the VMSA page of the APs is", "--vmsa-cpu1",
        "--num-cpus is " + std::to_string(*config.vcpus) +
            ": give the APs' page together with the boot CPU's, or a CPU model instead of both.");
  }
  return {};
}

}  // namespace sevproof::cli
