// JSON, the one contract between the core and every face. The schemas lie in core/schema.
#ifndef SEVPROOF_REPORT_H
#define SEVPROOF_REPORT_H

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/formats/firmware.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/igvm_view.h"
#include "sevproof/sev/attestation.h"
#include "sevproof/sev/domain.h"
#include "sevproof/sev/launch.h"
#include "sevproof/sev/platform.h"
#include "sevproof/sev/secret.h"
#include "sevproof/sev/session.h"
#include "sevproof/sev/session_check.h"
#include "sevproof/sev/validation.h"
#include "sevproof/snp/diagnosis.h"
#include "sevproof/snp/id_block.h"
#include "sevproof/snp/launch_report.h"
#include "sevproof/snp/report_verification.h"

namespace sevproof {

inline constexpr int kReportSchemaVersion = 2;

// sevproof's version, such as "0.1.0".
std::string_view version();

// The IGVM file that a launch was measured of, in the place of everything else.
struct IgvmSource {
  FileDigest file;
  Sha256Digest in_order{};     // the launch digest as the directives stand in the file
  std::uint32_t contexts = 0;  // VMSA pages in it
};

// What `sevproof measure` finds out: no verdict.
struct MeasureReport {
  std::optional<Policy> policy;
  std::optional<ApiVersion> api;
  MeasuredLaunch launch;
  std::optional<IgvmSource> igvm;
  // What an honest host would report; needs TIK, API, policy and nonce.
  std::optional<MeasurementBlob> blob;
  std::vector<Finding> findings;
};

// All are indented by two spaces and end in a newline; the same value gives the same bytes. The
// schema of each has the name given here, in core/schema/.
std::string to_json(const Report& report);                         // report.schema.json
std::string to_json(const MeasureReport& report);                  // measure.schema.json
std::string to_json(const snp::LaunchReport& report);              // snp-measure.schema.json
std::string to_json(const snp::ComparedLaunch& compared);          // snp-explain.schema.json
std::string to_json(const snp::ReportVerification& verification);  // snp-report.schema.json
// id-block.schema.json: one that was made, and one that was checked; never a private key.
std::string to_json(const snp::SignedIdBlock& made);
std::string to_json(const snp::IdBlockReport& report);
// error.schema.json: the frame of a report, in the place of whatever document was asked for.
std::string to_json(const Error& error);
// firmware.schema.json; `sha256` is the image's.
std::string to_json(const Firmware& firmware, const Sha256Digest& sha256);
std::string to_json(const IgvmView& view);       // igvm.schema.json
std::string vmsa_to_json(const VmsaPage& page);  // vmsa.schema.json
// vmsa-build.schema.json: SHA-256 of the pages that were built.
std::string vmsa_build_to_json(const std::optional<VmsaPage>& cpu0,
                               const std::optional<VmsaPage>& cpu1);
// The list `findings` and the object `error` of a report by themselves.
std::string findings_to_json(std::span<const Finding> findings);
std::string error_to_json(const Error& error);
// vmsa-diff.schema.json
std::string vmsa_diff_to_json(const VmsaPage& first, const VmsaPage& second);
// secrets.schema.json: GUID, size and SHA-256 of each, never the secret.
std::string secrets_to_json(const OpenedSecrets& opened);
// domain.schema.json: the configuration, and what check_domain says about it; `sha256` is the
// XML's.
std::string domain_to_json(const DomainConfig& domain, const Sha256Digest& sha256,
                           const DomainCheck& check);

// platform.schema.json, of a chain and of an attestation report.
std::string to_json(const PlatformReport& report);
std::string to_json(const AttestationVerification& verification);
// platform-show.schema.json: what the files hold, without a verdict.
std::string platform_files_to_json(std::span<const PlatformFile> files);
// session.schema.json: what became of making a session, or of checking one; never a key.
std::string to_json(const SessionCreation& creation);
std::string to_json(const SessionReport& report);

// A file that `sevproof snp show` was given.
struct SnpFile {
  std::string name;
  std::optional<snp::ShownReport> report;  // or
  SnpCertificates certificates;
};
// A report, or certificates, whichever it is. Fails as that reader does whose file it is likelier
// to be.
Result<SnpFile> read_snp_file(const std::string& name, ByteView content);
std::string snp_files_to_json(std::span<const SnpFile> files);  // snp-show.schema.json

// A file of expectations (expectations.schema.json): each key with its value, as
// snp::read_text() takes it and has taken it, in the order of the file. Fails with
// kMalformedRequest, for an unknown key and one that is there twice as well.
struct ExpectationText {
  snp::ReportField field;
  std::string text;
};
Result<std::vector<ExpectationText>> read_expectations(std::string_view json,
                                                       std::string_view what = "expectations");
// The largest that is read.
inline constexpr std::size_t kMaxExpectationsSize = 1024UL * 1024;

}  // namespace sevproof

#endif
