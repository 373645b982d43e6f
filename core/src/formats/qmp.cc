// Launch data as objects: QMP's answers to query-sev and query-sev-launch-measure (QEMU
// qapi/misc-i386.json), dictionaries of libvirt's bindings, answers of KubeVirt and other services.
#include <algorithm>
#include <array>
#include <string>

#include "base/ascii_text.h"
#include "formats/json_literal.h"
#include "formats/launch_info_internal.h"
#include "formats/launch_line.h"
#include "formats/plain_text.h"
#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using Json = nlohmann::ordered_json;

std::string dump(const Json& value) {
  return value.dump(-1, ' ', true, Json::error_handler_t::replace);
}

std::string_view text_of(const Json& value) {
  return value.is_string() ? std::string_view(value.get_ref<const std::string&>())
                           : std::string_view();
}

// In an object within another, a common word such as "policy" means anything.
bool is_about_launch(const Json& object) {
  const auto& items = object.items();
  return std::any_of(items.begin(), items.end(), [](const auto& item) {
    if (is_sev_name(item.key()) && !item.value().is_structured()) return true;
    const auto known = find_launch_name(item.key());
    if (!known) return resembles_launch_name(item.key(), text_of(item.value()));
    return !known->is_common || (known->key == LaunchKey::kMeasurement && item.value().is_string());
  });
}

// What may hold launch data: a string of any other kind is somebody else's.
bool may_be_launch_text(std::string_view text) {
  constexpr std::array<std::string_view, 8> kMarks = {"sev-", "sev_", "SEV",       "Sev",
                                                      "{\"",  "{'",   "api_major", "api-major"};
  const std::string_view content = trim(text);
  return content.starts_with('{') || content.starts_with('[') ||
         std::any_of(kMarks.begin(), kMarks.end(),
                     [&](std::string_view mark) { return content.find(mark) != content.npos; });
}

bool is_list_of_texts(const Json& value) {
  return value.is_array() && !value.empty() &&
         std::all_of(value.begin(), value.end(), [](const Json& item) { return item.is_string(); });
}

// Reads every object in an answer, however deep it stands. `counts`: it is the answer itself or
// about a launch, so that common words are its values, and no field may be left that could be one.
class ObjectReader {
 public:
  ObjectReader(LaunchInfoCollector& collector, unsigned depth)
      : collector_(collector), depth_(depth) {}

  Result<void> read_message(const Json& message);
  Result<void> read_list(const Json& list);

 private:
  Result<void> read_answer(const Json& answer);
  Result<void> read_value(const std::string& name, const Json& value);
  Result<void> read_object(const Json& object, bool counts, bool is_launch);
  Result<void> read_fields(const Json& object, bool is_launch);
  Result<void> read_field(const std::string& name, const Json& value);
  Result<void> read_known(LaunchName known, const std::string& name, const Json& value);
  Result<void> read_unknown(const std::string& name, const Json& value);
  Result<void> read_text(std::string_view text);

  LaunchInfoCollector& collector_;
  unsigned depth_;
};

// A text in a string: what HMP prints, lines of a log, JSON once more.
Result<void> ObjectReader::read_text(std::string_view text) {
  return read_launch_text(plain_text(text), collector_, depth_ + 1);
}

Result<void> ObjectReader::read_known(LaunchName known, const std::string& name,
                                      const Json& value) {
  const std::string what = ": " + printable(name);
  const auto expected = [&](std::string_view kind) {
    return bad_launch_data(what + ": expected " + std::string(kind) + ", got " +
                           quote(dump(value)));
  };
  switch (known.key) {
    case LaunchKey::kMeasurement:
      // An object is read as such; null is said before there is one.
      if (value.is_object() || value.is_null()) return {};
      return value.is_string() ? collector_.set_measurement(what, text_of(value))
                               : Result<void>(expected("text in base64"));
    case LaunchKey::kApiVersion:
      // As a number, 0.2 could be 0.20.
      return value.is_string() ? collector_.set_version(what, text_of(value))
                               : Result<void>(expected("text such as \"1.55\""));
    case LaunchKey::kSnpPolicy:
    case LaunchKey::kState:
    case LaunchKey::kGuestType:
      return collector_.check_word(known.key, text_of(value));
    case LaunchKey::kEnabled:
    case LaunchKey::kOther:
      return {};
    default:
      break;
  }
  if (!value.is_number_unsigned()) return expected("a whole number");
  return collector_.set_number(known.key, what, value.get<std::uint64_t>());
}

// A version or a SEV-SNP guest's policy that is an object of its own.
Result<void> check_unknown_object(LaunchInfoCollector& collector, const std::string& name,
                                  const Json& object) {
  const bool has_policy = object.contains("policy");
  if (has_policy && names_snp(name)) return collector.check_word(LaunchKey::kSnpPolicy, "");
  const auto has = [&](std::string_view part) {
    const auto& items = object.items();
    return std::any_of(items.begin(), items.end(), [&](const auto& item) {
      return item.value().is_primitive() && to_lower(item.key()) == part;
    });
  };
  const bool is_version = has("major") && (names_version(name) || has("minor"));
  return is_version && name != "qemu" ? Result<void>(unknown_field("", "", name + ".major"))
                                      : Result<void>();
}

