// Where an output goes: what the path given by the user means, and whether it can be written.
#ifndef SEVPROOF_CLI_OS_OUTPUT_TARGET_H
#define SEVPROOF_CLI_OS_OUTPUT_TARGET_H

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "os/file_system.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// An output as the user asked for it.
struct OutputPath {
  std::string_view role;  // how messages name the file: "secret header", ...
  std::string path;
};

// Checks before any verdict, and without touching anything, that all outputs can be written: none
// is a directory, lies in a folder that is missing or not writable, may not be overwritten, or is
// the same file as another output or as one of `inputs`, also by way of links. "-" is refused.
// Fails with kUnreadable where the file system stands against it, with kInvalid where the wish
// does.
Result<void> check_outputs(std::span<const OutputPath> outputs,
                           std::span<const std::string> inputs = {});

// Fails with kInvalid when text is printed too (`prints`) and an output goes where standard output
// goes: the two would be mixed.
Result<void> check_beside_text(std::span<const OutputPath> outputs, bool prints);

// How an output is written.
enum class OutputKind {
  kReplaced,    // a regular file, or a new one: staged beside it and renamed
  kInPlace,     // a pipe or character device: opened by its path
  kDescriptor,  // a descriptor that is open already: /dev/stdout, /dev/fd/N
};

// What a path turned out to be.
struct OutputTarget {
  std::string description;  // how messages begin
  OutputKind kind = OutputKind::kReplaced;
  std::string path;    // symbolic links at its end followed
  std::string folder;  // in which `path` lies
  int descriptor = -1;
  // Which file it is now; nothing when it will be a new one.
  std::optional<FileIdentity> identity;
};

// Finds out what `output` is and checks that it can be written. Fails as check_outputs does.
Result<OutputTarget> resolve_output(const OutputPath& output);

}  // namespace sevproof::cli

#endif
