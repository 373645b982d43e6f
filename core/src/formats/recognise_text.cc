#include "formats/recognise_text.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii_text.h"
#include "crypto/wiped_text.h"
#include "formats/encoded_text.h"
#include "formats/launch_info_internal.h"
#include "formats/plain_text.h"
#include "formats/strict_json.h"
#include "sevproof/bytes.h"
#include "sevproof/formats/transport_keys.h"

namespace sevproof::internal {
namespace {

using enum FileRole;

constexpr std::string_view kWhiteSpace = " \t\r\n\f\v";
constexpr std::string_view kOfSnp = " of a SEV-SNP guest";
// A text of another kind may take the reader of launch data a while.
constexpr std::size_t kMostLaunchText = 16UL * 1024;

// The text behind declaration and comments of an XML document.
std::string_view root_of_xml(std::string_view text) {
  while (true) {
    text = trim_front(text, kWhiteSpace);
    const std::string_view end = text.starts_with("<?")     ? "?>"
                                 : text.starts_with("<!--") ? "-->"
                                                            : "";
    if (end.empty()) return text;
    const std::size_t at = text.find(end, 2);
    if (at == text.npos) return {};
    text.remove_prefix(at + end.size());
  }
}

bool is_domain_xml(std::string_view text) {
  constexpr std::string_view kTag = "<domain";
  const std::string_view root = root_of_xml(text);
  if (!root.starts_with(kTag) || root.size() == kTag.size()) return false;
  const char next = root[kTag.size()];
  return next == '/' || next == '>' || kWhiteSpace.find(next) != kWhiteSpace.npos;
}

// A document of sevproof itself, which says so. Others are not parsed: they may be secrets.
std::optional<RecognisedFile> recognise_own(std::string_view text) {
  constexpr std::string_view kSettingsName = "sevproof-settings";
  constexpr std::string_view kReportKey = "schemaVersion";
  const bool may_be = text.find(kSettingsName) != text.npos || text.find(kReportKey) != text.npos;
  if (!may_be || !trim_front(text, kWhiteSpace).starts_with('{')) return std::nullopt;
  const auto document = parse_strict_json(text).value;
  if (!document.is_object()) return std::nullopt;
  const auto kind = document.find("kind");
  if (kind != document.end() && *kind == kSettingsName) {
    return RecognisedFile{kSettings, {}, "settings of this page"};
  }
  if (!document.contains(kReportKey)) return std::nullopt;
  return RecognisedFile{kUnknown, {}, "a report of sevproof, which is an answer and no input"};
}

bool holds_word(std::string_view text, std::string_view word) {
  const auto is_same = [](char c, char lower) { return to_lower(c) == lower; };
  return std::search(text.begin(), text.end(), word.begin(), word.end(), is_same) != text.end();
}

// Whatever the data of a launch looks like, it has one of these.
bool may_be_launch_text(std::string_view text) {
  constexpr std::array<std::string_view, 9> kWords = {
      "sev", "api", "build", "measure", "policy", "return", "data", "error", "qmp"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return holds_word(text, word); });
}

// Letters and digits of each line, lower case.
std::string simple_lines(std::string_view text) {
  std::string simple;
  simple.reserve(text.size());
  for (const char c : text) {
    const char lower = to_lower(c);
    const bool is_letter = 'a' <= lower && lower <= 'z';
    if (is_letter || ('0' <= lower && lower <= '9') || c == '\n') simple += lower;
  }
  return simple;
}

// Names that nothing but the data of a launch has.
bool names_launch_value(std::string_view text) {
  constexpr std::array<std::string_view, 12> kNames = {
      "sevmeasure", "sevlaunchmeasure", "launchmeasure", "sevapi",   "sevbuild", "sevpolicy",
      "snppolicy",  "sevtype",          "apimajor",      "apiminor", "buildid",  "sevisnotenabled"};
  WipedText simple(simple_lines(text));
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view name) {
    return simple.text().find(name) != std::string::npos;
  });
}

