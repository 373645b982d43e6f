// Where the path of an output leads, which the systems tell in ways of their own.
#ifndef SEVPROOF_CLI_OS_FOLLOWED_PATH_H
#define SEVPROOF_CLI_OS_FOLLOWED_PATH_H

#include <optional>
#include <string>
#include <string_view>

#include "os/output_target.h"

namespace sevproof::cli {

struct FollowedPath {
  std::string path;
  // Of the program's own: /dev/stdout, /dev/fd/N, whatever way leads there.
  std::optional<int> descriptor;
};

// Follows symbolic links at the end of `path`, also one that leads to nothing yet; nothing where
// they never end.
std::optional<FollowedPath> follow_links(std::string path);

// Whether the files in a folder are made by the system and cannot be replaced, as those in /proc.
bool is_of_the_system(const std::string& folder);

// Whether both are the same name in one folder.
bool is_same_name(const std::string& a, const std::string& b);

// Nothing where the descriptor is not open; errno says why.
std::optional<bool> is_open_for_writing(int descriptor);

// How a user gets an output to standard output.
std::string_view hint_for_standard_output();

// Opens what is not replaced; errno says why it is not open.
FileDescriptor open_in_place(const OutputTarget& target);

}  // namespace sevproof::cli

#endif
