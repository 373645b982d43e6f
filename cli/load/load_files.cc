#include "load/load_files.h"

#include <filesystem>

#include "load/boot_files.h"
#include "os/file_descriptor.h"
#include "os/input_file.h"
#include "sevproof/recognise.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

Result<void> load_page(const Path& path, std::string_view role, std::optional<VmsaPage>& page) {
  if (!path) return {};
  const auto loaded = load_vmsa(role, *path);
  if (!loaded) return fail(loaded.error());
  page = *loaded;
  return {};
}

}  // namespace

Result<void> load_files(const LaunchFiles& files, LaunchDraft& draft, Console& console,
                        HashTime firmware) {
  if (auto read = load_page(files.vmsa_cpu0, "VMSA of boot CPU", draft.vmsa_cpu0); !read) {
    return read;
  }
  if (auto read = load_page(files.vmsa_cpu1, "VMSA of APs", draft.vmsa_cpu1); !read) return read;
  BootFiles boot(console);
  if (files.firmware) boot.add_firmware({"firmware", *files.firmware, false, firmware});
  if (files.kernel) boot.add_kernel({"kernel", *files.kernel});
  if (files.initrd) boot.add_initrd({"initrd", *files.initrd});
  return boot.load_into(draft);
}

std::optional<std::string> cmdline_hint(const std::optional<std::string>& cmdline) {
  if (!cmdline || cmdline->empty()) return std::nullopt;
  const bool is_one_word = cmdline->find_first_of(" \t\n=") == std::string::npos;
  const bool is_path = is_one_word && cmdline->find('/') != std::string::npos;
  std::error_code error;
  const auto kind = std::filesystem::status(*cmdline, error).type();
  if (!is_path && kind != std::filesystem::file_type::regular) return std::nullopt;
  return "--cmdline takes the command line itself, and " + quote(*cmdline) +
         " looks like a file: give its content with --cmdline \"$(cat FILE)\".";
}

Result<Bytes> load_firmware(const std::string& path) {
  auto image = read_file(path, {.role = "firmware", .max_size = kMaxFirmwareSize});
  if (!image) return image;
  const auto checked = check_firmware_file(*image, describe_file("firmware", path));
  if (!checked) return fail(checked.error());
  return image;
}

Result<VmsaPage> load_vmsa(std::string_view role, const std::string& path) {
  const auto content = read_file(path, {.role = role, .max_size = kVmsaSize});
  if (!content) return fail(content.error());
  return parse_vmsa(describe_file(role, path), *content);
}

}  // namespace sevproof::cli
