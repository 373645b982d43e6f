#include "sevproof/boot.h"

namespace sevproof {

KernelBoot make_kernel_boot(const BootPart& kernel, const std::optional<BootPart>& initrd,
                            const std::optional<std::string>& cmdline) {
  KernelBoot boot{kernel.file, std::nullopt, cmdline, kernel.kind, kernel.is, {}};
  if (initrd) {
    boot.initrd = initrd->file;
    boot.initrd_is = initrd->is;
  }
  return boot;
}

KernelHashes hash_kernel_boot(const KernelBoot& boot) {
  return {hash_cmdline(boot.cmdline.value_or("")), boot.initrd ? boot.initrd->sha256 : sha256({}),
          boot.kernel.sha256};
}

}  // namespace sevproof
