#include "labels.h"

#include <array>

namespace sevproof::wasm {
namespace {

struct Label {
  Field field;
  std::string_view text;
};

constexpr auto kLabels = std::to_array<Label>({
    {Field::kMeasurement, "Measurement"},
    {Field::kApiMajor, "API major"},
    {Field::kApiMinor, "API minor"},
    {Field::kBuildId, "Build ID"},
    {Field::kPolicy, "Policy"},
    {Field::kFirmware, "Firmware"},
    {Field::kKernel, "Kernel"},
    {Field::kInitrd, "Initrd"},
    {Field::kCmdline, "Command line"},
    {Field::kNumCpus, "vCPUs"},
    {Field::kCpu, "CPU model"},
    {Field::kVmsaLayout, "VMSA layout"},
    {Field::kSevFeatures, "SEV features"},
    {Field::kVmsaCpu0, "VMSA CPU 0"},
    {Field::kVmsaCpu1, "VMSA CPU 1"},
    {Field::kTk, "TK"},
    {Field::kTik, "TIK"},
    {Field::kTek, "TEK"},
    {Field::kSecret, "Secret"},
});

}  // namespace

std::string_view label_of(Field field) {
  for (const Label& label : kLabels) {
    if (label.field == field) return label.text;
  }
  return {};
}

}  // namespace sevproof::wasm