// Whether a key of an object stands in the text: `{"return": ...` or `, u'return' : ...`. `value`:
// what its value begins with, where that matters.
bool holds_key(std::string_view text, std::string_view key, std::string_view value) {
  for (std::size_t at = text.find(key); at != text.npos; at = text.find(key, at + 1)) {
    if (at == 0 || at + key.size() == text.size()) continue;
    const char quote = text[at - 1];
    std::string_view before = trim_back(text.substr(0, at - 1), kWhiteSpace);
    if (before.ends_with('u')) before = trim_back(before.substr(0, before.size() - 1), kWhiteSpace);
    std::string_view behind = text.substr(at + key.size());
    if ((quote != '"' && quote != '\'') || behind.front() != quote) continue;
    if (!before.ends_with('{') && !before.ends_with(',')) continue;
    behind = trim_front(behind.substr(1), kWhiteSpace);
    if (!behind.starts_with(':')) continue;
    if (trim_front(behind.substr(1), kWhiteSpace).starts_with(value)) return true;
  }
  return false;
}

// An answer of QEMU's monitor, or its greeting, as JSON or as Python prints it.
bool holds_answer(std::string_view text) {
  return holds_key(text, "return", "") || holds_key(text, "QMP", "{") ||
         holds_key(text, "error", "{");
}

// "build: 5" alone may be a line of anything.
bool says_enough(const LaunchInfo& info) {
  const int numbers = int{info.api_major.has_value()} + int{info.api_minor.has_value()} +
                      int{info.build.has_value()} + int{info.policy.has_value()};
  return info.measurement.has_value() || numbers > 1;
}

bool is_json(std::string_view content) {
  return content.starts_with('{') ||
         (content.starts_with('[') && trim_front(content.substr(1), kWhiteSpace).starts_with('{'));
}

// What the parser reads, or refuses with a word for the user, is output of the host.
bool is_launch_data(std::string_view content) {
  LaunchInfoCollector collector;
  const bool is_read = read_launch_text(content.substr(0, kMostLaunchText), collector).has_value();
  const bool has_word = collector.has_error();
  const auto info = collector.take();
  const bool is_named = names_launch_value(content);
  if (!is_read || has_word) return is_named;
  return info && (is_named || is_json(content) || says_enough(*info));
}

bool is_snp_launch(std::string_view content) {
  const std::string_view text = content.substr(0, kMostLaunchText);
  LaunchInfoCollector collector;
  // What stops the reader is what it is asked for.
  (void)read_launch_text(text, collector);
  return collector.is_snp() || says_snp(text);
}

std::optional<RecognisedFile> recognise_launch_text(std::string_view text) {
  if (!may_be_launch_text(text)) return std::nullopt;
  WipedText plain(plain_text(text));
  const std::string_view content = trim(plain.text());
  if (!holds_answer(content) && !is_launch_data(content)) return std::nullopt;
  const bool is_snp = is_snp_launch(content);
  std::string reason = is_json(content) ? "QMP JSON" : "output of the host";
  if (is_snp) reason += kOfSnp;
  return RecognisedFile{kLaunchInfo, {}, std::move(reason), is_snp};
}

struct HostPart {
  std::string_view ending;
  std::string_view what;
  std::string_view element;
};

constexpr auto kHostParts = std::to_array<HostPart>({
    {"_godh.b64", "the public key", "<dhCert>"},
    {"_session.b64", "the launch session", "<session>"},
});

