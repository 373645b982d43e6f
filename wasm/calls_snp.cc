// A SEV-SNP guest before its start: its launch digest, and every page on the way to it.
#include <emscripten/bind.h>

#include <string>

#include "answer.h"
#include "fields.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/report.h"
#include "sevproof/snp/launch_report.h"
#include "sevproof/snp/policy.h"
#include "sevproof/text.h"
#include "snp_request.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// What a text of the launch is read as, where there is something to add.
std::string meaning(const snp::LaunchDraft& draft) {
  if (draft.counts.size() > 1) return std::to_string(draft.counts.size()) + " numbers of CPUs";
  if (draft.cpu == 0U) return "signature 0, as some tools take it of EC2";
  if (draft.cpu) {
    return describe_cpu_signature(*draft.cpu) + ", signature " + to_hex_number(*draft.cpu);
  }
  if (draft.guest_features) return joined(sev_feature_names(*draft.guest_features));
  return {};
}

std::string block_answer(const snp::ExpectedIdBlock& values) {
  std::vector<Finding> findings;
  std::string words;
  if (values.policy) {
    words = snp::policy_text({*values.policy});
    findings = snp::policy_findings({*values.policy});
  }
  // What was pasted in base64 is compared in hex.
  if (values.launch_digest) words = to_hex(*values.launch_digest);
  return answer_with({{"description", words}, {"number", nullptr}}, findings);
}

std::string check_snp_text(const std::string& key, const std::string& text) {
  if (const auto field = find_block_field(key)) {
    snp::ExpectedIdBlock values;
    const auto read = read_block_text(values, *field, text);
    return read ? block_answer(values) : answer(read.error());
  }
  const auto field = find_snp_field(key);
  if (!field) return answer(Error{ErrorCode::kInternal, "there is no field of that name", ""}, key);
  snp::LaunchDraft draft;
  if (const auto read = read_snp_text(draft, *field, text); !read) return answer(read.error());
  return answer_with({{"description", meaning(draft)}, {"number", nullptr}}, {});
}

std::string measure_snp(const val& texts, const val& files) {
  const auto report = measure_snp_request(texts, files);
  if (!report) return answer(report.error());
  return answer(Json{{"report", to_json(*report)}});
}

// As a table that other programs read; of the largest number of CPUs.
std::string list_snp_steps(const val& texts, const val& files) {
  std::string table;
  const auto report = measure_snp_request(texts, files, [&](const snp::Step& step) {
    table += std::string(snp::page_type_name(step.type)) + "," + to_hex_number(step.gpa) + "," +
             to_hex(step.digest) + "\n";
  });
  if (!report) return answer(report.error());
  return answer(Json{{"steps", std::move(table)}});
}

}  // namespace

EMSCRIPTEN_BINDINGS(snp) {
  emscripten::function("checkSnpText", &check_snp_text);
  emscripten::function("measureSnp", &measure_snp);
  emscripten::function("listSnpSteps", &list_snp_steps);
}

}  // namespace sevproof::wasm
