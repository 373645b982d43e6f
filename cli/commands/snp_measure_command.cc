#include "commands/command.h"
#include "commands/snp_text.h"
#include "load/load_files.h"
#include "load/load_snp.h"
#include "sevproof/report.h"

namespace sevproof::cli {

int run_snp_measure(Options& options, Console& console) {
  auto request = load_snp(options, console);
  if (!request) return console.error(request.error());
  const snp::Observer show = [&](const snp::Step& step) {
    console.debug(std::string(snp::page_type_name(step.type)) + " " + to_hex_number(step.gpa),
                  to_hex(step.digest));
  };
  const auto report =
      snp::measure_request(*std::move(request), console.debugging() ? show : snp::Observer());
  if (!report) return console.error(report.error());
  if (options.json) {
    console.document(to_json(*report));
    return 0;
  }
  console.result("guest: " + guest_text(report->request) + "\n" +
                 domain_text(report->request.domain));
  console.result(digests_text(*report) + igvm_text(*report));
  if (report->request.boot) {
    if (const auto hint = cmdline_hint(report->request.boot->cmdline)) console.hint(*hint);
  }
  console.findings(report->findings);
  return 0;
}

}  // namespace sevproof::cli
