#include "sevproof/sev/igvm.h"

namespace sevproof {
namespace {

tl::unexpected<Error> bad(std::string message, std::string hint) {
  return tl::unexpected(
      about(Subject::kIgvm,
            Error(ErrorCode::kInvalidInput, "IGVM file: " + std::move(message), std::move(hint))));
}

Result<Sha256> hash_pages(const IgvmLaunch& launch) {
  static const Bytes kZeros(kIgvmPageSize);
  Sha256 sha;
  for (const IgvmPages& pages : launch.pages) {
    if (pages.what == IgvmMeasured::kNothing) continue;
    if (pages.what == IgvmMeasured::kSecrets || pages.what == IgvmMeasured::kCpuid) {
      return bad(
          "a page of " +
              std::string(pages.what == IgvmMeasured::kSecrets ? "secrets" : "CPUID values") +
              " at " + to_hex_number(pages.gpa) + ", which SEV-SNP alone has",
          "QEMU does not start a SEV or SEV-ES guest from it.");
    }
    sha.update(pages.data.empty() ? ByteView(kZeros) : pages.data);
  }
  return sha;
}

}  // namespace

Result<Sha256Digest> measure_igvm_in_order(const IgvmLaunch& launch) {
  const auto sha = hash_pages(launch);
  if (!sha) return fail(sha.error());
  return sha->finish();
}

Result<Sha256Digest> measure_igvm(const IgvmLaunch& launch, const std::optional<IgvmCpus>& cpus) {
  auto sha = hash_pages(launch);
  if (!sha) return fail(sha.error());
  if (!cpus) {
    if (launch.contexts.empty()) return sha->finish();
    return bad("it has a VMSA page for SEV", "QEMU starts only SEV-ES guests from such a file.");
  }
  const std::uint64_t features = igvm_sev_features(launch).value_or(0);
  if ((features & kSevFeatureSnpActive) != 0) {
    return bad("the sev_features of its first VMSA page, " + to_hex_number(features) +
                   ", are those of a SEV-SNP guest",
               "QEMU does not start a SEV-ES guest from it.");
  }
  const auto pages = igvm_vmsa_pages(launch, cpus->vcpus, cpus->cpu_signature, features);
  if (!pages) return fail(pages.error());
  for (const VmsaPage& page : *pages) sha->update(page);
  return sha->finish();
}

}  // namespace sevproof
