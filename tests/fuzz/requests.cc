// Requests as JSON, from reading to the report. Files are those of the golden pairs and the sample,
// by folder and name.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "fuzz.h"
#include "sevproof/recognise.h"
#include "sevproof/report.h"
#include "sevproof/request.h"
#include "sevproof/text.h"

using namespace sevproof;

namespace {

using Files = std::map<std::string, Bytes>;

Bytes content_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

// Those in each folder below `root`, as FOLDER/NAME.
void add_files(const std::filesystem::path& root, Files& files) {
  for (const auto& folder : std::filesystem::directory_iterator(root)) {
    if (!folder.is_directory()) continue;
    for (const auto& file : std::filesystem::directory_iterator(folder)) {
      const auto name = folder.path().filename() / file.path().filename();
      files[name.string()] = content_of(file.path());
    }
  }
}

const Files& all_files() {
  static const Files kFiles = [] {
    Files files;
    add_files(SEVPROOF_PROJECT_DIR "/tests/golden", files);
    add_files(SEVPROOF_PROJECT_DIR "/public", files);
    fuzz::expect(files.contains("sev-match/firmware.fd"), "the golden pairs are there");
    return files;
  }();
  return kFiles;
}

Result<Bytes> whole(const std::string& name) {
  const auto found = all_files().find(name);
  if (found == all_files().end()) return fail(ErrorCode::kFileUnreadable, "no file " + quote(name));
  return found->second;
}

Result<RequestFiles::Streamed> streamed(const std::string& name) {
  auto content = whole(name);
  if (!content) return fail(content.error());
  const FileDigest digest{sha256(*content), content->size()};
  content->resize(std::min(content->size(), kRecogniseHead));
  return RequestFiles::Streamed{digest, std::move(*content)};
}

Result<SecretBytes> secret(const std::string& name) {
  auto content = whole(name);
  if (!content) return fail(content.error());
  return SecretBytes(std::move(*content));
}

std::string said_of(const Error& error) {
  fuzz::expect_sound(error);
  std::string text = to_json(error);
  fuzz::expect_document(text);
  return text;
}

// What a match permits and requires.
void check_match(const Validation& validation, const CompleteDraft& draft,
                 std::span<const LaunchSecret> secrets) {
  if (!draft.tek || secrets.empty()) return;
  const auto packet = pack_secret(*validation.launch, *draft.tek, secrets);
  if (!fuzz::is_there(packet)) return;
  const auto opened = unpack_secret(*packet, {draft.request.tik.clone(), draft.tek->clone()},
                                    draft.request.reported.measurement);
  fuzz::expect(opened && opened->secrets.size() == secrets.size(), "what is packed can be opened");
}

void check_verdict(const Validation& validation, LaunchRequest& request) {
  const bool is_match = validation.report.verdict == Verdict::kMatch;
  fuzz::expect(validation.launch.has_value() == is_match, "a match alone has a launch");
  fuzz::expect((validation.report.expected == request.reported.measurement) == is_match,
               "a match is one of the measurement");
  const auto checks = report_checks(validation.report);
  const bool all_pass = std::all_of(checks.begin(), checks.end(), [](const Check& check) {
    return !check_info(check.code).required || check.outcome == CheckOutcome::kPass;
  });
  fuzz::expect(all_pass == is_match, "a report matches exactly if every required check passes");
  for (const Finding& finding : validation.report.findings) fuzz::expect_sound(finding);
  if (!is_match) return;
  request.reported.measurement[request.reported.nonce[0] % 32] ^= 1;
  const auto other = validate(request);
  fuzz::expect(other && other->report.verdict == Verdict::kMismatch, "another measurement is none");
}

// The report, or the error in its place.
std::string judge(std::string_view json) {
  auto document = read_request(json, {whole, streamed, secret});
  if (!document) return document.error().key + said_of(document.error().error);
  const DomainContext context = domain_context(document->draft);
  auto draft = complete(std::move(document->draft));
  if (!draft) return said_of(joined(draft.error()));
  auto validation = validate(draft->request);
  if (!validation) return said_of(validation.error());
  Report& report = validation->report;
  if (document->domain) {
    const DomainCheck check = check_domain(*document->domain, context);
    report.findings.insert(report.findings.end(), check.findings.begin(), check.findings.end());
  }
  std::string text = to_json(report);
  fuzz::expect_document(text);
  if (validation->launch) check_match(*validation, *draft, document->secrets);
  check_verdict(*validation, draft->request);
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(ByteView(data, size));
  const std::string said = judge(text);
  const auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!json.is_object() || said.find("is there twice") != std::string::npos) return 0;
  fuzz::expect(judge(json.dump(1)) == said, "how a request is laid out says nothing");
  return 0;
}
