// Files as the program uses them, on POSIX (posix/) and on Windows (windows/). Paths are UTF-8.
//
// Where nothing else is said, what fails leaves the reason in errno.
#ifndef SEVPROOF_CLI_OS_FILE_SYSTEM_H
#define SEVPROOF_CLI_OS_FILE_SYSTEM_H

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>

#include "os/file_descriptor.h"
#include "sevproof/bytes.h"

namespace sevproof::cli {

enum class FileKind {
  kRegular,
  kFolder,
  kPipe,
  kSocket,
  kTerminal,
  kNullDevice,
  kOtherDevice,  // a character device that may have no end
  kBlockDevice,
};

// Of all files that are there at one time, only one has it.
using FileIdentity = std::pair<std::uint64_t, std::uint64_t>;

struct FileInfo {
  FileKind kind = FileKind::kRegular;
  FileIdentity identity;
  std::uint64_t size = 0;     // bytes, of a regular file
  std::int64_t modified = 0;  // when, in units of the system

  bool is_character_device() const {
    return kind == FileKind::kTerminal || kind == FileKind::kNullDevice ||
           kind == FileKind::kOtherDevice;
  }
};

// Of what the path leads to.
std::optional<FileInfo> file_info(const std::string& path);
std::optional<FileInfo> file_info(int descriptor);

bool is_terminal(int descriptor);

// Whether this is the reason in errno for writing no further.
bool is_lack_of_space(int error);

bool fill_random(std::span<std::uint8_t> bytes);

// "a/b" of "a/b/c"; "." where there is no folder in it.
std::string folder_of(const std::string& path);
std::string name_in_folder(const std::string& path);

FileDescriptor open_to_read(const std::string& path);
// Whether the program may read from it.
bool is_open_for_reading(int descriptor);
// Bytes from the start; 0 where there is no such place.
std::uint64_t reading_position(int descriptor);
// A hint to the system.
void read_from_start_to_end(int descriptor);
// Some bytes, at most as many as there is room; 0 at the end, negative where it failed.
std::ptrdiff_t read_some(int descriptor, std::span<std::uint8_t> room);
bool write_all(int descriptor, ByteView content);

// A new file that only its owner may read and write.
FileDescriptor create_private_file(const std::string& path);
// False where the folder exists already, too.
bool make_private_folder(const std::string& path);
bool remove_folder(const std::string& path);
bool remove_file(const std::string& path);

// Whether this user may write what exists there.
bool may_write(const std::string& path);
// Whether this user may create files in it.
bool may_create_in(const std::string& folder);

// What was written survives a power cut.
bool flush_file(int descriptor);
// So do names in a folder, where the file system can promise that.
void flush_folder(const std::string& folder);

// Whether the path itself, and not what it leads to, is a regular file.
bool is_regular_file(const std::string& path);

// Gives a file another name in the same folder, which it takes from what has it: at no moment has
// none it.
bool replace_file(const std::string& from, const std::string& to);
// The same for a name that nothing has: fails with EEXIST where something does.
bool name_file(const std::string& from, const std::string& to);
// Gives a file a second name, or where the file system knows none such, only the new one.
bool keep_as(const std::string& path, const std::string& kept);

}  // namespace sevproof::cli

#endif
