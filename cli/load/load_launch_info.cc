#include "load/load_launch_info.h"

#include "options/option_table.h"
#include "os/file_descriptor.h"
#include "os/input_file.h"
#include "sevproof/formats/launch_info.h"

namespace sevproof::cli {
namespace {

Result<LaunchInfo> read_launch_info(const std::string& path) {
  const auto content = read_file(path, {.role = "launch info", .max_size = kMaxLaunchInfoSize});
  if (!content) return fail(content.error());
  // The core's errors begin with this; here the file is named instead.
  constexpr std::string_view kPrefix = "launch data";
  auto info = parse_launch_info({reinterpret_cast<const char*>(content->data()), content->size()});
  if (!info) {
    return fail(reworded(info.error(), describe_file("launch info", path) +
                                           info.error().message.substr(kPrefix.size())));
  }
  return info;
}

}  // namespace

Result<void> load_launch_info(const std::string& path, LaunchDraft& draft) {
  const auto info = read_launch_info(path);
  if (!info) return fail(info.error());
  return take_launch_info(draft, *info, option_name);
}

}  // namespace sevproof::cli
