// What the readers of launch data share.
#ifndef SEVPROOF_FORMATS_LAUNCH_INFO_INTERNAL_H
#define SEVPROOF_FORMATS_LAUNCH_INFO_INTERNAL_H

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/launch_names.h"
#include "sevproof/formats/launch_info.h"
#include "sevproof/result.h"

namespace sevproof::internal {

tl::unexpected<Error> bad_launch_data(std::string message, std::string hint = {});

// Of a field that is not known: where it stands, its name, and what of it is shown.
tl::unexpected<Error> unknown_field(const std::string& where, std::string_view name,
                                    std::string_view shown);

// The host's words where it has an error instead of an answer.
tl::unexpected<Error> host_error(std::string_view words);

tl::unexpected<Error> snp_has_no_measurement();

// Whether a line, whatever stands before it, says that it is about a SEV-SNP guest.
bool says_snp(std::string_view text);

// True for base64 of 48 bytes, which a measurement with its nonce has.
bool looks_like_measurement(std::string_view text);

// Collects values, checks their range, and refuses a second value that differs from the first.
class LaunchInfoCollector {
 public:
  // `what` is where the value stands and its name, as a message has it.
  Result<void> set_number(LaunchKey key, const std::string& what, std::uint64_t value);
  Result<void> set_measurement(const std::string& what, std::string_view text);
  // "1.55" or "1.55.21". Another text is no version of this API, and is passed over.
  Result<void> set_version(const std::string& what, std::string_view text);
  // Of a name whose value is a word: state, type of guest. Fails where it says that there is no
  // SEV launch.
  Result<void> check_word(LaunchKey key, std::string_view word);

  // What the text has beside values, for a message where a value is missing.
  void note_error(std::string_view error);
  void note_stray_measurement(const std::string& where);
  // One that is called a measurement, in a form that is not read: it must not be another one.
  void note_other_measurement(const std::string& where, std::string_view value);

  // Whether the text is about a SEV-SNP guest, which was an error.
  bool is_snp() const { return is_snp_; }

  // Whether the host gave an error instead.
  bool has_error() const { return !error_.empty(); }

  // The values, or an error where none was found or where a measurement was overlooked.
  Result<LaunchInfo> take();

 private:
  template <typename T>
  Result<void> set(std::optional<T>& field, const std::string& what, T value);

  LaunchInfo info_;
  bool found_ = false;
  bool is_snp_ = false;
  std::string error_;
  std::string stray_;
  std::vector<std::pair<std::string, std::string>> others_;
};

// Reads lines and, wherever they stand among them, JSON objects and Python dictionaries. `depth`
// counts texts within texts.
Result<void> read_launch_text(std::string_view text, LaunchInfoCollector& collector,
                              unsigned depth = 0);

// Reads lines such as `sev-policy : 3`; what is neither such a line nor resembles one is passed
// over.
Result<void> read_launch_lines(std::string_view text, LaunchInfoCollector& collector);

// Refuses `text`, in which no field was found, where it names a value of the launch and has a
// number near that name.
Result<void> check_unread(std::string_view text, const std::string& where);

// The same for names alone on a line, whose values may be the line that follows.
Result<void> check_heading(std::string_view text, std::string_view next, const std::string& where);

// Reads one JSON object, Python dictionary, or array of either that begins with a text.
Result<void> read_launch_object(std::string_view text, LaunchInfoCollector& collector,
                                unsigned depth);

}  // namespace sevproof::internal

#endif
