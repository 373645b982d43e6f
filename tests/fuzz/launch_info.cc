// What a host prints of a launch: virsh's lines and QMP's JSON.
#include "sevproof/formats/launch_info.h"

#include "fuzz.h"
#include "sevproof/sev/measurement.h"

using namespace sevproof;

namespace {

bool same_values(const LaunchInfo& one, const LaunchInfo& other) {
  return one.measurement == other.measurement && one.api_major == other.api_major &&
         one.api_minor == other.api_minor && one.build == other.build && one.policy == other.policy;
}

template <typename Number>
void add(std::string& text, const std::string& before, const std::optional<Number>& number,
         const char* behind) {
  if (number) text += before + std::to_string(*number) + behind;
}

std::string as_virsh(const LaunchInfo& info) {
  std::string text;
  if (info.measurement) text += "sev-measurement: " + *info.measurement + "\n";
  add(text, "sev-api-major  : ", info.api_major, "\n");
  add(text, "sev-api-minor  : ", info.api_minor, "\n");
  add(text, "sev-build-id   : ", info.build, "\n");
  add(text, "sev-policy     : ", info.policy, "\n");
  return text;
}

std::string as_qmp(const LaunchInfo& info) {
  std::string text;
  if (info.measurement) text += "{\"return\": {\"data\": \"" + *info.measurement + "\"}}\n";
  std::string state;
  add(state, ", \"api-major\": ", info.api_major, "");
  add(state, ", \"api-minor\": ", info.api_minor, "");
  add(state, ", \"build-id\": ", info.build, "");
  add(state, ", \"policy\": ", info.policy, "");
  if (!state.empty()) text += "{\"return\": {\"enabled\": true" + state + "}}\n";
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(ByteView(data, size));
  auto info = parse_launch_info(text);
  if (!fuzz::is_there(info)) return 0;
  // It is not checked yet: one that is none has no other form.
  if (info->measurement) {
    const auto blob = MeasurementBlob::parse(*info->measurement);
    if (!fuzz::is_there(blob)) return 0;
    info->measurement = blob->to_base64();
  }
  for (const std::string& again : {as_virsh(*info), as_qmp(*info)}) {
    const auto read = parse_launch_info(again);
    fuzz::expect(read && same_values(*read, *info), "what a host reports reads as it is written");
  }
  return 0;
}
