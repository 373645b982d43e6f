#include "report/request_fields.h"

#include <utility>

#include "sevproof/formats/launch_info.h"
#include "sevproof/recognise.h"

namespace sevproof::internal {
namespace {

using Json = nlohmann::ordered_json;

// A number may be written as one, or as text in decimal or with 0x.
std::optional<std::string> text_of(const Json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number_unsigned()) return std::to_string(value.get<std::uint64_t>());
  if (value.is_number_integer()) return std::to_string(value.get<std::int64_t>());
  return std::nullopt;
}

// {"sha256": ..., "size": ...} of a file that is not at hand.
Result<RequestFiles::Streamed> read_digest(const Json& value, const std::string& what) {
  const auto digest = value.find("sha256");
  const auto size = value.find("size");
  if (value.size() != 2 || digest == value.end() || !digest->is_string() || size == value.end() ||
      !size->is_number_unsigned()) {
    return fail(wrong_type(what, "the name of a file, or sha256 and size"));
  }
  const auto known =
      parse_known_digest(KnownDigest::Of::kFirmware, what, digest->get_ref<const std::string&>());
  if (!known) return fail(known.error());
  return RequestFiles::Streamed{{known->sha256, size->get<std::uint64_t>()}, {}};
}

}  // namespace

Error wrong_type(std::string_view what, std::string_view expected) {
  return {ErrorCode::kMalformedRequest,
          std::string(what) + ": expected " + std::string(expected) + ", got another type",
          std::string(kRequestHint)};
}

Result<void> FieldReader::read_page(std::optional<VmsaPage>& page, Field field,
                                    const std::string& name) {
  const auto content = open_file(files_.whole, name);
  if (!content) return fail(content.error());
  const auto parsed = parse_vmsa(name_of(field), *content);
  if (!parsed) return fail(parsed.error());
  page = *parsed;
  return {};
}

Result<void> FieldReader::read_launch_info(const std::string& name) {
  const auto content = open_file(files_.whole, name);
  if (!content) return fail(content.error());
  const auto info = parse_launch_info(as_text(*content));
  if (!info) return fail(info.error());
  return take_launch_info(draft_, *info, names_);
}

Result<void> FieldReader::read_key_file(Field field, const std::string& name) {
  const auto content = open_file(files_.secret, name);
  if (!content) return fail(content.error());
  if (field == Field::kTk) {
    auto keys = parse_tk(content->view(), name_of(field));
    if (!keys) return fail(keys.error());
    draft_.tik = std::move(keys->tik);
    draft_.tek = std::move(keys->tek);
    draft_.keys_in_one_file = true;
    return {};
  }
  if (field == Field::kTik) {
    auto key = parse_tik(content->view(), name_of(field));
    if (!key) return fail(key.error());
    draft_.tik = std::move(*key);
    return {};
  }
  auto key = parse_tek(content->view(), name_of(field));
  if (!key) return fail(key.error());
  draft_.tek = std::move(*key);
  return {};
}

Result<void> FieldReader::read_file(Field field, const std::string& name) {
  switch (field) {
    case Field::kVmsaCpu0:
      return read_page(draft_.vmsa_cpu0, field, name);
    case Field::kVmsaCpu1:
      return read_page(draft_.vmsa_cpu1, field, name);
    case Field::kTk:
    case Field::kTik:
    case Field::kTek:
      return read_key_file(field, name);
    case Field::kLaunchInfo:
      return read_launch_info(name);
    default:
      return read_firmware(name);
  }
}

Result<void> FieldReader::read_firmware(const std::string& name) {
  auto image = open_file(files_.whole, name);
  if (!image) return fail(image.error());
  const std::string what = name_of(Field::kFirmware);
  if (auto checked = check_firmware_file(*image, what); !checked) return checked;
  if (auto parsed = parse_firmware(*image); !parsed) return fail(parsed.error());
  draft_.firmware = HashedBytes(std::move(*image));
  return {};
}

Result<void> FieldReader::read_boot_part(Field field, const Json& value) {
  const std::string what = name_of(field);
  if (!value.is_string() && !value.is_object()) {
    return fail(wrong_type(what, "the name of a file, or sha256 and size"));
  }
  const auto file = value.is_object() ? read_digest(value, what)
                                      : open_file(files_.streamed, value.get<std::string>());
  if (!file) return fail(file.error());
  const auto& [digest, head] = *file;
  const FieldInfo& info = field_info(field);
  if (digest.size < info.low || digest.size > info.high) {
    return fail(ErrorCode::kWrongFileSize,
                what + ": expected " + std::to_string(info.low) + " to " +
                    std::to_string(info.high) + " bytes, got " + std::to_string(digest.size),
                "Sizes are 32 bits wide in the boot protocol.");
  }
  if (field == Field::kInitrd) {
    draft_.initrd = BootPart{digest, recognise_wrong_initrd(head, digest.size)};
    return {};
  }
  const auto other = check_kernel_file(head, digest.size, what);
  if (!other) return fail(other.error());
  const KernelKind kind = head.empty() ? KernelKind::kUnknown : kernel_kind(head);
  draft_.kernel = BootPart{digest, *other, kind};
  return {};
}

Result<void> FieldReader::read_value(Field field, const Json& value) {
  const bool is_number = field_info(field).kind == FieldKind::kNumber;
  const auto text = text_of(value);
  if (!text || (!is_number && !value.is_string())) {
    return fail(wrong_type(name_of(field), is_number ? "a whole number" : "text"));
  }
  return read_trimmed_text(draft_, field, *text, names_(field));
}

Result<void> FieldReader::read(Field field, const Json& value) {
  const FieldKind kind = field_info(field).kind;
  if (kind == FieldKind::kHashed) return read_boot_part(field, value);
  if (kind != FieldKind::kFile) return read_value(field, value);
  if (value.is_string()) return read_file(field, value.get<std::string>());
  return fail(wrong_type(name_of(field), "the name of a file"));
}

}  // namespace sevproof::internal
