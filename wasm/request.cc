#include "request.h"

#include <utility>

#include "fields.h"
#include "known_code.h"
#include "labels.h"

namespace sevproof::wasm {
namespace {

using emscripten::val;

// What `make` makes of the file that the request names; the page's worker puts in every one of
// them.
template <typename Make>
auto reader_of(const val& files, Make make) {
  return [&files, make](const std::string& name) -> decltype(make(files)) {
    if (has(files, name.c_str())) return make(files[name]);
    return fail(ErrorCode::kInternal, "the request names a file that is not there");
  };
}

RequestFiles files_of(const val& files) {
  const auto whole = [](const val& file) -> Result<Bytes> { return read_bytes(file); };
  const auto secret = [](const val& file) -> Result<SecretBytes> {
    return SecretBytes(read_bytes(file));
  };
  const auto streamed = [](const val& file) -> Result<RequestFiles::Streamed> {
    const auto digest = read_digest(file);
    if (!digest) return fail(digest.error());
    return RequestFiles::Streamed{*digest, has(file, "head") ? read_bytes(file["head"]) : Bytes()};
  };
  return {reader_of(files, whole), reader_of(files, streamed), reader_of(files, secret)};
}

// A refused domain has no verdict here either; the page can do without its XML.
Read<std::vector<Finding>> check_xml(const DomainConfig& domain, const LaunchDraft& draft) {
  DomainCheck check = check_domain(domain, domain_context(draft));
  if (!check.refusal) return std::move(check.findings);
  Error refusal = std::move(*check.refusal);
  // A file that the domain boots: it is needed, and only its owner has it.
  if (refusal.kind == ErrorKind::kIncomplete) {
    return misfit(draft.kernel ? "initrd" : "kernel", std::move(refusal));
  }
  refusal.hint += " To validate without these checks, remove the XML.";
  return misfit("domainXml", std::move(refusal));
}

// What the domain's XML says is needed belongs to it.
FieldError missing_parts(const std::vector<FieldProblem>& problems,
                         const std::optional<FieldError>& refused) {
  FieldError all{std::string(field_info(problems.front().field).name), joined(problems)};
  for (const FieldProblem& problem : problems) {
    if (problem.what.empty()) continue;
    all.missing.push_back({std::string(field_info(problem.field).name), problem.what});
  }
  if (refused && refused->error.kind == ErrorKind::kIncomplete) {
    all.missing.push_back(
        {refused->field, std::string(label_of(find_field(refused->field).value())) +
                             " (the domain's XML has one)"});
  }
  return all;
}

}  // namespace

Read<RequestDocument> read_document(const Question& question) {
  auto document = read_request(question.request, files_of(question.files), label_of);
  if (document) return std::move(*document);
  auto& [key, error] = document.error();
  return misfit(key == "secrets" ? "secret" : key, std::move(error));
}

Read<PageRequest> read_page_request(const Question& question) {
  auto document = read_document(question);
  if (!document) return tl::unexpected(document.error());
  LaunchDraft& draft = document->draft;
  std::vector<Finding> findings;
  std::optional<SaidLaunch> said;
  std::optional<FieldError> refused;
  if (document->domain) {
    said = said_by_domain(*document->domain, HostSource::kDomainXml);
    auto checked = check_xml(*document->domain, draft);
    if (checked) {
      findings = std::move(*checked);
    } else {
      refused = std::move(checked.error());
    }
  }
  auto whole = complete(std::move(draft), label_of);
  if (!whole) return tl::unexpected(missing_parts(whole.error(), refused));
  if (refused) return tl::unexpected(std::move(*refused));
  LaunchConfig& config = whole->request.config;
  if (!config.known) config.firmware_code = known_code(config.firmware);
  const auto used = host_value_findings(HostSource::kDomainXml, whole->request.from_host);
  findings.insert(findings.end(), used.begin(), used.end());
  return PageRequest{std::move(*whole), std::move(document->secrets), std::move(findings),
                     std::move(said)};
}

void add_domain_part(const PageRequest& request, Report& report) {
  if (request.said) report.domain = ReviewedDomain{request.said->source};
  report.findings.insert(report.findings.end(), request.findings.begin(), request.findings.end());
}

}  // namespace sevproof::wasm
