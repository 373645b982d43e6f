#include "options/file_options.h"

#include <unistd.h>

#include <algorithm>
#include <optional>

#include "os/file_system.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

// How messages name the file that an output option names.
std::string_view role_of(Option option) {
  switch (option) {
    case Option::kSecretHeader:
      return "secret header";
    case Option::kSecretPayload:
      return "secret payload";
    case Option::kOutCpu0:
      return "VMSA of boot CPU";
    case Option::kOutCpu1:
      return "VMSA of APs";
    default:
      return "output";
  }
}

bool is_standard_input(const std::string& path) {
  return path == "-" || path == "/dev/stdin" || path == "/dev/fd/0" || path == "/proc/self/fd/0";
}

struct Stream {
  FileIdentity identity;
  std::string description;
  std::size_t times = 1;
};

// What can be read only once; nothing for a file, which can be read as often as it is named.
std::optional<Stream> stream_at(const std::string& path) {
  const auto standard = file_info(STDIN_FILENO);
  if (is_standard_input(path)) {
    return Stream{standard.value_or(FileInfo{}).identity, "standard input ('-')"};
  }
  const auto info = file_info(path);
  if (!info) return std::nullopt;
  if (info->kind != FileKind::kPipe && info->kind != FileKind::kSocket) return std::nullopt;
  const bool is_standard = standard && info->identity == standard->identity;
  return Stream{info->identity, is_standard ? "standard input ('-')" : "pipe " + quote(path)};
}

Result<void> check_read_once(const std::vector<std::string>& inputs) {
  std::vector<Stream> streams;
  for (const std::string& path : inputs) {
    auto stream = stream_at(path);
    if (!stream) continue;
    const auto same = std::ranges::find(streams, stream->identity, &Stream::identity);
    if (same == streams.end()) {
      streams.push_back(*std::move(stream));
    } else {
      ++same->times;
    }
  }
  for (const Stream& stream : streams) {
    if (stream.times == 1) continue;
    return fail(ErrorCode::kClashingFiles,
                stream.description + " is named " + std::to_string(stream.times) +
                    " times, but it can be read only once",
                "Use files or process substitution for the others.");
  }
  return {};
}

}  // namespace

std::pair<std::string, std::string> split_named_file(const std::string& argument) {
  const std::size_t colon = argument.find(':');
  if (colon == std::string::npos) return {argument, ""};
  return {argument.substr(0, colon), argument.substr(colon + 1)};
}

FileNames file_names(const Arguments& arguments) {
  FileNames names{arguments.positionals(), {}};
  for (const auto& [spec, text] : arguments.options()) {
    if (spec->kind == OptionKind::kInputFile) names.inputs.push_back(text);
    if (spec->kind == OptionKind::kNamedInput) {
      names.inputs.push_back(split_named_file(text).second);
    }
    if (spec->kind != OptionKind::kOutputFile) continue;
    const std::string_view role = role_of(spec->option);
    // Of an option that is given twice, the last one counts.
    std::erase_if(names.outputs, [&](const OutputPath& path) { return path.role == role; });
    names.outputs.push_back({role, text});
  }
  return names;
}

Result<void> check_files(const Arguments& arguments) {
  const FileNames names = file_names(arguments);
  const bool prints = arguments.has(Option::kJson) || !arguments.has(Option::kQuiet);
  if (auto checked = check_read_once(names.inputs); !checked) return checked;
  if (auto checked = check_beside_text(names.outputs, prints); !checked) return checked;
  return check_outputs(names.outputs, names.inputs);
}

}  // namespace sevproof::cli
