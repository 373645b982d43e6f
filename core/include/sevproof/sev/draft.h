// A launch on its way to a request: every part may still be missing. Faces fill it in from options,
// fields and files, and from what a domain or its host says.
//
//   LaunchDraft draft;
//   if (auto read = read_text(draft, Field::kPolicy, "0x7"); !read) return fail(read.error());
//   draft.firmware = image;                                            // and so on
//   auto whole = complete(std::move(draft));
//   if (!whole) return fail(joined(whole.error()));
//   Result<Validation> validation = validate(whole->request);
#ifndef SEVPROOF_SEV_DRAFT_H
#define SEVPROOF_SEV_DRAFT_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/formats/launch_info.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/host_values.h"
#include "sevproof/result.h"
#include "sevproof/sev/fields.h"
#include "sevproof/sev/launch.h"
#include "sevproof/sev/measurement.h"
#include "sevproof/sev/validation.h"

namespace sevproof {

struct LaunchDraft {
  // What the host reports.
  std::optional<MeasurementBlob> measurement;
  std::optional<std::uint8_t> api_major;
  std::optional<std::uint8_t> api_minor;
  std::optional<std::uint8_t> build_id;
  std::optional<Policy> policy;

  // What is measured: LaunchConfig.
  std::optional<HashedBytes> firmware;
  std::optional<FirmwareCode> firmware_code;
  std::optional<Sha256Digest> firmware_sha256;
  std::optional<Sha256Digest> launch_digest;
  std::optional<BootPart> kernel;
  std::optional<BootPart> initrd;
  std::optional<std::string> cmdline;
  std::optional<std::uint32_t> num_cpus;
  std::optional<std::uint32_t> cpu;  // CPUID leaf 1 EAX
  std::optional<VmsaLayout> vmsa_layout;
  std::optional<std::uint64_t> sev_features;
  std::optional<VmsaPage> vmsa_cpu0;
  std::optional<VmsaPage> vmsa_cpu1;

  std::optional<Tik> tik;
  std::optional<Tek> tek;
  bool keys_in_one_file = false;  // both come from a TK file

  // What of it the owner did not give, and what stood in the host's report of the launch alone.
  std::vector<HostValue> from_host;
  std::vector<HostValue> from_launch_info;

  bool es() const { return policy && policy->es(); }
  // Whole, or nothing.
  std::optional<ApiVersion> api() const;
};

// Reads the text of a field of kind kText or kNumber into the draft. `what` names it in the
// message; empty: the field's words. Only a digest may have white space around it. Fails with
// kInvalid as the field's parser does.
Result<void> read_text(LaunchDraft& draft, Field field, std::string_view text,
                       std::string_view what = {});

// The same without the white space around it, which in a command line counts: of text that people
// paste into a field or a document.
Result<void> read_trimmed_text(LaunchDraft& draft, Field field, std::string_view text,
                               std::string_view what = {});

// Puts in what a host reports of the launch, and names there what of it is not given otherwise.
// Fails with kInvalid where something else is given, and as MeasurementBlob::parse does.
Result<void> take_launch_info(LaunchDraft& draft, const LaunchInfo& info,
                              const FieldNames& names = field_words);

FieldSet given_fields(const LaunchDraft& draft);

// What measure_launch takes, without a check.
LaunchConfig make_config(const LaunchDraft& draft);

// A request, and what of the draft is no part of it.
struct CompleteDraft {
  LaunchRequest request;
  std::optional<Tek> tek;
  bool keys_in_one_file = false;
  std::vector<HostValue> from_launch_info;
};

// Fails with all contradictions, or with all that is missing for a verdict.
tl::expected<CompleteDraft, std::vector<FieldProblem>> complete(
    LaunchDraft draft, const FieldNames& names = field_words);

}  // namespace sevproof

#endif
