#include "load/load_session.h"

#include "os/file_descriptor.h"
#include "os/input_file.h"

namespace sevproof::cli {

Result<std::vector<SessionInput>> load_session_inputs(const char* role,
                                                      const std::vector<std::string>& paths) {
  std::vector<SessionInput> inputs;
  for (const std::string& path : paths) {
    const auto content = read_file(path, {.role = role, .max_size = kMaxSessionFileSize});
    if (!content) return fail(content.error());
    auto input = read_session_file(*content, describe_file(role, path));
    if (!input) return fail(input.error());
    inputs.push_back(std::move(*input));
  }
  return inputs;
}

}  // namespace sevproof::cli
