#include "load/domain_hints.h"

#include <string>

#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

std::string xml_says(const std::string& value) {
  return "The domain XML says " + value +
         ": give that if it is your value, or use --insecure to take it.";
}

// Of one whose CPU is not fixed nothing can be taken, under --insecure neither.
std::string cpu_hint(const DomainConfig& domain) {
  const bool has_mode = domain.cpu && domain.cpu->mode != "custom";
  if (!has_mode && (!domain.cpu || domain.cpu->model.empty())) {
    return xml_says("no model, which makes it qemu64");
  }
  const std::string& name = has_mode ? domain.cpu->mode : domain.cpu->model;
  if (domain_cpu_signature(domain)) return xml_says(quote(name));
  const auto model = find_cpu_model(name);
  return "The domain XML says " + quote(name) + ". " + (model ? "" : model.error().hint);
}

}  // namespace

void add_xml_hint(FieldProblem& problem, const DomainConfig& domain) {
  if (problem.field == Field::kNumCpus && domain.vcpus) {
    problem.error.hint = xml_says(std::to_string(*domain.vcpus));
  }
  if (problem.field == Field::kCpu) problem.error.hint = cpu_hint(domain);
}

void add_host_hint(FieldProblem& problem) {
  switch (problem.field) {
    case Field::kMeasurement:
      problem.error.hint = "The host reports no measurement: a domain without SEV has none.";
      return;
    case Field::kApiMajor:
    case Field::kApiMinor:
    case Field::kBuildId:
      problem.error.hint =
          "The host does not report the whole API version: its libvirt is too old, or it lies.";
      return;
    default:
      return;
  }
}

}  // namespace sevproof::cli
