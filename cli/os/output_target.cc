#include "os/output_target.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdlib>
#include <vector>

#include "os/file_descriptor.h"

namespace sevproof::cli {
namespace {

// As many links as Linux itself follows.
constexpr int kMaxLinks = 40;

tl::unexpected<Error> unwritable(const std::string& name, const std::string& problem,
                                 std::string hint) {
  return fail(ErrorCode::kOutputNotWritten, name + ": " + problem, std::move(hint));
}

std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// The number N of /dev/stdout, /dev/fd/N or /proc/self/fd/N, whatever way leads there.
std::optional<int> own_descriptor(const std::string& path) {
  std::array<char, PATH_MAX> real{};
  if (::realpath(folder_of(path).c_str(), real.data()) == nullptr) return {};
  if (std::string(real.data()) != "/proc/" + std::to_string(::getpid()) + "/fd") return {};
  const std::string name = path.substr(path.rfind('/') + 1);
  int number = -1;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size() || number < 0) return {};
  return number;
}

struct FollowedPath {
  std::string path;
  std::optional<int> descriptor;
};

// Follows symbolic links at the end of `path`, also one that leads to nothing yet.
Result<FollowedPath> follow_links(const std::string& name, std::string path) {
  for (int links = 0; links < kMaxLinks; ++links) {
    // What stands in these links need not be a path at all ("pipe:[123]").
    if (const std::optional<int> descriptor = own_descriptor(path)) {
      return FollowedPath{std::move(path), descriptor};
    }
    struct stat info {};
    if (::lstat(path.c_str(), &info) != 0 || !S_ISLNK(info.st_mode)) {
      return FollowedPath{std::move(path), {}};
    }
    if (folder_of(path).starts_with("/proc/")) return FollowedPath{std::move(path), {}};
    std::array<char, PATH_MAX> goal{};
    const ssize_t length = ::readlink(path.c_str(), goal.data(), goal.size());
    if (length <= 0 || static_cast<std::size_t>(length) == goal.size()) break;
    const std::string next(goal.data(), static_cast<std::size_t>(length));
    path = next.starts_with('/') ? next : folder_of(path).append("/").append(next);
  }
  return unwritable(name, "expected a file, got symbolic links that lead nowhere",
                    "Give the path of the file itself.");
}

Result<void> check_folder(const OutputTarget& target) {
  const std::string folder = "folder " + quote(target.folder);
  struct stat info {};
  if (::stat(target.folder.c_str(), &info) != 0) {
    return unwritable(
        target.description, folder + ": " + system_message(errno),
        errno == ENOENT ? "Create the folder first, or check the path." : "Check the path.");
  }
  if (!S_ISDIR(info.st_mode)) {
    return unwritable(target.description, folder + " is not a folder", "Check the path.");
  }
  if (::faccessat(AT_FDCWD, target.folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
    return unwritable(target.description, folder + " is not writable: " + system_message(errno),
                      "Write to a folder in which this user may create files.");
  }
  return {};
}

Result<void> check_access(const OutputTarget& target) {
  if (::faccessat(AT_FDCWD, target.path.c_str(), W_OK, AT_EACCESS) == 0) return {};
  return unwritable(target.description,
                    "already exists and is not writable: " + system_message(errno),
                    "Remove the file, change its permissions or choose another name.");
}

// For a descriptor that the caller of the program opened.
Result<void> check_descriptor(OutputTarget& target) {
  const int flags = ::fcntl(target.descriptor, F_GETFL);
  struct stat info {};
  if (flags < 0 || ::fstat(target.descriptor, &info) != 0) {
    return unwritable(target.description, "cannot be written: " + system_message(errno),
                      "Redirect it to a file or a pipe.");
  }
  if ((flags & O_ACCMODE) == O_RDONLY) {
    return unwritable(target.description, "expected an output, got one that is open for reading",
                      "Redirect it to a file or a pipe.");
  }
  if (!S_ISCHR(info.st_mode)) target.identity = {info.st_dev, info.st_ino};
  return {};
}

// For something that exists under `target.path`.
Result<void> check_existing(OutputTarget& target, const struct stat& info) {
  if (S_ISDIR(info.st_mode)) {
    return unwritable(target.description, "expected a file, got a directory",
                      "Name a file in this directory.");
  }
  if (S_ISBLK(info.st_mode) || S_ISSOCK(info.st_mode)) {
    return unwritable(target.description,
                      std::string("expected a file or a pipe, got a ") +
                          (S_ISBLK(info.st_mode) ? "block device" : "socket"),
                      "Write to a file instead.");
  }
  // Two outputs may share a terminal or /dev/null, but no file or pipe.
  if (!S_ISCHR(info.st_mode)) target.identity = {info.st_dev, info.st_ino};
  const bool in_place = !S_ISREG(info.st_mode) || target.folder.starts_with("/proc/");
  target.kind = in_place ? OutputKind::kInPlace : OutputKind::kReplaced;
  if (const Result<void> access = check_access(target); !access) return access;
  return in_place ? Result<void>() : check_folder(target);
}

// True when both paths mean one file that does not exist yet.
bool same_new_file(const OutputTarget& a, const OutputTarget& b) {
  if (a.kind != OutputKind::kReplaced || b.kind != OutputKind::kReplaced) return false;
  if (a.identity || b.identity) return false;
  struct stat folder_a {};
  struct stat folder_b {};
  if (::stat(a.folder.c_str(), &folder_a) != 0 || ::stat(b.folder.c_str(), &folder_b) != 0) {
    return false;
  }
  const auto name = [](const std::string& path) { return path.substr(path.rfind('/') + 1); };
  return folder_a.st_dev == folder_b.st_dev && folder_a.st_ino == folder_b.st_ino &&
         name(a.path) == name(b.path);
}

bool same_file(const OutputTarget& a, const OutputTarget& b) {
  if (a.identity && b.identity) return *a.identity == *b.identity;
  return same_new_file(a, b);
}

bool is_input(const OutputTarget& target, const std::string& input) {
  if (!target.identity) return false;
  struct stat info {};
  const int found = input == "-" ? ::fstat(STDIN_FILENO, &info) : ::stat(input.c_str(), &info);
  return found == 0 && *target.identity == std::pair{info.st_dev, info.st_ino};
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
                "To write to standard output, name /dev/stdout.");
  }
  Result<FollowedPath> followed = follow_links(target.description, output.path);
  if (!followed) return fail(followed.error());
  target.path = std::move(followed->path);
  target.folder = folder_of(target.path);
  Result<void> checked;
  struct stat info {};
  if (followed->descriptor) {
    target.kind = OutputKind::kDescriptor;
    target.descriptor = *followed->descriptor;
    checked = check_descriptor(target);
  } else if (::stat(target.path.c_str(), &info) == 0) {
    checked = check_existing(target, info);
  } else if (errno == ENOENT && !target.path.ends_with('/')) {
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
  struct stat text {};
  struct stat null_device {};
  if (!prints || ::fstat(STDOUT_FILENO, &text) != 0) return {};
  const bool discarded = ::stat("/dev/null", &null_device) == 0 && S_ISCHR(text.st_mode) &&
                         text.st_rdev == null_device.st_rdev;
  if (discarded) return {};
  for (const OutputPath& output : outputs) {
    struct stat target {};
    if (::stat(output.path.c_str(), &target) != 0) continue;
    if (target.st_dev != text.st_dev || target.st_ino != text.st_ino) continue;
    return fail(ErrorCode::kClashingFiles,
                describe_file(output.role, output.path) +
                    ": goes to standard output, where the result is printed too",
                "Write it to a file, or leave out --json and print nothing else with --quiet.");
  }
  return {};
}

}  // namespace sevproof::cli
