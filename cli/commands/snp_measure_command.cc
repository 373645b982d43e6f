#include <string>

#include "commands/command.h"
#include "commands/snp_text.h"
#include "load/load_files.h"
#include "load/load_snp.h"
#include "sevproof/report.h"

namespace sevproof::cli {
namespace {

// Every page with its address, and what it is where its type does not tell.
class Steps {
 public:
  Steps(const snp::LaunchRequest& request, Console& console)
      : hash_area_(request.boot ? request.config.hash_area() : std::nullopt), console_(console) {}

  void show(const snp::Step& step) {
    console_.debug(
        std::string(snp::page_type_name(step.type)) + " " + to_hex_number(step.gpa) + remark(step),
        to_hex(step.digest));
  }

 private:
  std::string remark(const snp::Step& step) {
    if (step.type == snp::PageType::kVmsa) return ", CPU " + std::to_string(cpus_++);
    const bool has_hashes = hash_area_ && step.type == snp::PageType::kNormal &&
                            step.gpa == hash_area_->base / snp::kPageSize * snp::kPageSize;
    return has_hashes ? ", kernel hashes" : "";
  }

  std::optional<MemoryArea> hash_area_;
  std::uint32_t cpus_ = 0;
  Console& console_;
};

}  // namespace

int run_snp_measure(Options& options, Console& console) {
  auto request = load_snp(options, console);
  if (!request) return console.error(request.error());
  Steps steps(*request, console);
  const snp::Observer show = [&](const snp::Step& step) { steps.show(step); };
  const auto report =
      snp::measure_request(*std::move(request), console.debugging() ? show : snp::Observer());
  if (!report) return console.error(report.error());
  if (options.json) {
    console.document(to_json(*report));
    return 0;
  }
  console.result("guest: " + guest_text(report->request) + "\n" + domain_text(*report));
  console.result(digests_text(*report) + igvm_text(*report));
  if (report->request.boot) {
    if (const auto hint = cmdline_hint(report->request.boot->cmdline)) console.hint(*hint);
  }
  console.findings(report->findings);
  return 0;
}

}  // namespace sevproof::cli
