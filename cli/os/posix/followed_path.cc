#include "os/followed_path.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdlib>

namespace sevproof::cli {
namespace {

// As many links as Linux itself follows.
constexpr int kMaxLinks = 40;

std::optional<int> own_descriptor(const std::string& path) {
  std::array<char, PATH_MAX> real{};
  if (::realpath(folder_of(path).c_str(), real.data()) == nullptr) return {};
  if (std::string(real.data()) != "/proc/" + std::to_string(::getpid()) + "/fd") return {};
  const std::string name = name_in_folder(path);
  int number = -1;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error != std::errc() || end != name.data() + name.size() || number < 0) return {};
  return number;
}

}  // namespace

std::optional<FollowedPath> follow_links(std::string path) {
  for (int links = 0; links < kMaxLinks; ++links) {
    // What stands in these links need not be a path at all ("pipe:[123]").
    if (const std::optional<int> descriptor = own_descriptor(path)) {
      return FollowedPath{std::move(path), descriptor};
    }
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) {
      return FollowedPath{std::move(path), {}};
    }
    if (is_of_the_system(folder_of(path))) return FollowedPath{std::move(path), {}};
    std::array<char, PATH_MAX> goal{};
    const ssize_t length = ::readlink(path.c_str(), goal.data(), goal.size());
    if (length <= 0 || static_cast<std::size_t>(length) == goal.size()) break;
    const std::string next(goal.data(), static_cast<std::size_t>(length));
    path = next.starts_with('/') ? next : folder_of(path).append("/").append(next);
  }
  return std::nullopt;
}

bool is_of_the_system(const std::string& folder) { return folder.starts_with("/proc/"); }

bool is_same_name(const std::string& a, const std::string& b) { return a == b; }

std::optional<bool> is_open_for_writing(int descriptor) {
  const int flags = ::fcntl(descriptor, F_GETFL);
  if (flags < 0) return std::nullopt;
  return (flags & O_ACCMODE) != O_RDONLY;
}

std::string_view hint_for_standard_output() {
  return "To write to standard output, name /dev/stdout.";
}

FileDescriptor open_in_place(const OutputTarget& target) {
  int fd = -1;
  do {
    fd = target.kind == OutputKind::kDescriptor
             ? ::fcntl(target.descriptor, F_DUPFD_CLOEXEC, 0)
             : ::open(target.path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  } while (fd < 0 && errno == EINTR);
  return FileDescriptor(fd);
}

}  // namespace sevproof::cli
