#include "boot_files.h"

#include "input_file.h"
#include "sevproof/firmware.h"

namespace sevproof::cli {

namespace {

InputLimits limits_of(const BootFile& file, std::uint64_t max_size, bool may_be_empty = false) {
  return {.role = file.role,
          .max_size = max_size,
          .may_be_empty = may_be_empty,
          .only_regular = file.only_regular};
}

}  // namespace

void BootFiles::add_kernel(const BootFile& file) {
  kernel_.emplace(file.path, limits_of(file, kMaxBootFileSize));
}

void BootFiles::add_initrd(const BootFile& file) {
  initrd_.emplace(file.path, limits_of(file, kMaxBootFileSize, kMayBeEmpty));
}

Result<void> BootFiles::load_into(LaunchConfig& config) {
  if (firmware_) {
    auto image = read_and_hash_file(firmware_->path, limits_of(*firmware_, kMaxFirmwareSize));
    if (!image) return fail(image.error());
    config.firmware = *image;
  }
  if (kernel_) {
    const auto digest = finish(*kernel_);
    if (!digest) return fail(digest.error());
    config.kernel = KernelBoot{*digest, std::nullopt, std::nullopt, kernel_kind(kernel_->head())};
  }
  if (initrd_) {
    const auto digest = finish(*initrd_);
    if (!digest) return fail(digest.error());
    config.kernel.value().initrd = *digest;
  }
  return {};
}

Result<FileDigest> BootFiles::finish(HashJob& job) {
  return job.result([this] { show_progress(); });
}

void BootFiles::show_progress() {
  std::string roles;
  ReadSoFar all;
  for (const auto* job : {&kernel_, &initrd_}) {
    if (!*job) continue;
    roles += (roles.empty() ? "" : " and ") + std::string((*job)->role());
    const ReadSoFar one = (*job)->progress();
    all.done += one.done;
    all.total = all.total && one.total ? std::optional(*all.total + *one.total) : std::nullopt;
  }
  console_.progress("hashing " + roles, all.done, all.total);
}

}  // namespace sevproof::cli
