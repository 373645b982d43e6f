#include "load/boot_files.h"

#include "os/file_descriptor.h"
#include "os/input_file.h"
#include "sevproof/formats/firmware.h"
#include "sevproof/recognise.h"

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

Result<void> BootFiles::load_into(LaunchDraft& draft) {
  if (firmware_) {
    auto image = read_and_hash_file(firmware_->path, limits_of(*firmware_, kMaxFirmwareSize),
                                    firmware_->when);
    if (!image) return fail(image.error());
    const std::string name = describe_file(firmware_->role, firmware_->path);
    if (auto checked = check_firmware_file(image->bytes(), name); !checked) return checked;
    draft.firmware = *image;
  }
  if (kernel_) {
    const auto file = finish(*kernel_);
    if (!file) return fail(file.error());
    const auto other = check_kernel_file(file->head, file->size, kernel_->name());
    if (!other) return fail(other.error());
    draft.kernel = BootPart{*file, *other, kernel_kind(file->head)};
  }
  if (initrd_) {
    const auto file = finish(*initrd_);
    if (!file) return fail(file.error());
    draft.initrd = BootPart{*file, recognise_wrong_initrd(file->head, file->size)};
  }
  return {};
}

Result<HashedFile> BootFiles::finish(HashJob& job) {
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
