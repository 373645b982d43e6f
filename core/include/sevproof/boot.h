// What a guest boots with: kernel, initrd and command line. SEV, SEV-ES and SEV-SNP measure their
// hashes alike.
#ifndef SEVPROOF_BOOT_H
#define SEVPROOF_BOOT_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sevproof/formats/domain_config.h"
#include "sevproof/formats/kernel_hashes.h"
#include "sevproof/host_values.h"
#include "sevproof/sha256.h"

namespace sevproof {

// Sizes are 32 bits wide in the boot protocol and in QEMU's fw_cfg.
inline constexpr std::uint64_t kMaxBootFileSize = 0xffffffffULL;

// A kernel or an initrd.
struct BootPart {
  FileDigest file;
  std::string_view is{};                   // what it is instead: KernelBoot
  KernelKind kind = KernelKind::kUnknown;  // of a kernel
};

// Direct kernel boot with kernel hashes.
struct KernelBoot {
  FileDigest kernel;
  std::optional<FileDigest> initrd;        // absent hashes as the empty file
  std::optional<std::string> cmdline;      // absent hashes as the empty string
  KernelKind kind = KernelKind::kUnknown;  // for findings alone: it decides nothing
  // What the files are instead, of boot_file.h: a face that reads them sets these. Empty names
  // where there is nothing to say.
  std::string_view kernel_is{};
  std::string_view initrd_is{};
};

// The direct kernel boot of a domain. Which files its paths lead to only the host knows.
struct SaidBoot {
  bool measured = false;  // it has a kernel, and kernel hashes are on
  bool initrd = false;
  std::string cmdline;  // empty where the domain has none, as it is then measured
};

// What a guest's configuration says of its launch.
struct SaidGuest {
  HostSource source = HostSource::kDomainXml;  // where the configuration is from
  std::optional<std::uint32_t> vcpus;
  std::optional<std::uint32_t> cpu_signature;  // CPUID leaf 1 EAX
  bool default_cpu = false;                    // it names no model: QEMU's default
  std::optional<SaidBoot> boot;
};

SaidGuest said_guest(const DomainConfig& domain, HostSource source);

KernelBoot make_kernel_boot(const BootPart& kernel, const std::optional<BootPart>& initrd,
                            const std::optional<std::string>& cmdline);

KernelHashes hash_kernel_boot(const KernelBoot& boot);

}  // namespace sevproof

#endif
