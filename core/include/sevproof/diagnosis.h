// Why a measurement does not match: what a diagnosis can find, in words. The search itself is in
// diagnosis_search.h.
//
// A hypothesis is one way in which the launch that a host started can differ from the one that its
// owner described. The table of all of them is data: docs/diagnosis.md is generated from it.
#ifndef SEVPROOF_DIAGNOSIS_H
#define SEVPROOF_DIAGNOSIS_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/error.h"
#include "sevproof/host_values.h"

namespace sevproof {

enum class Hypothesis : std::uint8_t {
  kKeysSwapped,
  kTkReversed,
  kKeyCandidate,
  kNoSession,
  kApiVersion,
  kApiSwapped,
  kNumberBase,
  kPolicyFlags,
  kPolicyEs,
  kSaidMeasurement,
  kSaidPolicy,
  kSaidApi,
  kMessageForm,
  kBlobSwapped,
  kKernelHashesOff,
  kKernelHashesOn,
  kKernelCandidate,
  kInitrdCandidate,
  kInitrdAbsent,
  kKernelInitrdSwapped,
  kKernelDtb,
  kCmdlineCandidate,
  kCmdlineMarked,
  kCmdlineText,
  kCmdlineBlanks,
  kCmdlineLineEnd,
  kCmdlineNul,
  kCmdlineQuotes,
  kCmdlineInitrd,
  kCmdlineSpaces,
  kCmdlineWords,
  kCmdlineEmpty,
  kSaidCmdline,
  kSaidNoInitrd,
  kSaidKernelHashesOff,
  kCmdlineInserted,
  kCmdlineValue,
  kCmdlineOrder,
  kCmdlineWhiteSpace,
  kCmdlineQuoted,
  kVcpus,
  kCpuModel,
  kCpuSignature,
  kVmsaLayout,
  kSevFeatures,
  kResetAddress,
  kVmsaSwapped,
  kVmsaBuilt,
  kVmsaCandidate,
  kSaidVcpus,
  kSaidCpu,
  kFirmwareCode,
  kFirmwareVars,
  kFirmwarePadded,
  kFirmwareTrimmed,
  kFirmwareCandidate,
  kDigestOrder,
  kDigestOfPart,
  kVmm,
  kSectionOrder,
  kVmsaAddress,
  kApFloats,
  kGuestFeatures,
  kVmsaRdx,
  kIgvmCandidate,
  kIgvmOrder,
};

enum class HypothesisGroup : std::uint8_t { kKeys, kHost, kKernel, kCpus, kFirmware, kSnp };

// "Keys", "What the host reports", ...
std::string_view group_title(HypothesisGroup group);

struct HypothesisInfo {
  Hypothesis hypothesis;
  std::string_view name;  // kebab-case; never reused
  HypothesisGroup group;
  // Without a final full stop; {giver}, {given} and {found} stand for what DiagnosisChange has.
  std::string_view sentence;
  std::string_view hint;      // what to do, a sentence with its full stop
  std::string_view excluded;  // a few words for what is ruled out when it was tried in vain
  Subject about;              // unless the change itself says something else
};

// All of them, in the order of Hypothesis.
std::span<const HypothesisInfo> hypothesis_table();

const HypothesisInfo& hypothesis_info(Hypothesis hypothesis);

// How far a hypothesis goes; for the documentation, so that no face carries it.
struct HypothesisScope {
  Hypothesis hypothesis;
  std::string_view varies;  // what is tried by itself
  std::string_view pairs;   // what of it is tried together with one other change
};

const HypothesisScope& hypothesis_scope(Hypothesis hypothesis);

// One way in which the launch that was measured differs from the request.
struct DiagnosisChange {
  Hypothesis hypothesis;
  std::string given;  // as the request has it; empty where the sentence does not say it
  std::string found;  // as it was measured
  // Where the request has it from, if not from its owner.
  std::optional<HostSource> source = std::nullopt;
  // What to do in this very case, where the table's hint would mislead; else empty.
  std::string_view hint{};
  std::optional<Subject> about = std::nullopt;
  // What the one input that it is about would have to be, as its option or field takes it. Nothing
  // where that is not one short text, or where a report must not tell it.
  std::optional<std::string> value = std::nullopt;
};

// What the owner gave otherwise, or what was measured otherwise.
Subject subject_of(const DiagnosisChange& change);

// "The host started 8 vCPUs, but you gave 4"
std::string diagnosis_sentence(const DiagnosisChange& change);

// What to do about it, a sentence with its full stop: that of the table, or what there is to say of
// a value that the owner did not give.
std::string_view diagnosis_hint(const DiagnosisChange& change);

enum class DiagnosisOutcome : std::uint8_t {
  kExplained,     // with these changes the reported measurement is the expected one
  kNotExplained,  // nothing that was to be tried gives the reported measurement
  kUnfinished,    // ended before everything was tried
};

// "explained", "not-explained" or "unfinished"
std::string_view outcome_name(DiagnosisOutcome outcome);

struct DiagnosisProgress {
  std::uint64_t tried = 0;  // launches whose measurement was computed
  std::uint64_t total = 0;  // of so many
  // Of the time that all will take, about: 0 to 1.
  double share = 0;
};

// What there is of the launch beside its message.
enum class DiagnosisBasis : std::uint8_t {
  kFiles,           // the firmware itself
  kFirmwareDigest,  // its SHA-256: nothing can be added to it
  kLaunchDigest,    // the launch digest: message and keys alone can be varied
  // Of SEV-SNP, where the digest itself is reported.
  kLaunchFiles,        // firmware and all that it starts
  kPublishedFirmware,  // a digest of the firmware, and its sections
  kIgvmFile,
};

struct Diagnosis {
  DiagnosisBasis basis = DiagnosisBasis::kFiles;
  DiagnosisOutcome outcome = DiagnosisOutcome::kUnfinished;
  // Of kExplained: the fewest changes under which the reported measurement would match. It matches
  // exactly, so each of them is certain.
  std::vector<DiagnosisChange> changes;
  // Of kExplained: up to the explanation, in the order of the search; the same in every run.
  DiagnosisProgress progress;
  // What is known of the session that the domain's configuration has, where the TIK is not its own:
  // a sentence with its full stop. No search finds such a reason, since nobody else has the key.
  std::string session_cause;
  // Names of the candidates.
  std::vector<std::string> also_tried;
  // Hypotheses that were tried to the end, each by itself: of kNotExplained all that apply.
  std::vector<Hypothesis> excluded;
};

// What can be behind a mismatch for which there is no explanation: sentences with their full stop.
std::span<const std::string_view> unexplained_causes(DiagnosisBasis basis);

}  // namespace sevproof

#endif
