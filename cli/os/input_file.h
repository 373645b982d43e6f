// Reading inputs whose size the user decides: bounded, and never half of a file that changes
// meanwhile.
//
//   Result<Bytes> firmware = read_file(path, {.role = "firmware", .max_size = kMaxFirmwareSize});
//   Result<HashedFile> initrd = hash_file(path, {"initrd", kMaxBootFileSize, kMayBeEmpty}, show);
//
// "-" is standard input. Regular files, pipes, FIFOs, terminals and /dev/null are read;
// directories, block devices and devices that never end are refused. From a stream at most max_size
// + 1 bytes are taken; a regular file that is larger is refused before it is read. All functions
// fail with ErrorKind::kUnreadable: when the file is missing or not readable, is of a kind that is
// refused, is larger than max_size, is empty although it may not be, or when a regular file's size
// or time of modification changes while it is read.
#ifndef SEVPROOF_CLI_OS_INPUT_FILE_H
#define SEVPROOF_CLI_OS_INPUT_FILE_H

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/recognise.h"
#include "sevproof/result.h"
#include "sevproof/secret_bytes.h"
#include "sevproof/sha256.h"

namespace sevproof::cli {

inline constexpr bool kMayBeEmpty = true;

struct InputLimits {
  std::string_view role;       // how messages name the file: "firmware", "TIK", ...
  std::uint64_t max_size = 0;  // bytes
  bool may_be_empty = false;
  // For a path that somebody else names: a pipe would wait for ever.
  bool only_regular = false;
};

// Called after every piece, by the thread that reads: the bytes read so far, and all there are
// where that is known. False ends the reading.
using Progress = std::function<bool(std::uint64_t done, std::optional<std::uint64_t> total)>;

// The whole content.
Result<Bytes> read_file(const std::string& path, const InputLimits& limits);

// kLater: when somebody asks for it, where it may be that nobody does.
enum class HashTime { kNow, kLater };

// The whole content and its SHA-256. Of a large file, what was read is hashed while more is read.
Result<HashedBytes> read_and_hash_file(const std::string& path, const InputLimits& limits,
                                       HashTime when = HashTime::kNow);

// The whole content of a key or secret; every buffer that held a part of it is wiped.
Result<SecretBytes> read_secret_file(const std::string& path, const InputLimits& limits);

// What is kept of a file that is only hashed.
struct HashedFile : FileDigest {
  Bytes head;  // its first kRecogniseHead bytes, or all
};

// Size, SHA-256 and beginning of a file of any length, in constant memory. Of a large file, what
// was read is hashed while more is read.
Result<HashedFile> hash_file(const std::string& path, const InputLimits& limits,
                             const Progress& progress = {});

}  // namespace sevproof::cli

#endif
