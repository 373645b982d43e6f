#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "formats/strict_json.h"
#include "report/request_fields.h"
#include "sevproof/request.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using Json = nlohmann::ordered_json;
using internal::open_file;
using internal::wrong_type;

std::optional<HostValue> host_value_of(Field field) {
  switch (field) {
    case Field::kMeasurement:
      return HostValue::kMeasurement;
    case Field::kApiMajor:
    case Field::kApiMinor:
    case Field::kBuildId:
      return HostValue::kApi;
    case Field::kPolicy:
      return HostValue::kPolicy;
    case Field::kCmdline:
      return HostValue::kCmdline;
    case Field::kNumCpus:
      return HostValue::kVcpus;
    case Field::kCpu:
      return HostValue::kCpu;
    default:
      return std::nullopt;
  }
}

class Reader {
 public:
  Reader(const RequestFiles& files, const FieldNames& names)
      : files_(files), names_(names), fields_(document_.draft, files, names) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  tl::expected<RequestDocument, RequestError> read(std::string_view text) &&;

 private:
  Result<void> read_key(const std::string& key, const Json& value);
  Result<void> read_domain(const Json& value);
  Result<void> read_secrets(const Json& value);
  Result<void> read_origins(const Json& value);
  void put_origins();

  const RequestFiles& files_;
  const FieldNames& names_;
  RequestDocument document_;
  internal::FieldReader fields_;
  std::vector<Field> from_xml_;
  std::vector<Field> from_launch_info_;
};

Result<void> Reader::read_domain(const Json& value) {
  if (!value.is_string()) return fail(wrong_type("domain XML", "the name of a file"));
  const auto content = open_file(files_.whole, value.get<std::string>());
  if (!content) return fail(content.error());
  auto domain = parse_domain(as_text(*content));
  if (!domain) return fail(domain.error());
  document_.domain = std::move(*domain);
  return {};
}

// [{"name": "luks-key", "file": ...}]
Result<void> Reader::read_secrets(const Json& value) {
  constexpr std::string_view kExpected = "a list of objects with name and file";
  if (!value.is_array()) return fail(wrong_type("secrets", kExpected));
  for (const Json& item : value) {
    const bool is_whole = item.is_object() && item.size() == 2 && item.contains("name") &&
                          item["name"].is_string() && item.contains("file") &&
                          item["file"].is_string();
    if (!is_whole) return fail(wrong_type("secrets", kExpected));
    const auto guid = parse_secret_name(trim(item["name"].get_ref<const std::string&>()));
    if (!guid) return fail(guid.error());
    auto content = open_file(files_.secret, item["file"].get<std::string>());
    if (!content) return fail(content.error());
    document_.secrets.push_back({*guid, std::move(*content)});
  }
  return {};
}

// {"policy": "xml", "apiMajor": "launch-info"}: where values are from that are not the owner's.
Result<void> Reader::read_origins(const Json& value) {
  if (!value.is_object()) return fail(wrong_type("from", "an object"));
  for (const auto& [key, origin] : value.items()) {
    const auto field = find_field(key);
    const bool is_xml = origin == "xml";
    if (!field || !host_value_of(*field) || (!is_xml && origin != "launch-info")) {
      return fail(ErrorCode::kMalformedRequest,
                  "from: expected fields with xml or launch-info, got " + quote(key),
                  std::string(internal::kRequestHint));
    }
    (is_xml ? from_xml_ : from_launch_info_).push_back(*field);
  }
  return {};
}

// In the order of HostValue, each once. Without SEV-ES nothing hangs on the CPUs.
void Reader::put_origins() {
  LaunchDraft& draft = document_.draft;
  const auto put = [&draft](std::vector<Field> fields, std::vector<HostValue>& values) {
    std::sort(fields.begin(), fields.end());
    for (const Field field : fields) {
      const HostValue value = host_value_of(field).value();
      const bool is_about_cpus = value == HostValue::kVcpus || value == HostValue::kCpu;
      if (is_about_cpus && !draft.es()) continue;
      if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
    }
  };
  put(from_xml_, draft.from_host);
  put(from_launch_info_, draft.from_launch_info);
}

Result<void> Reader::read_key(const std::string& key, const Json& value) {
  if (key == "id") {
    if (!value.is_string()) return fail(wrong_type(key, "text"));
    document_.id = value.get<std::string>();
    return {};
  }
  if (key == "domainXml") return read_domain(value);
  if (key == "secrets") return read_secrets(value);
  if (key == "from") return read_origins(value);
  const auto field = find_field(key);
  if (field && *field != Field::kSecret) return fields_.read(*field, value);
  return fail(ErrorCode::kMalformedRequest, "unknown key " + quote(key),
              std::string(internal::kRequestHint));
}

tl::expected<RequestDocument, RequestError> Reader::read(std::string_view text) && {
  const auto refuse = [](std::string key, Error error) {
    return tl::unexpected(RequestError{std::move(key), std::move(error)});
  };
  const auto [request, repeated, size] = internal::parse_strict_json(text);
  if (request.is_discarded()) {
    return refuse({}, {ErrorCode::kMalformedRequest,
                       "request: it is not JSON, at " + internal::place_text(text, size),
                       std::string(internal::kRequestHint)});
  }
  if (!request.is_object()) {
    return refuse({}, {ErrorCode::kMalformedRequest, "request: expected a JSON object",
                       std::string(internal::kRequestHint)});
  }
  if (!repeated.empty()) {
    return refuse(repeated, {ErrorCode::kMalformedRequest,
                             "request: key " + quote(repeated) + " is there twice",
                             "Leave one of the two out."});
  }
  FieldSet given;
  for (const auto& [key, value] : request.items()) {
    const auto field = find_field(key);
    if (field && *field != Field::kSecret) given.add(*field);
  }
  if (const auto problems = contradictions(given, names_); !problems.empty()) {
    const FieldProblem& first = problems.front();
    return refuse(std::string(field_info(first.field).name), first.error);
  }
  for (const auto& [key, value] : request.items()) {
    if (auto read = read_key(key, value); !read) return refuse(key, read.error());
  }
  put_origins();
  return std::move(document_);
}

}  // namespace

tl::expected<RequestDocument, RequestError> read_request(std::string_view json,
                                                         const RequestFiles& files,
                                                         const FieldNames& names) {
  return Reader(files, names).read(json);
}

}  // namespace sevproof
