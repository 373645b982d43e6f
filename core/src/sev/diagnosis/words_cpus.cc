// What a trial changes about the CPUs, in words.
#include "boot/diagnosis/cpu_signatures.h"
#include "sev/diagnosis/said.h"
#include "sev/diagnosis/words.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

// Where the request measures no CPUs, its report has no place that says which field this is for.
std::optional<std::string> value_of_spec(const Space& space, std::string text) {
  if (!space.es()) return std::nullopt;
  return text;
}

void describe_signature(const Space& space, std::uint32_t found, Changes& changes) {
  const std::uint32_t given = space.given_spec->cpu_signature;
  if (given == found) return;
  DiagnosisChange change = {is_model(found) ? kCpuModel : kCpuSignature,
                            describe_cpu_signature(given), describe_cpu_signature(found)};
  if (space.said.cpu_signature == found) {
    change.hypothesis = kSaidCpu;
    change.found +=
        space.said.default_cpu
            ? ", QEMU's default, as " + source_name(space.said.source) + " names no other model"
            : as_said(space.said.source);
  }
  change.value = value_of_spec(space, cpu_argument(found));
  changes.add(HostValue::kCpu, std::move(change));
}

void describe_spec(const Space& space, const VmsaSpec& found, Changes& changes) {
  const VmsaSpec& given = *space.given_spec;
  describe_signature(space, found.cpu_signature, changes);
  if (given.layout != found.layout) {
    const std::string layout(layout_name(found.layout));
    changes.add({.hypothesis = kVmsaLayout,
                 .given = std::string(layout_name(given.layout)),
                 .found = layout,
                 .value = value_of_spec(space, layout)});
  }
  if (given.sev_features != found.sev_features) {
    const std::string features = to_hex_number(found.sev_features);
    changes.add({.hypothesis = kSevFeatures,
                 .given = to_hex_number(given.sev_features),
                 .found = features,
                 .value = value_of_spec(space, features)});
  }
}

// Where the pages of a trial come from, other than given: in words for each hypothesis.
class PageWords {
 public:
  PageWords(const Space& space, const Trial& trial)
      : space_(space), trial_(trial), cpu_(trial.cpu) {}

  void describe(Changes& changes) {
    look_at("the boot CPU", Subject::kCpu0Page, cpu_.pages.page0, space_.given_pages.page0,
            space_.boot_page(cpu_));
    const auto ap = space_.ap_page(cpu_, trial_.firmware);
    if (trial_.vcpus > 1 && ap) {
      look_at("the APs", Subject::kCpuNPage, cpu_.pages.page1, space_.given_pages.page1, *ap);
    }
    for (const DiagnosisChange& change : {swapped_, candidates_, built_}) {
      if (!change.found.empty()) changes.add(change);
    }
  }

 private:
  using PageIndex = std::optional<std::uint16_t>;

  // Where it is about both pages, it is about all of the CPUs' state.
  static void append(DiagnosisChange& change, Subject about, const std::string& more,
                     const char* between = ", ") {
    const bool is_first = change.found.empty();
    change.found += (is_first ? "" : between) + more;
    change.about = is_first ? about : Subject::kVmsa;
  }

  // Where only the address differs, it is what there is to say.
  std::string start_text(PageIndex given) const {
    if (!cpu_.reset_address || given != space_.given_pages.page1) return "";
    return ", starting at " + to_hex_number(*cpu_.reset_address);
  }

  void look_at(const std::string& which, Subject about, PageIndex used, PageIndex given,
               const VmsaPage& page) {
    if (used == given) return;
    if (given && same_bytes(page, space_.cpus.pages[*given].page)) return;
    if (!used) {
      // Of a page that was never given there is nothing to say.
      if (given) append(built_, about, which + ": " + cpu_text(cpu_.spec) + start_text(given));
      return;
    }
    const std::string& candidate = space_.cpus.pages[*used].candidate;
    if (!candidate.empty()) {
      return append(candidates_, about, "that of " + which + " is " + quote_name(candidate));
    }
    const bool is_boot = used == space_.given_pages.page0;
    append(swapped_, about,
           which + " is the one that you gave for " + (is_boot ? "the boot CPU" : "the APs"),
           ", and that for ");
  }

  const Space& space_;
  const Trial& trial_;
  const CpuOption& cpu_;
  DiagnosisChange swapped_{kVmsaSwapped, {}, {}};
  DiagnosisChange candidates_{kVmsaCandidate, {}, {}};
  DiagnosisChange built_{kVmsaBuilt, {}, {}};
};

}  // namespace

std::string cpu_text(const VmsaSpec& spec) {
  return describe_cpu_signature(spec.cpu_signature) + ", layout " +
         std::string(layout_name(spec.layout)) + ", sev_features " +
         to_hex_number(spec.sev_features);
}

bool has_cpus(const Space& space) { return space.es() || (space.given_spec && space.vcpus); }

void describe_cpus(const Space& space, const Trial& trial, Changes& changes) {
  const CpuOption& cpu = trial.cpu;
  if (cpu.count.most == 0 || !has_cpus(space)) return;
  if (trial.vcpus != space.vcpus) {
    const bool is_said = trial.vcpus == space.said.vcpus;
    DiagnosisChange change = {
        is_said ? kSaidVcpus : kVcpus, std::to_string(space.vcpus.value_or(0)),
        vcpus_text(trial.vcpus) + (is_said ? as_said(space.said.source) : "")};
    // Otherwise the APs' page would have to be given too.
    const bool has_pages = !space.given_pages.page0 || space.given_pages.page1 || trial.vcpus == 1;
    if (has_pages) change.value = std::to_string(trial.vcpus);
    changes.add(HostValue::kVcpus, std::move(change));
  }
  PageWords(space, trial).describe(changes);
  const bool uses_spec = !cpu.pages.page0 || (trial.vcpus > 1 && !cpu.pages.page1);
  if (uses_spec && !space.given_pages.page0) describe_spec(space, cpu.spec, changes);
  if (!cpu.reset_address || space.given_pages.page1) return;
  const auto own = space.firmwares[trial.firmware].reset_address;
  changes.add(
      {kResetAddress, own ? to_hex_number(*own) : "nothing", to_hex_number(*cpu.reset_address)});
}

}  // namespace sevproof::internal
