// Writing outputs all or nothing, several at once as well: either every file has its new content,
// or nothing has changed and nothing is left behind.
//
//   Result<void> ready = check_outputs(outputs, inputs);  // output_target.h; before the verdict
//   Result<void> written = write_outputs(files);
//
// A regular file is staged beside its target with mode 0600, synced and renamed; of a symbolic
// link, the file that it points to is replaced. Pipes, character devices and descriptors such as
// /dev/stdout are written in place before anything is renamed, since what went there cannot be
// taken back.
//
// If the program is killed, every target is whole, as before or new, and no former content is lost
// before all are new: files ".sevproof-*.tmp" may be left beside the targets, of which some hold
// it. The same is so where the file system refuses to undo; then the error says where.
#ifndef SEVPROOF_CLI_OS_OUTPUT_FILES_H
#define SEVPROOF_CLI_OS_OUTPUT_FILES_H

#include <span>
#include <string>

#include "os/output_target.h"
#include "sevproof/bytes.h"
#include "sevproof/result.h"

namespace sevproof::cli {

// What becomes of a file that is there already.
enum class Existing { kReplaced, kRefused };

struct OutputFile {
  OutputPath target;
  ByteView content;  // must outlive the call
};

// Writes all of `files`, and checks them against each other and `inputs` as check_outputs does.
// Interruption by SIGINT, SIGTERM or SIGHUP is put off until nothing is left behind. Fails with
// kUnreadable (or kInvalid, as check_outputs does); a closed pipe and a full disk are errors, not
// signals. With kRefused nothing that has the name of one of `files` is touched, not even what
// comes to have it meanwhile: symbolic links, pipes and devices are refused, too.
Result<void> write_outputs(std::span<const OutputFile> files,
                           std::span<const std::string> inputs = {},
                           Existing existing = Existing::kReplaced);

}  // namespace sevproof::cli

#endif
