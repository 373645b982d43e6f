// Pieces that the JSON documents share. Keys keep the order in which they are written.
#ifndef SEVPROOF_REPORT_JSON_PARTS_H
#define SEVPROOF_REPORT_JSON_PARTS_H

#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sevproof/check.h"
#include "sevproof/diagnosis.h"
#include "sevproof/finding.h"
#include "sevproof/host_values.h"
#include "sevproof/result.h"
#include "sevproof/sev/launch.h"
#include "sevproof/sev/measurement.h"

namespace sevproof::internal {

using Json = nlohmann::ordered_json;

// Schema version and generator, with which every document begins.
Json json_document();
// The document's text: two spaces, a newline at the end.
std::string json_text(const Json& document);

// Who gave a value: its owner, unless it is one of these.
struct Givers {
  std::vector<HostValue> values;
  bool live = false;  // a host that was asked, or else a domain's XML

  std::string_view of(HostValue value) const;
};

// Value and names of its flags.
Json json_policy(Policy policy);
// An input: what there is of it, and who gave it.
Json json_given(Json given, std::string_view from);
// The same of one that is a value.
Json json_value(Json value, std::string_view from);
Json json_api(const ApiVersion& api);
Json json_file(const FileDigest& file, std::string_view from);
// kernel, initrd, cmdline.
void add_json_boot(Json& inputs, const std::optional<KernelBoot>& boot, const Givers& givers);
// firmware and these.
void add_json_files(Json& inputs, const MeasuredLaunch& launch, const Givers& givers);
// vcpus and vmsa.
void add_json_cpus(Json& inputs, const MeasuredLaunch& launch, const Givers& givers);
// launchDigest, kernelHashesTable and, where it is known, the measurement; VMSA pages' digests.
Json json_computed(const MeasuredLaunch& launch, const std::optional<Sha256Digest>& measurement);
// "sev" or "sev-es"
std::string_view kind_name(const MeasuredLaunch& launch);

// What is said of a document: `about` leads into it.
// kSnpLaunch: of a launch that has no verdict, but may have a domain.
// kFile: of one file, which has no places for what findings are about.
enum class DocumentKind { kReport, kSnpLaunch, kDomain, kSecrets, kFile };
// A JSON pointer, or null. Where the document has null on the way, the pointer ends there; what it
// does not have at all is taken to come later.
Json json_about(Subject subject, DocumentKind kind, const Json& document);
Json json_findings(std::span<const Finding> findings, DocumentKind kind, const Json& document);
Json json_checks(std::span<const Check> checks, const Json& document);
Json json_diagnosis(const std::optional<Diagnosis>& diagnosis, const Json& document);
Json json_error(const Error& error, DocumentKind kind, const Json& document);

}  // namespace sevproof::internal

#endif
