#include "os/output_target.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <vector>

#include "os/file_system.h"
#include "os/followed_path.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

tl::unexpected<Error> unwritable(const std::string& name, const std::string& problem,
                                 std::string hint) {
  return fail(ErrorCode::kOutputNotWritten, name + ": " + problem, std::move(hint));
}

// For a descriptor that the caller of the program opened.
Result<void> check_descriptor(OutputTarget& target) {
  const auto info = file_info(target.descriptor);
  const auto writable = info ? is_open_for_writing(target.descriptor) : std::nullopt;
  if (!writable) {
    return unwritable(target.description, "cannot be written: " + system_message(errno),
                      "Redirect it to a file or a pipe.");
  }
  if (!*writable) {
    return unwritable(target.description, "expected an output, got one that is open for reading",
                      "Redirect it to a file or a pipe.");
  }
  if (!info->is_character_device()) target.identity = info->identity;
  return {};
}

Result<void> check_folder(const OutputTarget& target) {
  const std::string folder = "folder " + quote(target.folder);
  const auto info = file_info(target.folder);
  if (!info) {
    return unwritable(
        target.description, folder + ": " + system_message(errno),
        errno == ENOENT ? "Create the folder first, or check the path." : "Check the path.");
  }
  if (info->kind != FileKind::kFolder) {
    return unwritable(target.description, folder + " is not a folder", "Check the path.");
  }
  if (!may_create_in(target.folder)) {
    return unwritable(target.description, folder + " is not writable: " + system_message(errno),
                      "Write to a folder in which this user may create files.");
  }
  return {};
}

Result<void> check_access(const OutputTarget& target) {
  if (may_write(target.path)) return {};
  return unwritable(target.description,
                    "already exists and is not writable: " + system_message(errno),
                    "Remove the file, change its permissions or choose another name.");
}

// For something that exists under `target.path`.
Result<void> check_existing(OutputTarget& target, const FileInfo& info) {
  if (info.kind == FileKind::kFolder) {
    return unwritable(target.description, "expected a file, got a directory",
                      "Name a file in this directory.");
  }
  const bool is_block_device = info.kind == FileKind::kBlockDevice;
  if (is_block_device || info.kind == FileKind::kSocket) {
    return unwritable(target.description,
                      std::string("expected a file or a pipe, got a ") +
                          (is_block_device ? "block device" : "socket"),
                      "Write to a file instead.");
  }
  // Two outputs may share a terminal or /dev/null, but no file or pipe.
  if (!info.is_character_device()) target.identity = info.identity;
  const bool in_place = info.kind != FileKind::kRegular || is_of_the_system(target.folder);
  target.kind = in_place ? OutputKind::kInPlace : OutputKind::kReplaced;
  if (const Result<void> access = check_access(target); !access) return access;
  return in_place ? Result<void>() : check_folder(target);
}

// True when both paths mean one file that does not exist yet.
bool same_new_file(const OutputTarget& a, const OutputTarget& b) {
  if (a.kind != OutputKind::kReplaced || b.kind != OutputKind::kReplaced) return false;
  if (a.identity || b.identity) return false;
  const auto folder_a = file_info(a.folder);
  const auto folder_b = file_info(b.folder);
  return folder_a && folder_b && folder_a->identity == folder_b->identity &&
         is_same_name(name_in_folder(a.path), name_in_folder(b.path));
}

bool same_file(const OutputTarget& a, const OutputTarget& b) {
  if (a.identity && b.identity) return *a.identity == *b.identity;
  return same_new_file(a, b);
}

bool is_input(const OutputTarget& target, const std::string& input) {
  if (!target.identity) return false;
  const auto info = input == "-" ? file_info(STDIN_FILENO) : file_info(input);
  return info && *target.identity == info->identity;
}

}  // namespace

Result<OutputTarget> resolve_output(const OutputPath& output) {
  OutputTarget target;
  if (output.path.empty()) {
    return fail(ErrorCode::kInvalidInput,
                std::string(output.role) + ": expected a path, got nothing",
                "An empty word often comes from a shell variable that is not set.");
  }
  target.description = describe_file(output.role, output.path);
  if (output.path == "-") {
    return fail(ErrorCode::kInvalidInput, std::string(output.role) + ": expected a file, got '-'",
                std::string(hint_for_standard_output()));
  }
  auto followed = follow_links(output.path);
  if (!followed) {
    return unwritable(target.description, "expected a file, got symbolic links that lead nowhere",
                      "Give the path of the file itself.");
  }
  target.path = std::move(followed->path);
  target.folder = folder_of(target.path);
  Result<void> checked;
  if (followed->descriptor) {
    target.kind = OutputKind::kDescriptor;
    target.descriptor = *followed->descriptor;
    checked = check_descriptor(target);
  } else if (const auto info = file_info(target.path)) {
    checked = check_existing(target, *info);
  } else if (errno == ENOENT && !name_in_folder(target.path).empty()) {
    checked = check_folder(target);
  } else {
    const std::string problem = errno == ENOENT ? "there is no such folder" : system_message(errno);
    checked = unwritable(target.description, problem, "Check the path.");
  }
  if (!checked) return fail(checked.error());
  return target;
}

Result<void> check_outputs(std::span<const OutputPath> outputs,
                           std::span<const std::string> inputs) {
  std::vector<OutputTarget> targets;
  for (const OutputPath& output : outputs) {
    Result<OutputTarget> target = resolve_output(output);
    if (!target) return fail(target.error());
    for (const OutputTarget& other : targets) {
      if (!same_file(other, *target)) continue;
      return fail(ErrorCode::kClashingFiles,
                  target->description + ": expected a file of its own, got the same file as " +
                      other.description,
                  "Give every output another name.");
    }
    for (const std::string& input : inputs) {
      if (!is_input(*target, input)) continue;
      return fail(ErrorCode::kClashingFiles,
                  target->description + ": expected a file other than the input " + quote(input) +
                      ", which would be lost",
                  "Write the output to another file.");
    }
    targets.push_back(*std::move(target));
  }
  return {};
}

Result<void> check_beside_text(std::span<const OutputPath> outputs, bool prints) {
  const auto text = file_info(STDOUT_FILENO);
  if (!prints || !text || text->kind == FileKind::kNullDevice) return {};
  for (const OutputPath& output : outputs) {
    const auto target = file_info(output.path);
    if (!target || target->identity != text->identity) continue;
    return fail(ErrorCode::kClashingFiles,
                describe_file(output.role, output.path) +
                    ": goes to standard output, where the result is printed too",
                "Write it to a file, or leave out --json and print nothing else with --quiet.");
  }
  return {};
}

}  // namespace sevproof::cli
