// QMP answers to query-sev and query-sev-launch-measure (QEMU qapi/misc-target.json).
#include <array>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "launch_info_internal.h"
#include "sevproof/bytes.h"
#include "sevproof/quote.h"

namespace sevproof::internal {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxDepth = 16;

struct QmpNumber {
  const char* name;
  LaunchField field;
};
constexpr std::array<QmpNumber, 4> kQmpNumbers = {{
    {"api-major", LaunchField::kApiMajor},
    {"api-minor", LaunchField::kApiMinor},
    {"build-id", LaunchField::kBuild},
    {"policy", LaunchField::kPolicy},
}};

tl::unexpected<Error> malformed(std::string message) {
  return fail(ErrorKind::kInvalid, "launch data: " + std::move(message));
}

// Finds where one JSON value ends by its brackets, so that several may stand one after the other,
// and bounds the nesting before the parser sees it.
class ValueScanner {
 public:
  // The first value of `text`, which begins with a bracket.
  Result<std::size_t> value_length(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
      step(text[i]);
      if (depth_ > kMaxDepth) {
        return malformed("JSON is nested deeper than " + std::to_string(kMaxDepth) + " levels");
      }
      if (depth_ == 0) return i + 1;
    }
    return malformed("JSON ends before it is complete");
  }

 private:
  void step(char c) {
    if (in_string_) {
      if (escaped_) {
        escaped_ = false;
      } else if (c == '\\') {
        escaped_ = true;
      } else if (c == '"') {
        in_string_ = false;
      }
      return;
    }
    if (c == '"') in_string_ = true;
    if (c == '{' || c == '[') ++depth_;
    if (c == '}' || c == ']') --depth_;
  }

  std::size_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
};

Result<void> read_fields(const Json& answer, LaunchInfoCollector& collector) {
  for (const QmpNumber& known : kQmpNumbers) {
    const auto value = answer.find(known.name);
    if (value == answer.end()) continue;
    if (!value->is_number_unsigned()) {
      return malformed(std::string(known.name) + ": expected a whole number, got " +
                       quote(value->dump(-1, ' ', true, Json::error_handler_t::replace)));
    }
    auto set = collector.set_number(known.field, known.name, value->get<std::uint64_t>());
    if (!set) return set;
  }
  const auto data = answer.find("data");
  if (data == answer.end() || !data->is_string()) return {};
  return collector.set_measurement("data", data->get_ref<const std::string&>());
}

Result<void> check_answer(const Json& message) {
  const auto error = message.find("error");
  if (error != message.end() && error->is_object()) {
    const auto reason = error->find("desc");
    const bool has_text = reason != error->end() && reason->is_string();
    return malformed("the host answered with an error: " +
                     quote(has_text ? reason->get_ref<const std::string&>() : error->dump()));
  }
  return {};
}

Result<void> read_message(const Json& message, LaunchInfoCollector& collector) {
  // The greeting and events are no answers.
  if (message.contains("QMP") || message.contains("event")) return {};
  if (auto checked = check_answer(message); !checked) return checked;
  const auto returned = message.find("return");
  const Json& answer = returned == message.end() ? message : *returned;
  if (!answer.is_object()) return {};
  const auto type = answer.find("sev-type");
  if (type != answer.end() && *type == "sev-snp") {
    return malformed("this is a SEV-SNP guest, which has no launch measurement");
  }
  return read_fields(answer, collector);
}

// Parses one value. A key that stands twice in an object is refused: parsers differ in which one
// they take.
class StrictParser {
 public:
  Result<Json> parse(std::string_view text) {
    const auto callback = [this](int, Json::parse_event_t event, Json& parsed) {
      visit(event, parsed);
      return true;
    };
    Json value = Json::parse(text.begin(), text.end(), callback, false);
    if (value.is_discarded()) return malformed("malformed JSON: " + quote(text));
    if (!repeated_.empty()) return malformed(quote(repeated_) + " stands twice in a JSON object");
    return value;
  }

 private:
  void visit(Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) open_objects_.emplace_back();
    if (event == Json::parse_event_t::object_end && !open_objects_.empty()) {
      open_objects_.pop_back();
    }
    if (event != Json::parse_event_t::key || open_objects_.empty()) return;
    const auto& key = parsed.get_ref<const std::string&>();
    if (!open_objects_.back().insert(key).second) repeated_ = key;
  }

  std::vector<std::set<std::string>> open_objects_;
  std::string repeated_;
};

}  // namespace

Result<void> read_qmp(std::string_view text, LaunchInfoCollector& collector) {
  while (!text.empty()) {
    if (text.front() != '{') return malformed("expected a JSON object, got " + quote(text));
    const auto length = ValueScanner().value_length(text);
    if (!length) return fail(length.error());
    const auto message = StrictParser().parse(text.substr(0, *length));
    if (!message) return fail(message.error());
    if (auto read = read_message(*message, collector); !read) return read;
    text = trim(text.substr(*length));
  }
  return {};
}

}  // namespace sevproof::internal
