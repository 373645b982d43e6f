#include "sevproof/sev/igvm.h"

#include <algorithm>

#include "formats/igvm_header.h"

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

std::optional<Finding> review_igvm_orders(const IgvmLaunch& in_order, const IgvmLaunch& by_qemu,
                                          const Sha256Digest& of_file, const Sha256Digest& of_qemu,
                                          const std::optional<IgvmCpus>& cpus) {
  if (of_file == of_qemu) return std::nullopt;
  const auto platform = cpus ? IgvmPlatformType::kSevEs : IgvmPlatformType::kSev;
  std::vector<std::uint32_t> counts;
  if (cpus) counts.push_back(cpus->vcpus);
  return Finding{FindingCode::kIgvmOrdersDiffer,
                 igvm_difference(in_order, by_qemu, platform, counts)};
}

Result<MeasuredIgvm> measure_igvm(const Igvm& igvm, const IgvmGuest& guest) {
  const auto platform = guest.es ? IgvmPlatformType::kSevEs : IgvmPlatformType::kSev;
  const auto in_order = igvm_launch(igvm, platform, IgvmLoader::kInOrder);
  if (!in_order) return fail(in_order.error());
  const auto by_qemu = igvm_launch(igvm, platform, IgvmLoader::kQemu);
  if (!by_qemu) return fail(by_qemu.error());
  MeasuredIgvm measured;
  measured.contexts = igvm_context_pages(*in_order);
  std::optional<IgvmCpus> cpus;
  if (guest.es) {
    measured.vcpus = guest.vcpus.value_or(std::max(igvm_cpus(*by_qemu), 1U));
    cpus = IgvmCpus{*measured.vcpus, guest.cpu_signature};
  }
  const auto of_qemu = measure_igvm(*by_qemu, cpus);
  if (!of_qemu) return fail(of_qemu.error());
  const auto of_file = measure_igvm_in_order(*in_order);
  if (!of_file) return fail(of_file.error());
  measured.launch_digest = *of_qemu;
  measured.in_order = *of_file;
  if (auto finding = review_igvm_orders(*in_order, *by_qemu, *of_file, *of_qemu, cpus)) {
    measured.findings.push_back(*std::move(finding));
  }
  if (auto names = internal::igvm_host_tables(igvm); !names.empty()) {
    measured.findings.push_back({FindingCode::kIgvmHostTables, std::move(names)});
  }
  return measured;
}

}  // namespace sevproof
