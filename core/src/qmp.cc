// Launch data as objects: QMP's answers to query-sev and query-sev-launch-measure (QEMU
// qapi/misc-i386.json), dictionaries of libvirt's bindings, answers of KubeVirt and other services.
#include <algorithm>
#include <string>

#include "json_literal.h"
#include "launch_info_internal.h"
#include "plain_text.h"
#include "sevproof/quote.h"

namespace sevproof::internal {
namespace {

using Json = nlohmann::json;

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
    const auto known = find_launch_name(item.key());
    if (!known) return resembles_launch_name(item.key(), text_of(item.value()));
    return !known->is_common || (known->key == LaunchKey::kMeasurement && item.value().is_string());
  });
}

class ObjectReader {
 public:
  ObjectReader(LaunchInfoCollector& collector, unsigned depth)
      : collector_(collector), depth_(depth) {}

  Result<void> read_message(const Json& message);

 private:
  Result<void> read_inner(const Json& value);
  Result<void> read_fields(const Json& object, bool& found);
  Result<void> read_field(const std::string& name, const Json& value, bool& found);
  Result<void> read_known(LaunchName known, const std::string& name, const Json& value,
                          bool& found);
  Result<void> read_unknown(const std::string& name, const Json& value);
  Result<void> read_text(std::string_view text);

  LaunchInfoCollector& collector_;
  unsigned depth_;
};

// A text in a string: what HMP prints, lines of a log, JSON once more.
Result<void> ObjectReader::read_text(std::string_view text) {
  return read_launch_text(plain_text(text), collector_, depth_ + 1);
}

Result<void> ObjectReader::read_known(LaunchName known, const std::string& name, const Json& value,
                                      bool& found) {
  const std::string what = ": " + name;
  switch (known.key) {
    case LaunchKey::kMeasurement:
      if (!value.is_string()) return {};
      found = true;
      return collector_.set_measurement(what, text_of(value));
    case LaunchKey::kApiVersion:
      // As a number, 0.2 could be 0.20.
      if (value.is_number()) {
        return bad_launch_data(what + ": expected text such as \"1.55\", got " + dump(value));
      }
      return collector_.set_version(what, text_of(value));
    case LaunchKey::kSnpPolicy:
    case LaunchKey::kState:
    case LaunchKey::kGuestType:
      return collector_.check_word(known.key, text_of(value));
    case LaunchKey::kEnabled:
      return {};
    default:
      break;
  }
  if (!value.is_number_unsigned()) {
    return bad_launch_data(what + ": expected a whole number, got " + quote(dump(value)));
  }
  found = true;
  return collector_.set_number(known.key, what, value.get<std::uint64_t>());
}

Result<void> ObjectReader::read_unknown(const std::string& name, const Json& value) {
  if (value.is_object()) return {};
  const std::string_view text = text_of(value);
  if (looks_like_measurement(text)) collector_.note_stray_measurement(": " + quote(name));
  if (resembles_launch_name(name, value.is_number() || value.is_array() ? dump(value) : text)) {
    return bad_launch_data(": a field " + quote(name) + ", which is not known here",
                           "Give its value with the name that virsh or QMP has for it.");
  }
  if (text.find("sev-") != text.npos || text.starts_with('{')) return read_text(text);
  return {};
}

Result<void> ObjectReader::read_field(const std::string& name, const Json& value, bool& found) {
  // QMP's name for a measurement, and for an attestation report, which is longer.
  constexpr std::size_t kLongest = 200;
  if (name == "data" && value.is_string() && text_of(value).size() <= kLongest) {
    found = true;
    return collector_.set_measurement(": " + name, text_of(value));
  }
  const auto known = find_launch_name(name);
  return known ? read_known(*known, name, value, found) : read_unknown(name, value);
}

Result<void> ObjectReader::read_fields(const Json& object, bool& found) {
  // Answers to other questions say "enabled" as well.
  const auto enabled = object.find("enabled");
  if (enabled != object.end() && *enabled == false && is_about_launch(object)) {
    return collector_.check_word(LaunchKey::kEnabled, "false");
  }
  for (const auto& [name, value] : object.items()) {
    if (auto read = read_field(name, value, found); !read) return read;
  }
  return {};
}

Result<void> ObjectReader::read_inner(const Json& value) {
  bool found = false;
  if (value.is_object() && is_about_launch(value)) {
    if (auto read = read_fields(value, found); !read) return read;
  }
  if (found) return {};
  if (value.is_array() || value.is_object()) {
    for (const auto& item : value.items()) {
      if (auto read = read_inner(item.value()); !read) return read;
    }
    return {};
  }
  const std::string_view text = text_of(value);
  if (looks_like_measurement(text)) collector_.note_stray_measurement(": JSON");
  return text.find("sev-") == text.npos ? Result<void>() : read_text(text);
}

Result<void> check_answer(const Json& message) {
  const auto error = message.find("error");
  if (error == message.end() || !error->is_object()) return {};
  const auto reason = error->find("desc");
  const bool has_text = reason != error->end() && reason->is_string();
  return bad_launch_data(": the host answered with an error: " +
                         quote(has_text ? std::string(text_of(*reason)) : dump(*error)));
}

Result<void> ObjectReader::read_message(const Json& message) {
  // The greeting, events and commands are no answers.
  for (const char* const other : {"QMP", "event", "execute", "exec-oob"}) {
    if (message.contains(other)) return {};
  }
  if (auto checked = check_answer(message); !checked) return checked;
  const auto returned = message.find("return");
  const Json& answer = returned == message.end() ? message : *returned;
  // As of human-monitor-command.
  if (answer.is_string()) return read_text(text_of(answer));
  if (!answer.is_object()) return read_inner(answer);
  bool found = false;
  if (auto read = read_fields(answer, found); !read || found) return read;
  for (const auto& item : answer.items()) {
    if (auto read = read_inner(item.value()); !read) return read;
  }
  return {};
}

}  // namespace

Result<void> read_launch_object(std::string_view text, LaunchInfoCollector& collector,
                                unsigned depth) {
  const auto message = parse_json_object(text);
  if (!message) return fail(message.error());
  return ObjectReader(collector, depth).read_message(*message);
}

}  // namespace sevproof::internal
