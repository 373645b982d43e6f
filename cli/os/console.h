// What the program says, and where: results and documents on standard output, everything else on
// standard error; under --quiet nothing but documents.
#ifndef SEVPROOF_CLI_OS_CONSOLE_H
#define SEVPROOF_CLI_OS_CONSOLE_H

#include <chrono>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sevproof/finding.h"
#include "sevproof/result.h"

namespace sevproof::cli {

class Console {
 public:
  void set_quiet(bool quiet) { quiet_ = quiet; }
  void set_debug(bool debug) { debug_ = debug; }
  // --json: an error is a document too, on standard output, unless one was printed before.
  void set_json(bool json) { json_ = json; }
  bool debugging() const { return debug_ && !quiet_; }

  // "OK: ..." on standard output.
  void ok(std::string_view message);
  // Lines of a result on standard output, as they are; not under --quiet.
  void result(std::string_view text);
  // A document on standard output, also under --quiet: it was asked for.
  void document(std::string_view text);
  // "ERROR: ..." and its hint on standard error. Gives the exit status of the error.
  int error(const Error& error);
  // The same of kOutOfMemory, without taking any memory.
  int out_of_memory();
  // A line on standard error that begins with a word of its own.
  void line(std::string_view text);
  // A line that follows one of these or a result.
  void detail(std::string_view text);
  void hint(std::string_view text);
  // "WARNING: ..." for errors and warnings, "NOTE: ..." for notes; the gravest first.
  void findings(std::span<const Finding> findings);
  // "DEBUG: name: value"
  void debug(std::string_view name, std::string_view value);

  // Shows how far something is that takes long, where standard error is a terminal: bytes so far,
  // and all there are where that is known.
  void progress(std::string_view what, std::uint64_t done, std::optional<std::uint64_t> total);
  // The same in percent, from half a second after the first call on.
  void progress(std::string_view what, int percent);

  // What has happened and stays so, whatever becomes of this output.
  void has_done(std::string_view what) { done_ += (done_.empty() ? "" : ", ") + std::string(what); }

  // Ends the program's output: `status`, or 2 in place of 0 when standard output did not take
  // all.
  int finish(int status);

 private:
  void say_error(const Error& error);
  void to_stderr(std::string_view text);
  void to_stdout(std::string_view text);
  void flush_stdout();

  void clear_progress();
  void show_progress(const std::string& line);

  std::string done_;
  bool progress_shown_ = false;
  std::optional<std::chrono::steady_clock::time_point> percent_since_;
  int percent_shown_ = -1;
  bool quiet_ = false;
  bool debug_ = false;
  bool json_ = false;
  bool document_printed_ = false;
  int output_error_ = 0;  // errno of the last write to standard output that failed
};

}  // namespace sevproof::cli

#endif
