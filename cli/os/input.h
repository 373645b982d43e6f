// An input that is read in pieces: opened, watched and limited as input_file.h says.
#ifndef SEVPROOF_CLI_OS_INPUT_H
#define SEVPROOF_CLI_OS_INPUT_H

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "os/file_system.h"
#include "os/input_file.h"
#include "sevproof/result.h"

namespace sevproof::cli {

class Input {
 public:
  static Result<Input> open(const std::string& path, const InputLimits& limits);

  // Reads up to room.size() bytes; 0 at the end, where all is checked that can be checked only
  // there.
  Result<std::size_t> read(std::span<std::uint8_t> room);

  // How many bytes there will be, where that is known beforehand.
  std::optional<std::uint64_t> expected() const { return expected_; }
  std::uint64_t max_size() const { return max_size_; }
  std::uint64_t done() const { return done_; }

 private:
  Result<void> examine();
  Result<void> check_end() const;
  tl::unexpected<Error> changed(const std::string& how) const;

  int fd_ = -1;
  FileDescriptor owned_;  // stays empty for standard input
  std::string name_;
  std::uint64_t max_size_ = 0;
  bool may_be_empty_ = false;
  FileInfo before_;
  std::optional<std::uint64_t> expected_;
  std::uint64_t done_ = 0;
};

}  // namespace sevproof::cli

#endif
