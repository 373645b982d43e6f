// Verifying SEV-SNP attestation reports: the real ones of tests/vectors/snp, each with its chain.
#include <benchmark/benchmark.h>

#include <fstream>
#include <iterator>
#include <string>

#include "sevproof/report.h"
#include "sevproof/snp/report_verification.h"
#include "snp/report_binding.h"

namespace sevproof::bench {
namespace {

Bytes read_vector(const std::string& name) {
  std::ifstream file(std::string(SEVPROOF_BENCH_VECTORS) + "/snp/reports/" + name,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

const Bytes& report_file() {
  static const Bytes kFile = read_vector("milan-v3.bin");
  return kFile;
}

const Bytes& vcek_file() {
  static const Bytes kFile = read_vector("milan-v3.vcek.der");
  return kFile;
}

snp::ReportInput milan_input() {
  const auto evidence = parse_snp_evidence(report_file(), "report");
  const auto certificates = parse_snp_certificates(vcek_file(), "vcek");
  snp::ReportInput input;
  if (!evidence || !certificates) return input;
  input.evidence = *evidence;
  input.certificates = *certificates;
  input.at = 1'793'491'200;  // 2026-11-01
  input.at_is_given = true;
  return input;
}

// From the files' bytes to the verdict; the document apart.
void snp_report_verified(benchmark::State& state) {
  for (auto _ : state) {
    const auto result = snp::verify_report(milan_input());
    if (!result || !result->is_genuine()) state.SkipWithError("not genuine");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(snp_report_verified);

// What is left where the certificate was verified before: one ECDSA on P-384.
void snp_report_signature(benchmark::State& state) {
  const snp::ReportInput input = milan_input();
  if (input.certificates.certificates.empty()) {
    state.SkipWithError("no certificate");
    return;
  }
  const X509Certificate& vcek = input.certificates.certificates.front().certificate;
  for (auto _ : state) {
    if (!snp::internal::is_signed_by(input.evidence.report, vcek))
      state.SkipWithError("not signed");
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(snp_report_signature);

void snp_report_document(benchmark::State& state) {
  const auto result = snp::verify_report(milan_input());
  if (!result) return;
  for (auto _ : state) benchmark::DoNotOptimize(to_json(*result));
}
BENCHMARK(snp_report_document);

}  // namespace
}  // namespace sevproof::bench
