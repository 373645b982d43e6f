#include "formats/strict_json.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

namespace sevproof::internal {

using Json = nlohmann::ordered_json;

namespace {

// Builds the value from the parser's events (SAX), and keeps what they tell besides.
class Builder {
 public:
  explicit Builder(StrictJson& out) : out_(out) {}

  bool null() { return put(nullptr); }
  bool boolean(bool value) { return put(value); }
  bool number_integer(Json::number_integer_t value) { return put(value); }
  bool number_unsigned(Json::number_unsigned_t value) { return put(value); }
  bool number_float(Json::number_float_t value, const std::string& /*text*/) { return put(value); }
  bool string(std::string& value) { return put(std::move(value)); }
  bool binary(Json::binary_t& /*value*/) { return false; }  // no text has one

  bool start_object(std::size_t /*size*/) { return open(Json::object()); }
  bool start_array(std::size_t /*size*/) { return open(Json::array()); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }

  bool key(std::string& name) {
    // Without a search among all that is there, which the object would make.
    is_new_ = open_.back().keys.insert(name).second;
    if (!is_new_) out_.repeated = name;
    key_ = std::move(name);
    return true;
  }

  template <typename Exception>
  bool parse_error(std::size_t position, const std::string& /*token*/, const Exception& /*what*/) {
    out_.value = Json(Json::value_t::discarded);
    out_.size = position;
    return false;
  }

 private:
  Json* place() {
    if (open_.empty()) return &out_.value;
    Json& parent = *open_.back().value;
    if (parent.is_array()) {
      parent.push_back(nullptr);
      return &parent.back();
    }
    if (!is_new_) return &parent[key_];
    auto& members = parent.get_ref<Json::object_t&>();
    members.emplace_back(key_, nullptr);
    return &members.back().second;
  }

  template <typename Value>
  bool put(Value value) {
    *place() = std::move(value);
    return true;
  }

  // What is open stands still: only the innermost takes more.
  bool open(Json value) {
    constexpr std::size_t kMostOpen = 64;
    if (open_.size() == kMostOpen) return false;
    Json* const at = place();
    *at = std::move(value);
    open_.push_back({at, {}});
    return true;
  }

  bool close() {
    open_.pop_back();
    return true;
  }

  struct Open {
    Json* value;
    std::set<std::string> keys;  // of an object
  };

  StrictJson& out_;
  std::vector<Open> open_;
  std::string key_;
  bool is_new_ = true;
};

}  // namespace

StrictJson parse_strict_json(std::string_view text) {
  StrictJson result;
  result.size = text.size();
  Builder builder(result);
  // By pointers: iterators of each kind make a parser of their own.
  const bool is_json = Json::sax_parse(text.data(), text.data() + text.size(), &builder);
  if (!is_json) result.value = Json(Json::value_t::discarded);
  return result;
}

std::string place_text(std::string_view text, std::size_t size) {
  const std::string_view before = text.substr(0, size == 0 ? 0 : size - 1);
  const std::size_t line_begin = before.rfind('\n') + 1;  // of none 0
  const auto line = 1 + std::count(before.begin(), before.end(), '\n');
  return "line " + std::to_string(line) + ", column " +
         std::to_string(before.size() - line_begin + 1);
}

}  // namespace sevproof::internal
