// One field of a request in JSON, read into a draft.
#ifndef SEVPROOF_REPORT_REQUEST_FIELDS_H
#define SEVPROOF_REPORT_REQUEST_FIELDS_H

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "sevproof/request.h"
#include "sevproof/text.h"

namespace sevproof::internal {

inline constexpr std::string_view kRequestHint =
    "core/schema/request.schema.json says what each key takes.";

Error wrong_type(std::string_view what, std::string_view expected);

// What `how` gives of the file; an error where there is no such function.
template <typename T>
Result<T> open_file(const std::function<Result<T>(const std::string&)>& how,
                    const std::string& name) {
  if (how) return how(name);
  return fail(ErrorCode::kFileUnreadable, "file " + quote(name) + ": there are no files here");
}

class FieldReader {
 public:
  // All must live on.
  FieldReader(LaunchDraft& draft, const RequestFiles& files, const FieldNames& names)
      : draft_(draft), files_(files), names_(names) {}

  Result<void> read(Field field, const nlohmann::ordered_json& value);

 private:
  using Json = nlohmann::ordered_json;

  Result<void> read_value(Field field, const Json& value);
  Result<void> read_boot_part(Field field, const Json& value);
  Result<void> read_file(Field field, const std::string& name);
  Result<void> read_firmware(const std::string& name);
  Result<void> read_key_file(Field field, const std::string& name);
  Result<void> read_page(std::optional<VmsaPage>& page, Field field, const std::string& name);
  Result<void> read_launch_info(const std::string& name);

  std::string name_of(Field field) const { return std::string(names_(field)); }

  LaunchDraft& draft_;
  const RequestFiles& files_;
  const FieldNames& names_;
};

}  // namespace sevproof::internal

#endif
