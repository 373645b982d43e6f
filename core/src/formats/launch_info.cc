#include "sevproof/formats/launch_info.h"

#include <algorithm>
#include <array>

#include "base/ascii_text.h"
#include "formats/encoded_text.h"
#include "formats/launch_info_internal.h"
#include "formats/plain_text.h"
#include "formats/recognise_text.h"
#include "sevproof/bytes.h"
#include "sevproof/recognise.h"
#include "sevproof/text.h"

namespace sevproof {
namespace internal {
namespace {

constexpr std::size_t kMeasurementSize = 48;

}  // namespace

tl::unexpected<Error> bad_launch_data(std::string message, std::string hint) {
  return fail(ErrorCode::kMalformedLaunchData, "launch data" + std::move(message), std::move(hint));
}

tl::unexpected<Error> unknown_field(const std::string& where, std::string_view name,
                                    std::string_view shown) {
  const std::string_view nearest = is_sev_name(name) ? nearest_launch_name(name) : "";
  const std::string what =
      " its value under the name that virsh or QMP has for it, or leave it out.";
  return bad_launch_data(where + ": a field with an unknown name: " + quote(shown),
                         nearest.empty()
                             ? "Give" + what
                             : "Did you mean " + std::string(nearest) + "? Otherwise give" + what);
}

tl::unexpected<Error> host_error(std::string_view words) {
  constexpr std::size_t kMaxShown = 200;
  const bool has_no_measurement =
      words.find("SEV launch measurement is not available") != std::string_view::npos;
  return bad_launch_data(": the host answered with an error: " + quote(words, kMaxShown),
                         has_no_measurement
                             ? "QEMU gives this answer for a SEV-SNP guest, which has no launch "
                               "measurement, and for a guest without SEV. For SEV-SNP, `sevproof "
                               "snp measure` computes the launch digest."
                             : "");
}

tl::unexpected<Error> snp_has_no_measurement() {
  return bad_launch_data(": a SEV-SNP guest has no launch measurement",
                         "`sevproof snp measure` computes its launch digest, which the "
                         "attestation report that is requested inside the guest must have.");
}

bool looks_like_measurement(std::string_view text) {
  constexpr std::size_t kCharacters = kMeasurementSize / 3 * 4;
  if (text.size() != kCharacters) return false;
  const auto decoded = decode_text(text);
  return decoded && !decoded->is_hex && decoded->bytes.size() == kMeasurementSize;
}

template <typename T>
Result<void> LaunchInfoCollector::set(std::optional<T>& field, const std::string& what, T value) {
  if (field.has_value() && *field != value) {
    return bad_launch_data(what + " is given twice with different values",
                           "Give the data of one launch only.");
  }
  field = std::move(value);
  found_ = true;
  return {};
}

Result<void> LaunchInfoCollector::set_number(LaunchKey key, const std::string& what,
                                             std::uint64_t value) {
  const std::uint64_t high = key == LaunchKey::kPolicy ? 0xffffffffU : 0xffU;
  if (value > high) {
    return bad_launch_data(what + ": expected 0 to " + std::to_string(high) + ", got " +
                           std::to_string(value));
  }
  if (key == LaunchKey::kPolicy) return set(info_.policy, what, static_cast<std::uint32_t>(value));
  const auto byte = static_cast<std::uint8_t>(value);
  if (key == LaunchKey::kApiMajor) return set(info_.api_major, what, byte);
  if (key == LaunchKey::kApiMinor) return set(info_.api_minor, what, byte);
  return set(info_.build, what, byte);
}

Result<void> LaunchInfoCollector::set_measurement(const std::string& what, std::string_view text) {
  const auto decoded = decode_text(text);
  // One form, so that the same value twice is the same text.
  const bool is_whole = decoded && !decoded->is_hex && decoded->bytes.size() == kMeasurementSize;
  return set(info_.measurement, what,
             is_whole ? to_base64(decoded->bytes.view()) : std::string(text));
}

Result<void> LaunchInfoCollector::set_version(const std::string& what, std::string_view text) {
  constexpr std::array kParts = {LaunchKey::kApiMajor, LaunchKey::kApiMinor, LaunchKey::kBuild};
  // Of something else, such as the API of Kubernetes.
  if (text.find_first_not_of("0123456789.") != std::string_view::npos) return {};
  const auto malformed = [&] {
    return bad_launch_data(what + ": expected two or three numbers such as 1.55, got " +
                           quote(text));
  };
  std::array<std::uint64_t, kParts.size()> values{};
  std::size_t count = 0;
  for (std::string_view rest = text; count < kParts.size();) {
    const std::size_t dot = rest.find('.');
    const auto number = parse_number("", rest.substr(0, dot), 0, 0xff);
    if (!number) return malformed();
    values[count++] = *number;
    rest = dot == std::string_view::npos ? std::string_view() : rest.substr(dot + 1);
    if (dot == std::string_view::npos) break;
    if (count == kParts.size()) return malformed();
  }
  if (count < 2) return malformed();
  for (std::size_t i = 0; i < count; ++i) {
    if (auto set = set_number(kParts[i], what, values[i]); !set) return set;
  }
  return {};
}

Result<void> LaunchInfoCollector::check_word(LaunchKey key, std::string_view text) {
  const std::string word = to_lower(text);
  const bool is_snp = key == LaunchKey::kSnpPolicy ||
                      (key == LaunchKey::kGuestType && word.find("snp") != std::string::npos);
  if (is_snp) {
    is_snp_ = true;
    return snp_has_no_measurement();
  }
  constexpr std::array<std::string_view, 5> kOff = {"false", "off", "no", "0", "disabled"};
  const bool is_off =
      key == LaunchKey::kEnabled && std::find(kOff.begin(), kOff.end(), word) != kOff.end();
  const bool is_uninit = key == LaunchKey::kState && word == "uninit";
  if (is_off || is_uninit) {
    return bad_launch_data(
        ": the host says that SEV is not " +
            std::string(is_off ? "enabled for this guest" : "initialised (state uninit)") +
            ", so there was no launch",
        "Start the guest with SEV, and ask its host again.");
  }
  return {};
}

void LaunchInfoCollector::note_error(std::string_view error) {
  if (error_.empty()) error_ = error;
}

void LaunchInfoCollector::note_stray_measurement(const std::string& where) {
  if (stray_.empty()) stray_ = where;
}

void LaunchInfoCollector::note_other_measurement(const std::string& where, std::string_view value) {
  others_.emplace_back(where, value);
}

Result<LaunchInfo> LaunchInfoCollector::take() {
  for (const auto& [where, value] : others_) {
    if (!info_.measurement) break;
    if (auto same = set_measurement(where + ": the measurement", value); !same) {
      return fail(same.error());
    }
  }
  if (!info_.measurement && !stray_.empty()) {
    return bad_launch_data(stray_ + ": a value as long as a measurement, but without its name",
                           "If it is the measurement, give it as the measurement, or write "
                           "sev-measurement: before it.");
  }
  if (!info_.measurement && !error_.empty()) {
    return host_error(error_);
  }
  if (!found_) {
    return bad_launch_data(": found none of measurement, API version, build and policy",
                           "Give the output of `virsh domlaunchsecinfo DOMAIN`, or QMP's answers "
                           "to query-sev and query-sev-launch-measure.");
  }
  return std::move(info_);
}

bool says_snp(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    LaunchInfoCollector collector;
    // What stops the reader is what it is asked for.
    (void)read_launch_text(line, collector);
    if (collector.is_snp()) return true;
    text.remove_prefix(std::min(line.size() + 1, text.size()));
  }
  return false;
}

}  // namespace internal

