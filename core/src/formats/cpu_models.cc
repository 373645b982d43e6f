// QEMU's names of CPU models (target/i386/cpu.c), and which one was meant by a name that it does
// not have.
#include <algorithm>
#include <array>
#include <optional>

#include "base/ascii_text.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

constexpr CpuSku kNaples = {23, 1, 2};
constexpr CpuSku kPhenom = {16, 2, 3};
constexpr CpuSku kPrescott = {15, 6, 1};

// The versions of the newest QEMU; RDX at reset was read from a stopped machine of each.
constexpr auto kModels = std::to_array<CpuModel>({
    {"EPYC", kNaples, 5},
    {"EPYC-IBPB", kNaples},  // another name for EPYC-v2
    {"EPYC-Rome", {23, 49, 0}, 5},
    {"EPYC-Milan", {25, 1, 1}, 4},
    {"EPYC-Genoa", {25, 17, 0}, 3},
    {"EPYC-Turin", {26, 0, 0}, 2},
    {"Dhyana", {24, 0, 1}, 2},
    {"qemu64", {15, 107, 1}, 1},
    {"kvm64", kPrescott, 1},
    {"kvm32", kPrescott, 1},
    {"Opteron_G1", kPrescott, 1},
    {"Opteron_G2", kPrescott, 1},
    {"Opteron_G3", kPhenom, 1},
    {"Opteron_G4", {21, 1, 2}, 1},
    {"Opteron_G5", {21, 2, 0}, 1},
    {"phenom", kPhenom, 1},
    {"athlon", {6, 2, 3}, 1},
    {"base", {0, 0, 0}},
});

constexpr std::string_view kOtherCpu =
    "For any other CPU give its family, model and stepping, or its signature, such as 0xa00f11.";

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return internal::to_lower(x) == internal::to_lower(y); });
}

// The number in "v2"; nothing where it is not written as QEMU writes it.
std::optional<unsigned> version_number(std::string_view version) {
  const std::string_view digits = version.substr(std::min<std::size_t>(version.size(), 1));
  if (digits.empty() || digits.size() > 2 || digits.front() == '0' ||
      digits.find_first_not_of("0123456789") != std::string_view::npos) {
    return std::nullopt;
  }
  unsigned number = 0;
  for (const char digit : digits) number = number * 10 + static_cast<unsigned>(digit - '0');
  return number;
}

// "EPYC-Rome-v2" in two; of a name without a version the second part is empty.
struct NameParts {
  std::string_view model;
  std::string_view version;
};

NameParts split_version(std::string_view name) {
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos) return {name, {}};
  const std::string_view version = name.substr(dash + 1);
  const bool is_version = version.size() > 1 && internal::to_lower(version[0]) == 'v' &&
                          version_number(version).has_value();
  return is_version ? NameParts{name.substr(0, dash), version} : NameParts{name, {}};
}

bool has_version(const CpuModel& model, std::string_view version) {
  return version[0] == 'v' && version_number(version).value_or(0) <= model.versions;
}

std::string known_names() {
  std::string names;
  for (const CpuModel& model : kModels) {
    if (!names.empty()) names += ", ";
    names += model.name;
  }
  return names;
}

std::string versions_text(const CpuModel& model) {
  const std::string name(model.name);
  if (model.versions == 0) return name + " without a version";
  if (model.versions == 1) return name + " and " + name + "-v1";
  return name + " and " + name + "-v1 to -v" + std::to_string(model.versions);
}

// Whether the two differ in nothing but case, dashes, underscores and spaces.
bool is_near(std::string_view name, std::string_view known) {
  const auto bare = [](std::string_view text) {
    std::string letters;
    for (const char c : text) {
      if (c != '-' && c != '_' && c != ' ') letters += internal::to_lower(c);
    }
    return letters;
  };
  return bare(name) == bare(known);
}

std::string hint_for(std::string_view name) {
  for (const std::string_view own : {"host", "max", "host-passthrough", "maximum"}) {
    if (!equal_ignoring_case(name, own)) continue;
    return "Give family, model and stepping, such as 25/1/1, as lscpu on the host shows them: "
           "under KVM this is the host's own CPU.";
  }
  if (equal_ignoring_case(name, "host-model")) {
    return "Give the model that `virsh dumpxml` shows while the guest exists: libvirt turns it "
           "into a named one when the guest starts.";
  }
  const auto [wanted, version] = split_version(name);
  for (const CpuModel& model : kModels) {
    if (!is_near(wanted, model.name)) continue;
    if (wanted == model.name && (version.empty() || version[0] == 'v')) {
      return "QEMU up to 11.1 has " + versions_text(model) + ". " + std::string(kOtherCpu);
    }
    return "QEMU's names are exact, including case: it has " + versions_text(model) + ".";
  }
  return "Known names: " + known_names() + ". " + std::string(kOtherCpu);
}

}  // namespace

std::span<const CpuModel> cpu_models() { return kModels; }

Result<CpuSku> find_cpu_model(std::string_view name) {
  const auto [wanted, version] = split_version(name);
  for (const CpuModel& model : kModels) {
    if (model.name != wanted) continue;
    if (version.empty() || has_version(model, version)) return model.sku;
  }
  return fail(
      ErrorCode::kUnknownCpuModel,
      "CPU model: expected a name that QEMU has for an AMD or Hygon CPU, got " + quote(name),
      hint_for(name));
}

}  // namespace sevproof