Result<void> ObjectReader::read_unknown(const std::string& name, const Json& value) {
  if (value.is_object()) return check_unknown_object(collector_, name, value);
  const std::string_view text = text_of(value);
  const std::string shown = value.is_number() || value.is_array() ? dump(value) : std::string(text);
  const std::string_view number =
      std::string_view(shown).substr(std::min(shown.find_first_not_of("-["), shown.size()));
  const bool is_sev = is_sev_name(name) && !value.is_null() && !value.is_boolean() &&
                      !value.is_array() && !may_be_launch_text(text);
  if (is_sev || may_be_launch_name(name, number)) return unknown_field("", name, name);
  return {};
}

Result<void> ObjectReader::read_field(const std::string& name, const Json& value) {
  // QMP's name for a measurement, and for an attestation report, which is longer.
  constexpr std::size_t kLongest = 200;
  if (name == "data" && value.is_string() && text_of(value).size() <= kLongest) {
    return collector_.set_measurement(": " + name, text_of(value));
  }
  const auto known = find_launch_name(name);
  // Of Kubernetes, or the parts of a version.
  const bool is_version = known && known->key == LaunchKey::kApiVersion && value.is_object();
  return known && !is_version ? read_known(*known, name, value) : read_unknown(name, value);
}

Result<void> ObjectReader::read_fields(const Json& object, bool is_launch) {
  // Answers to other questions say "enabled" as well, and more that is not of a launch.
  const auto enabled = object.find("enabled");
  if (enabled != object.end() && (object.size() == 1 || is_launch)) {
    const std::string word = enabled->is_string() ? std::string(text_of(*enabled)) : dump(*enabled);
    if (auto said = collector_.check_word(LaunchKey::kEnabled, word); !said) return said;
  }
  for (const auto& [name, value] : object.items()) {
    if (auto read = read_field(name, value); !read) return read;
  }
  return {};
}

// A name as one value and a number as another, such as {"name": "sev-policy", "value": 7}.
Result<void> check_pair(const Json& parts) {
  std::string name;
  bool has_number = false;
  for (const Json& part : parts) {
    const std::string_view text = text_of(part);
    const auto known = find_launch_name(text);
    if (known && !known->is_common) name = text;
    has_number = has_number || part.is_number() || starts_with_number(text);
  }
  return !name.empty() && has_number ? Result<void>(unknown_field("", "", dump(parts)))
                                     : Result<void>();
}

Result<void> ObjectReader::read_object(const Json& object, bool counts, bool is_launch) {
  if (auto checked = check_pair(object); !checked) return checked;
  if (counts) {
    if (auto read = read_fields(object, is_launch); !read) return read;
  }
  for (const auto& [name, value] : object.items()) {
    const auto known = find_launch_name(name);
    const bool is_read = counts && value.is_string() && (known || name == "data");
    if (is_read) continue;
    if (auto read = read_value(name, value); !read) return read;
  }
  return {};
}

// `name` is that of the value, or of the list in which it is.
Result<void> ObjectReader::read_value(const std::string& name, const Json& value) {
  if (value.is_object()) {
    const bool is_launch = names_launch(name) || is_about_launch(value);
    return read_object(value, is_launch, is_launch);
  }
  // Lines, of which one alone may be half of an object.
  if (is_list_of_texts(value)) {
    std::string lines;
    for (const Json& line : value) lines += std::string(text_of(line)) + "\n";
    return read_value(name, lines);
  }
  if (value.is_array()) {
    if (auto checked = check_pair(value); !checked) return checked;
    for (const Json& item : value) {
      if (auto read = read_value(name, item); !read) return read;
    }
    return {};
  }
  const std::string_view text = text_of(value);
  if (looks_like_measurement(trim(text))) collector_.note_stray_measurement(": " + quote(name));
  return may_be_launch_text(text) ? read_text(text) : check_unread(text, ": " + quote(name));
}

Result<void> check_answer(const Json& message) {
  const auto error = qmp_error(message);
  return error ? Result<void>(host_error(*error)) : Result<void>();
}

Result<void> ObjectReader::read_answer(const Json& answer) {
  // As of human-monitor-command.
  if (answer.is_string()) return read_text(text_of(answer));
  if (!answer.is_object()) return read_value("JSON", answer);
  return read_object(answer, true, is_about_launch(answer));
}

Result<void> ObjectReader::read_message(const Json& message) {
  // The greeting, events and commands are no answers.
  for (const char* const other : {"QMP", "event", "execute", "exec-oob"}) {
    if (message.contains(other)) return {};
  }
  if (auto checked = check_answer(message); !checked) return checked;
  const auto returned = message.find("return");
  if (returned == message.end()) return read_answer(message);
  if (auto read = read_answer(*returned); !read) return read;
  Json beside = message;
  beside.erase("return");
  return read_answer(beside);
}

Result<void> ObjectReader::read_list(const Json& list) {
  if (is_list_of_texts(list)) return read_value("JSON", list);
  if (auto checked = check_pair(list); !checked) return checked;
  for (const Json& item : list) {
    auto read = item.is_object() ? read_message(item) : read_value("JSON", item);
    if (!read) return read;
  }
  return {};
}

}  // namespace

Result<void> read_launch_object(std::string_view text, LaunchInfoCollector& collector,
                                unsigned depth) {
  const auto message = parse_json_object(text);
  if (!message) return bad_launch_data(": " + message.error().message);
  ObjectReader reader(collector, depth);
  return message->is_object() ? reader.read_message(*message) : reader.read_list(*message);
}

}  // namespace sevproof::internal