Result<LaunchInfo> parse_launch_info(std::string_view text) {
  if (trim(text).size() > kMaxLaunchInfoSize) {
    return internal::bad_launch_data(": expected at most 65536 bytes, got " +
                                     std::to_string(trim(text).size()));
  }
  if (internal::is_utf32(text)) {
    return internal::bad_launch_data(": expected text in UTF-8 or UTF-16, got UTF-32",
                                     "Convert it with `iconv -f UTF-32 -t UTF-8`.");
  }
  const std::string plain = internal::plain_text(text);
  const std::string_view content = trim(plain);
  // Text of every kind is read; JSON may be a firmware's description, or a host's answer.
  const Content other = recognise(as_bytes(content), content.size());
  const bool is_other = other.kind != ContentKind::kText && other.kind != ContentKind::kUnknown &&
                        !content.empty() && !content.starts_with('{') && !content.starts_with('[');
  internal::LaunchInfoCollector collector;
  if (internal::is_snp_domain(content)) return internal::snp_has_no_measurement();
  if (is_other) {
    return internal::bad_launch_data(": expected text of the host, got " + std::string(other.name),
                                     "Give the output of `virsh domlaunchsecinfo DOMAIN`.");
  }
  if (auto read = internal::read_launch_text(content, collector); !read) {
    // That it is a SEV-SNP guest's counts for more than a line before that is not known.
    if (internal::says_snp(content)) return internal::snp_has_no_measurement();
    return fail(read.error());
  }
  return collector.take();
}

}  // namespace sevproof
