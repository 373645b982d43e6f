// What a trial changes about the CPUs, in words.
#include <algorithm>

#include "sev/diagnosis/said.h"
#include "sev/diagnosis/words.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using enum Hypothesis;

bool is_model(std::uint32_t signature) {
  const CpuSku sku = decode_cpu_signature(signature);
  const auto models = cpu_models();
  return std::any_of(models.begin(), models.end(),
                     [&](const CpuModel& model) { return model.sku == sku; });
}

Change signature_change(const Space& space, std::uint32_t given, std::uint32_t found) {
  if (auto said = said_cpu(space, given, found)) return *std::move(said);
  return {is_model(found) ? kCpuModel : kCpuSignature, describe_cpu_signature(given),
          describe_cpu_signature(found)};
}

void describe_spec(const Space& space, const VmsaSpec& found, Changes& changes) {
  const VmsaSpec& given = *space.given_spec;
  if (given.cpu_signature != found.cpu_signature) {
    changes.add(HostValue::kCpu, signature_change(space, given.cpu_signature, found.cpu_signature));
  }
  if (given.layout != found.layout) {
    changes.add({kVmsaLayout, std::string(layout_name(given.layout)),
                 std::string(layout_name(found.layout))});
  }
  if (given.sev_features != found.sev_features) {
    changes.add(
        {kSevFeatures, to_hex_number(given.sev_features), to_hex_number(found.sev_features)});
  }
}

// Where the pages of a trial come from, other than given: in words for each hypothesis.
class PageWords {
 public:
  PageWords(const Space& space, const Trial& trial)
      : space_(space), trial_(trial), cpu_(trial.cpu) {}

  void describe(Changes& changes) {
    look_at("the boot CPU", cpu_.pages.page0, space_.given_pages.page0, space_.boot_page(cpu_));
    const auto ap = space_.ap_page(cpu_, trial_.firmware);
    if (trial_.vcpus > 1 && ap) {
      look_at("the APs", cpu_.pages.page1, space_.given_pages.page1, *ap);
    }
    for (const auto& [hypothesis, text] :
         {std::pair(kVmsaSwapped, swapped_), std::pair(kVmsaCandidate, candidates_),
          std::pair(kVmsaBuilt, built_)}) {
      if (!text.empty()) changes.add({hypothesis, {}, text});
    }
  }

 private:
  using PageIndex = std::optional<std::uint16_t>;

  static void append(std::string& text, const std::string& more) {
    text += (text.empty() ? "" : ", ") + more;
  }

  // Where only the address differs, it is what there is to say.
  std::string start_text(PageIndex given) const {
    if (!cpu_.reset_address || given != space_.given_pages.page1) return "";
    return ", starting at " + to_hex_number(*cpu_.reset_address);
  }

  void look_at(const std::string& which, PageIndex used, PageIndex given, const VmsaPage& page) {
    if (used == given) return;
    if (given && same_bytes(page, space_.cpus.pages[*given].page)) return;
    if (!used) {
      // Of a page that was never given there is nothing to say.
      if (given) append(built_, which + ": " + cpu_text(cpu_.spec) + start_text(given));
      return;
    }
    const PageOption& option = space_.cpus.pages[*used];
    if (option.candidate.empty()) {
      if (!swapped_.empty()) swapped_ += ", and that for ";
      swapped_ += which + " is the one that you gave for " +
                  (used == space_.given_pages.page0 ? "the boot CPU" : "the APs");
    } else {
      append(candidates_, "that of " + which + " is " + quote_name(option.candidate));
    }
  }

  const Space& space_;
  const Trial& trial_;
  const CpuOption& cpu_;
  std::string swapped_;
  std::string candidates_;
  std::string built_;
};

}  // namespace

std::string cpu_text(const VmsaSpec& spec) {
  return describe_cpu_signature(spec.cpu_signature) + ", layout " +
         std::string(layout_name(spec.layout)) + ", sev_features " +
         to_hex_number(spec.sev_features);
}

std::string vcpus_text(std::uint32_t vcpus) {
  return std::to_string(vcpus) + (vcpus == 1 ? " vCPU" : " vCPUs");
}

bool has_cpus(const Space& space) { return space.es() || (space.given_spec && space.vcpus); }

void describe_cpus(const Space& space, const Trial& trial, Changes& changes) {
  const CpuOption& cpu = trial.cpu;
  if (cpu.count.most == 0 || !has_cpus(space)) return;
  if (trial.vcpus != space.vcpus) {
    changes.add(HostValue::kVcpus,
                said_vcpus(space, trial.vcpus)
                    .value_or(Change{kVcpus, std::to_string(space.vcpus.value_or(0)),
                                     vcpus_text(trial.vcpus)}));
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
