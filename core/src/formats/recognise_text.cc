#include "formats/recognise_text.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii_text.h"
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

// A document of sevproof itself, which says so.
std::optional<RecognisedFile> recognise_own(std::string_view text) {
  if (!trim_front(text, kWhiteSpace).starts_with('{')) return std::nullopt;
  const auto document = parse_strict_json(text).value;
  if (!document.is_object()) return std::nullopt;
  const auto kind = document.find("kind");
  if (kind != document.end() && *kind == "sevproof-settings") {
    return RecognisedFile{kSettings, {}, "settings of this page"};
  }
  if (!document.contains("schemaVersion")) return std::nullopt;
  return RecognisedFile{kUnknown, {}, "a report of sevproof, which is an answer and no input"};
}

// Whatever the data of a launch looks like, it has one of these. Other text is not copied: it may
// be a passphrase.
bool may_be_launch_text(std::string_view text) {
  constexpr std::array<std::string_view, 7> kWords = {"sev",    "api",  "build", "measure",
                                                      "return", "data", "error"};
  const auto is_same = [](char c, char lower) { return to_lower(c) == lower; };
  return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) {
    return std::search(text.begin(), text.end(), word.begin(), word.end(), is_same) != text.end();
  });
}

// Letters and digits of each line, lower case.
std::string simple_lines(std::string_view text) {
  std::string simple;
  for (const char c : text) {
    const char lower = to_lower(c);
    const bool is_letter = 'a' <= lower && lower <= 'z';
    if (is_letter || ('0' <= lower && lower <= '9') || c == '\n') simple += lower;
  }
  return simple;
}

// Names that nothing but the data of a launch has.
bool names_launch_value(std::string_view text) {
  constexpr std::array<std::string_view, 11> kNames = {
      "sevmeasure", "sevlaunchmeasure", "launchmeasure", "sevapi",  "sevbuild",       "sevpolicy",
      "snppolicy",  "sevtype",          "apimajor",      "buildid", "sevisnotenabled"};
  const std::string simple = simple_lines(text);
  return std::any_of(kNames.begin(), kNames.end(),
                     [&](std::string_view name) { return simple.find(name) != std::string::npos; });
}

// An answer of QEMU's monitor, or its greeting, as JSON or as Python prints it.
bool holds_answer(std::string_view text) {
  constexpr std::array<std::string_view, 4> kKeys = {R"("return")", "'return'", R"("QMP")",
                                                     R"("error")"};
  return text.find('{') != text.npos &&
         std::any_of(kKeys.begin(), kKeys.end(),
                     [&](std::string_view key) { return text.find(key) != text.npos; });
}

// "build: 5" alone may be a line of anything.
bool says_enough(const LaunchInfo& info) {
  const int numbers = int{info.api_major.has_value()} + int{info.api_minor.has_value()} +
                      int{info.build.has_value()} + int{info.policy.has_value()};
  return info.measurement.has_value() || numbers > 1;
}

// What the parser reads, or refuses with a word for the user, is output of the host.
std::optional<RecognisedFile> recognise_launch_text(std::string_view text) {
  if (!may_be_launch_text(text)) return std::nullopt;
  const std::string plain = plain_text(text);
  const std::string_view content = trim(plain);
  LaunchInfoCollector collector;
  const bool is_read = read_launch_text(content, collector).has_value();
  const auto info = collector.take();
  const bool is_named = names_launch_value(content);
  const bool is_data = is_read ? info && (is_named || says_enough(*info)) : is_named;
  if (!is_data && !holds_answer(content)) return std::nullopt;
  const bool is_json = content.starts_with('{') || content.starts_with('[');
  return RecognisedFile{kLaunchInfo, {}, is_json ? "QMP JSON" : "output of the host"};
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

// A key in hex or base64: recognised, so that the user is told why it is none yet.
std::optional<RecognisedFile> recognise_key_text(std::string_view text) {
  const auto decoded = decode_text(trim(text));
  if (!decoded) return std::nullopt;
  const std::size_t size = decoded->bytes.size();
  if (size != kTransportKeySize && size != 2 * kTransportKeySize) return std::nullopt;
  return RecognisedFile{
      kUnknown, size == kTransportKeySize ? std::vector{kTik, kTek} : std::vector{kTk, kSecret},
      std::to_string(size) + " bytes as " + (decoded->is_hex ? "hex digits" : "base64") +
          ": a key file has the raw bytes"};
}

}  // namespace

std::optional<RecognisedFile> recognise_text_file(std::string_view name, std::string_view text,
                                                  bool is_cut) {
  if (is_domain_xml(text)) return RecognisedFile{kDomainXml, {}, "libvirt domain XML"};
  if (is_cut) return std::nullopt;
  if (auto key = recognise_key_text(text)) return key;
  if (auto own = recognise_own(text)) return own;
  if (auto launch = recognise_launch_text(text)) return launch;
  return recognise_host_part(name, text);
}

}  // namespace sevproof::internal