// What `sevctl session` writes for the host, by its name.
std::optional<RecognisedFile> recognise_host_part(std::string_view name, std::string_view text) {
  const std::string lower = to_lower(name);
  const auto part = std::find_if(kHostParts.begin(), kHostParts.end(),
                                 [&](const HostPart& one) { return lower.ends_with(one.ending); });
  const bool is_base64 = text.find_first_not_of(
                             "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                             "0123456789+/=-_ \t\r\n") == text.npos;
  if (part == kHostParts.end() || !is_base64) return std::nullopt;
  return RecognisedFile{kForHost,
                        {},
                        std::string(part->what) + " of a session, for the host: it belongs in " +
                            std::string(part->element) +
                            " of the guest's XML, and is not needed here"};
}

// The same in the shape in which libvirt and QEMU take it.
std::optional<RecognisedFile> recognise_for_host(std::string_view text) {
  if (root_of_xml(text).starts_with("<launchSecurity")) {
    const bool is_snp = is_snp_domain(text);
    return RecognisedFile{
        kForHost,
        {},
        std::string(is_snp ? "launch security of a SEV-SNP guest" : "a session") +
            " for the host: it belongs in the guest's XML, and is not needed here",
        is_snp};
  }
  if (text.starts_with("-object sev-snp-guest,")) {
    return RecognisedFile{
        kForHost, {}, "options of QEMU for a SEV-SNP guest: they are not needed here", true};
  }
  if (!text.starts_with("-machine confidential-guest-support=")) return std::nullopt;
  return RecognisedFile{
      kForHost, {}, "options of QEMU for a session, for the host: it is not needed here"};
}

// A key in hex or base64: recognised, so that the user is told why it is none yet.
std::optional<RecognisedFile> recognise_key_text(std::string_view text) {
  const std::string_view digits = trim(text);
  const auto decoded = decode_text(digits);
  if (!decoded) return std::nullopt;
  const std::size_t size = decoded->bytes.size();
  if (size != kTransportKeySize && size != 2 * kTransportKeySize) return std::nullopt;
  // In one piece: a UUID is no key, nor is a line of numbers.
  if (digits.size() != (decoded->is_hex ? 2 * size : (size + 2) / 3 * 4)) return std::nullopt;
  return RecognisedFile{
      kUnknown, size == kTransportKeySize ? std::vector{kTik, kTek} : std::vector{kTk, kSecret},
      std::to_string(size) + " bytes as " + (decoded->is_hex ? "hex digits" : "base64") +
          ": a key file has the raw bytes"};
}

// Any line of text may be one: only the name tells.
std::optional<RecognisedFile> recognise_cmdline(std::string_view name, std::string_view text) {
  const std::string_view line = trim_back(text, "\r\n");
  const bool is_line = !line.empty() && line.find_first_of("\r\n") == line.npos;
  if (!is_line || !is_named(name, "cmdline")) return std::nullopt;
  return RecognisedFile{kCmdline, {}, "a line of text, by its name"};
}

}  // namespace

bool is_snp_domain(std::string_view text) {
  constexpr std::string_view kComment = "<!--";
  for (std::size_t at = text.find('<'); at != text.npos; at = text.find('<', at)) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with(kComment)) {
      at = text.find("-->", at + kComment.size());
      continue;
    }
    ++at;
    if (!rest.starts_with("<launchSecurity")) continue;
    const std::string_view attributes = rest.substr(0, rest.find_first_of("<>", 1));
    for (const char* const type : {"'sev-snp'", "\"sev-snp\""}) {
      if (attributes.find(type) != attributes.npos) return true;
    }
  }
  return false;
}

bool is_named(std::string_view name, std::string_view key) {
  const std::string lower = to_lower(name);
  const auto is_letter = [&](std::size_t at) {
    return at < lower.size() && 'a' <= lower[at] && lower[at] <= 'z';
  };
  for (std::size_t at = lower.find(key); at != lower.npos; at = lower.find(key, at + 1)) {
    const bool begins = at == 0 || !is_letter(at - 1);
    if (begins && !is_letter(at + key.size())) return true;
  }
  return false;
}

std::optional<RecognisedFile> recognise_text_file(std::string_view name, std::string_view text,
                                                  bool is_cut) {
  if (is_domain_xml(text)) {
    const bool is_snp = is_snp_domain(text);
    return RecognisedFile{
        kDomainXml, {}, "libvirt domain XML" + std::string(is_snp ? kOfSnp : ""), is_snp};
  }
  if (is_cut) return std::nullopt;
  if (auto part = recognise_for_host(text)) return part;
  if (auto key = recognise_key_text(text)) return key;
  if (auto own = recognise_own(text)) return own;
  if (auto launch = recognise_launch_text(text)) return launch;
  if (auto part = recognise_host_part(name, text)) return part;
  return recognise_cmdline(name, text);
}

}  // namespace sevproof::internal
