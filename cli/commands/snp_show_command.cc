#include "commands/command.h"
#include "commands/snp_report_text.h"
#include "load/load_report.h"
#include "sevproof/report.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

void say(const SnpFile& file, Console& console) {
  if (!file.report) {
    console.result(printable(file.name) + ":\n" + certificates_text(file.certificates));
    return;
  }
  const snp::ShownReport& shown = *file.report;
  console.result(printable(file.name) + ": " + report_line(shown.evidence.report, shown.line) +
                 "; not verified\n" + report_text(shown.evidence, shown.line));
  const std::string addresses = addresses_text(shown.addresses);
  if (!addresses.empty()) console.result("its chip's certificate (VCEK), at AMD:\n" + addresses);
  console.findings(shown.findings);
}

}  // namespace

int run_snp_show(Options& options, Console& console) {
  if (options.positionals.empty()) {
    return console.error({ErrorCode::kMissingInput, "a report or its certificates are needed",
                          "Usage: sevproof snp show FILE..."});
  }
  std::vector<SnpFile> files;
  for (const std::string& path : options.positionals) {
    auto file = load_snp_file(path);
    if (!file) return console.error(file.error());
    files.push_back(*std::move(file));
  }
  if (options.json) {
    console.document(snp_files_to_json(files));
    return 0;
  }
  for (const SnpFile& file : files) say(file, console);
  return 0;
}

}  // namespace sevproof::cli
