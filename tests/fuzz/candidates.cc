// Candidates: what a file may hold, and that a launch with it is recognised as one.
#include <algorithm>

#include "fuzz.h"
#include "plain_launch.h"
#include "sevproof/diagnosis_search.h"
#include "sevproof/formats/candidate.h"

using namespace sevproof;

namespace {

constexpr std::size_t kMaxFound = 256;

void check_cmdlines(const std::vector<CandidateCmdline>& cmdlines, std::size_t most) {
  fuzz::expect(cmdlines.size() <= most, "no more command lines than promised");
  for (auto one = cmdlines.begin(); one != cmdlines.end(); ++one) {
    fuzz::expect_plain(one->part);
    const auto is_same = [&](const CandidateCmdline& other) { return other.digest == one->digest; };
    fuzz::expect(std::none_of(cmdlines.begin(), one, is_same), "each command line is there once");
  }
}

void check(const Candidate& candidate, ByteView content) {
  check_cmdlines(candidate.cmdlines, kMaxFound);
  check_cmdlines(candidate.lines, kMaxFound);
  for (const CandidateCmdline& line : candidate.marked_cmdlines) fuzz::expect_plain(line.part);
  for (const CandidateKey& key : candidate.keys) {
    fuzz::expect(parse_tik(key.tik.bytes().view()).has_value(), "a candidate's key is a key");
  }
  if (candidate.firmware) {
    fuzz::expect(same_bytes(*candidate.firmware, content), "a firmware is the whole file");
  }
  if (candidate.vmsa)
    fuzz::expect(same_bytes(*candidate.vmsa, content), "a page is the whole file");
}

// What a host reports that started the owner's launch with another command line.
LaunchRequest request_with(const Sha256Digest& cmdline) {
  const test::MistakenLaunch launch = test::correct_launch(test::Guest::kSev);
  LaunchRequest request = launch.request();
  const KernelBoot& boot = *request.config.kernel;
  const auto table = build_kernel_hashes_table({cmdline, boot.initrd->sha256, boot.kernel.sha256});
  const Sha256Digest digest = Sha256(request.config.firmware.hash()).update(table).finish();
  const MeasuredMessage message =
      build_measured_message(request.api, request.policy, digest, request.reported.nonce);
  request.reported.measurement = compute_measurement(request.tik, message);
  return request;
}

void check_found(const Candidate& candidate, const Sha256Digest& cmdline) {
  const LaunchRequest request = request_with(cmdline);
  const auto validation = validate(request);
  if (!validation || validation->launch) return;
  DiagnosisBudget budget;
  budget.go_on = [left = 20](const DiagnosisProgress&) mutable { return left-- > 0; };
  const Diagnosis diagnosis = diagnose({request, nullptr, false, {&candidate, 1}}, budget);
  fuzz::expect(diagnosis.outcome != DiagnosisOutcome::kNotExplained,
               "a launch with a candidate's command line is explained");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const ByteView content(data, size);
  const FileDigest file{sha256(content), size};
  const Candidate candidate = make_candidate("candidate", file, content);
  check(candidate, content);
  // A search takes as long as hundreds of other inputs.
  if (file.sha256[0] != 0) return 0;
  for (const auto* found : {&candidate.cmdlines, &candidate.marked_cmdlines, &candidate.lines}) {
    if (!found->empty()) check_found(candidate, (*found)[file.sha256[1] % found->size()].digest);
  }
  return 0;
}
