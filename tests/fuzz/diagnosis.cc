// Launches that their owner describes wrongly, in ways that the input says: with the values that an
// explanation names, the launch must match.
#include <algorithm>
#include <string>

#include "base/byte_reader.h"
#include "fuzz.h"
#include "plain_launch.h"
#include "request_draft.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/report.h"
#include "sevproof/sev/draft.h"

using namespace sevproof;
using internal::ByteReader;
using test::PlainLaunch;

namespace {

std::string short_text(ByteReader& in) {
  return std::string(as_text(in.bytes(std::min<std::size_t>(in.u8() % 64, in.remaining()))));
}

void edit_cmdline(ByteReader& in, PlainLaunch& launch) {
  if (!launch.boot) return;
  std::string& line = launch.boot->cmdline;
  const std::size_t first = in.u8() % (line.size() + 1);
  const std::size_t count = in.u8() % 8;
  line.replace(first, count, short_text(in));
}

void change_cpus(ByteReader& in, PlainLaunch& launch) {
  auto* spec = std::get_if<VmsaSpec>(&launch.vmsa);
  if (spec == nullptr) return;
  spec->cpu_signature = cpu_signature(cpu_models()[in.u8() % cpu_models().size()].sku).value_or(0);
  spec->layout = in.u8() % 2 == 0 ? VmsaLayout::kLegacy : VmsaLayout::kInit2;
  spec->sev_features = in.u8() % 2 == 0 ? 0 : kSevFeatureDebugSwap;
}

void change(ByteReader& in, PlainLaunch& launch) {
  switch (in.u8() % 8) {
    case 0:
      launch.policy.value ^= 1U << in.u8() % 32;
      break;
    case 1:
      launch.api = {in.u8(), in.u8(), in.u8()};
      break;
    case 2:
      launch.api.minor = in.u8();
      break;
    case 3:
      if (launch.vcpus) launch.vcpus = in.u8() % 64 + 1;
      break;
    case 4:
      change_cpus(in, launch);
      break;
    case 5:
      std::swap(launch.tik, launch.tek);
      break;
    case 6:
      if (launch.boot) launch.boot->initrd.reset();
      break;
    default:
      edit_cmdline(in, launch);
  }
}

// A guest of SEV-ES needs its CPUs, on both sides.
void keep_es(const PlainLaunch& before, PlainLaunch& launch) {
  const std::uint32_t es = before.policy.value & Policy::kEs;
  launch.policy.value = (launch.policy.value & ~Policy::kEs) | es;
}

std::optional<Field> field_of(Subject subject) {
  const auto fields = field_catalogue();
  const auto found = std::find_if(fields.begin(), fields.end(), [subject](const FieldInfo& field) {
    return field.about == subject && field.kind != FieldKind::kFile &&
           field.kind != FieldKind::kHashed;
  });
  return found == fields.end() ? std::nullopt : std::optional(found->field);
}

void check_values(LaunchRequest request, const Diagnosis& diagnosis) {
  LaunchDraft draft = test::draft_of(std::move(request));
  for (const DiagnosisChange& one : diagnosis.changes) {
    if (!one.value) return;
    const auto field = field_of(subject_of(one));
    fuzz::expect(field.has_value(), "a value is one of a field");
    fuzz::expect(fuzz::is_there(read_text(draft, *field, *one.value)), "a field takes its value");
  }
  const auto whole = complete(std::move(draft));
  fuzz::expect(whole.has_value(), "the values make a request");
  const auto again = validate(whole->request);
  fuzz::expect(again && again->launch.has_value(), "with the values that are named it matches");
}

void check_said(const Diagnosis& diagnosis) {
  fuzz::expect(diagnosis.outcome == DiagnosisOutcome::kExplained || diagnosis.changes.empty(),
               "an explanation alone has changes");
  for (const DiagnosisChange& one : diagnosis.changes) {
    fuzz::expect_plain(diagnosis_sentence(one));
    fuzz::expect(diagnosis_hint(one).ends_with('.'), "a hint is a sentence");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ByteReader in(ByteView(data, size));
  constexpr std::array<test::Guest, 3> kGuests = {test::Guest::kSev, test::Guest::kSevEs,
                                                  test::Guest::kNoKernel};
  test::MistakenLaunch launch = test::correct_launch(kGuests[in.u8() % kGuests.size()]);
  const PlainLaunch correct = launch.host;
  for (int changes = in.u8() % 3; changes >= 0; --changes) {
    change(in, in.u8() % 2 == 0 ? launch.host : launch.owner);
  }
  keep_es(correct, launch.host);
  keep_es(correct, launch.owner);
  auto validation = validate(launch.request());
  if (!fuzz::is_there(validation) || validation->launch) return 0;
  DiagnosisBudget budget;
  budget.go_on = [left = 5](const DiagnosisProgress&) mutable { return left-- > 0; };
  validation->report.diagnosis = launch.diagnose(budget);
  check_said(*validation->report.diagnosis);
  fuzz::expect_document(to_json(validation->report));
  if (validation->report.diagnosis->outcome == DiagnosisOutcome::kExplained) {
    check_values(launch.request(), *validation->report.diagnosis);
  }
  return 0;
}
