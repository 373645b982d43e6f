#include "schema_check.h"

#include <regex.h>

#include <algorithm>

namespace sevproof::test {
namespace {

bool has_named_type(const Json& value, const std::string& type) {
  if (type == "integer") return value.is_number_integer();
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  return false;
}

bool has_type(const Json& value, const Json& rule) {
  if (rule.is_string()) return has_named_type(value, rule.get<std::string>());
  return std::any_of(rule.begin(), rule.end(),
                     [&](const Json& type) { return has_type(value, type); });
}

// Keywords that say something about values of one kind only, and nothing about others.
bool is_about_another_kind(const std::string& keyword, const Json& value) {
  if (keyword == "pattern" || keyword == "minLength" || keyword == "maxLength")
    return !value.is_string();
  if (keyword == "minimum" || keyword == "maximum") return !value.is_number();
  if (keyword == "items" || keyword == "minItems" || keyword == "maxItems" ||
      keyword == "uniqueItems") {
    return !value.is_array();
  }
  if (keyword == "required" || keyword == "properties" || keyword == "additionalProperties") {
    return !value.is_object();
  }
  return false;
}

// POSIX extended expressions: what the schemas use means the same in them.
bool matches(const std::string& pattern, const std::string& text) {
  regex_t compiled;
  if (regcomp(&compiled, pattern.c_str(), REG_EXTENDED | REG_NOSUB) != 0) return false;
  const bool found = regexec(&compiled, text.c_str(), 0, nullptr, 0) == 0;
  regfree(&compiled);
  return found;
}

class Checker {
 public:
  explicit Checker(const Json& root) : root_(root) {}

  // Empty, or what is wrong and where.
  std::string check(const Json& schema, const Json& value, const std::string& where) const {
    for (const auto& [keyword, rule] : schema.items()) {
      const std::string fault = check_keyword(keyword, rule, schema, value, where);
      if (fault.empty()) continue;
      return fault.find(": ") != std::string::npos ? fault : where + ": " + fault;
    }
    return {};
  }

 private:
  std::string check_keyword(const std::string& keyword, const Json& rule, const Json& schema,
                            const Json& value, const std::string& where) const {
    if (keyword == "$schema" || keyword == "title" || keyword == "description") return {};
    if (keyword == "$defs") return {};
    if (keyword == "$ref") {
      return check(root_[Json::json_pointer(rule.get<std::string>().substr(1))], value, where);
    }
    if (keyword == "type") return has_type(value, rule) ? "" : "wrong type";
    if (keyword == "const") return value == rule ? "" : "not the constant";
    if (keyword == "enum") {
      return std::find(rule.begin(), rule.end(), value) != rule.end() ? "" : "not in enum";
    }
    if (keyword == "anyOf") return check_any(rule, value, where);
    if (is_about_another_kind(keyword, value)) return {};
    if (value.is_string()) return check_string(keyword, rule, value.get<std::string>());
    if (value.is_number()) return check_number(keyword, rule, value);
    if (value.is_array()) return check_array(keyword, rule, value, where);
    if (value.is_object()) return check_object(keyword, rule, schema, value, where);
    return "unknown keyword " + keyword;
  }

  std::string check_any(const Json& rules, const Json& value, const std::string& where) const {
    std::string last;
    for (const Json& rule : rules) {
      last = check(rule, value, where);
      if (last.empty()) return {};
    }
    return last;
  }

  static std::string check_string(const std::string& keyword, const Json& rule,
                                  const std::string& value) {
    if (keyword == "pattern") {
      return matches(rule.get<std::string>(), value) ? "" : "pattern";
    }
    if (keyword == "minLength") {
      return value.size() >= rule.get<std::size_t>() ? "" : "too short";
    }
    if (keyword == "maxLength") {
      return value.size() <= rule.get<std::size_t>() ? "" : "too long";
    }
    return "unknown keyword " + keyword;
  }

  static std::string check_number(const std::string& keyword, const Json& rule, const Json& value) {
    if (keyword == "minimum") return value >= rule ? "" : "too small";
    if (keyword == "maximum") return value <= rule ? "" : "too large";
    return "unknown keyword " + keyword;
  }

  std::string check_array(const std::string& keyword, const Json& rule, const Json& value,
                          const std::string& where) const {
    if (keyword == "minItems") return value.size() >= rule.get<std::size_t>() ? "" : "too few";
    if (keyword == "maxItems") return value.size() <= rule.get<std::size_t>() ? "" : "too many";
    if (keyword == "uniqueItems") {
      for (auto item = value.begin(); item != value.end(); ++item) {
        if (std::find(value.begin(), item, *item) != item) return "repeated item";
      }
      return {};
    }
    if (keyword != "items") return "unknown keyword " + keyword;
    for (std::size_t i = 0; i < value.size(); ++i) {
      std::string fault = check(rule, value[i], where + "/" + std::to_string(i));
      if (!fault.empty()) return fault;
    }
    return {};
  }

  std::string check_object(const std::string& keyword, const Json& rule, const Json& schema,
                           const Json& value, const std::string& where) const {
    if (keyword == "required") {
      for (const Json& key : rule) {
        if (!value.contains(key.get<std::string>())) return "lacks " + key.get<std::string>();
      }
      return {};
    }
    if (keyword == "properties") {
      for (const auto& [key, property] : rule.items()) {
        if (!value.contains(key)) continue;
        std::string fault = check(property, value[key], where + "/" + key);
        if (!fault.empty()) return fault;
      }
      return {};
    }
    if (keyword != "additionalProperties") return "unknown keyword " + keyword;
    for (const auto& [key, unused] : value.items()) {
      if (rule == false && !schema["properties"].contains(key)) return "has an unknown " + key;
    }
    return {};
  }

  const Json& root_;
};

}  // namespace

::testing::AssertionResult follows_schema(const std::string& name, const Json& document) {
  const Json schema = load_json("../core/schema/" + name + ".schema.json");
  const std::string fault = Checker(schema).check(schema, document, "");
  if (fault.empty()) return ::testing::AssertionSuccess();
  return ::testing::AssertionFailure() << name << " schema: " << fault;
}

}  // namespace sevproof::test
