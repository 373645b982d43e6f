// A CPU in the forms in which people have it.
#include <algorithm>
#include <array>
#include <limits>

#include "base/ascii_text.h"
#include "sevproof/bytes.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

constexpr auto kAnyNumber = std::numeric_limits<std::uint32_t>::max();
// Smaller ones are families, versions and hexadecimal numbers without their 0x.
constexpr std::uint32_t kFirstFamily = 4;

tl::unexpected<Error> misfit(const std::string& fault, std::string hint) {
  return fail(ErrorCode::kUnknownCpuModel, "CPU: " + fault, std::move(hint));
}

struct SkuPart {
  std::string_view name;
  std::uint32_t CpuSku::*value;
  std::uint32_t high;
};

constexpr std::array<SkuPart, 3> kParts = {{{"family", &CpuSku::family, CpuSku::kMaxFamily},
                                            {"model", &CpuSku::model, CpuSku::kMaxModel},
                                            {"stepping", &CpuSku::stepping, CpuSku::kMaxStepping}}};

Result<void> read_part(const SkuPart& part, std::string_view text, CpuSku& sku) {
  const auto number = parse_number("CPU " + std::string(part.name), text, 0, part.high);
  if (!number) return fail(number.error());
  sku.*part.value = static_cast<std::uint32_t>(*number);
  return {};
}

// "25/1/1"
Result<std::uint32_t> read_sku(std::string_view text) {
  if (std::count(text.begin(), text.end(), '/') != 2) {
    return misfit("expected FAMILY/MODEL/STEPPING, such as 25/1/1, got " + quote(text), "");
  }
  CpuSku sku;
  for (const SkuPart& part : kParts) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    if (auto read = read_part(part, text.substr(0, slash), sku); !read) return fail(read.error());
    text.remove_prefix(std::min(slash + 1, text.size()));
  }
  return cpu_signature(sku);
}

bool is_signature(std::uint64_t number) {
  if (number > kAnyNumber) return false;
  const auto signature = static_cast<std::uint32_t>(number);
  const CpuSku sku = decode_cpu_signature(signature);
  const auto again = cpu_signature(sku);
  return again && *again == signature && sku.family >= kFirstFamily;
}

// The error, with "did you mean 0xa00f11?" where `text` is a signature without its 0x.
Error with_meant_signature(std::string_view text, Error error) {
  const std::string meant = "0x" + std::string(text);
  const auto number = parse_number("CPU signature", meant, 0, kAnyNumber);
  if (number && is_signature(*number)) {
    error.hint = "Numbers are decimal unless they begin with 0x: did you mean " + meant + "?";
  }
  return error;
}

// "0xa00f11"
Result<std::uint32_t> read_signature(std::string_view text) {
  const auto number = parse_number("CPU signature", text, 0, kAnyNumber);
  if (!number) return fail(with_meant_signature(text, number.error()));
  if (is_signature(*number)) return static_cast<std::uint32_t>(*number);
  const std::string fault = "expected the signature of a CPU, such as 0xa00f11, got " +
                            quote(text) + ", which no CPU has";
  return fail(with_meant_signature(
      text, misfit(fault,
                   "Numbers are decimal unless they begin with 0x. Family, model and "
                   "stepping are given as 25/1/1.")
                .value()));
}

bool is_feature_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

const SkuPart* find_part(std::string_view name) {
  const auto part = std::find_if(kParts.begin(), kParts.end(),
                                 [&](const SkuPart& known) { return known.name == name; });
  return part == kParts.end() ? nullptr : &*part;
}

// What stands behind a name, between commas: "family=23", "+invtsc", "x2apic=on", "enforce".
class FeatureList {
 public:
  explicit FeatureList(CpuSku& sku) : sku_(sku) {}

  // Whether family, model and stepping are all there, so that nothing of the model's own is left.
  bool has_whole_sku() const { return std::count(seen_.begin(), seen_.end(), true) == 3; }

  Result<void> read(std::string_view feature) {
    const std::size_t equals = feature.find('=');
    const bool has_value = equals != std::string_view::npos;
    const bool has_sign = feature.starts_with('+') || feature.starts_with('-');
    const auto name = feature.substr(0, equals).substr(has_sign ? 1 : 0);
    const SkuPart* part = find_part(internal::to_lower(name));
    if (part != nullptr) {
      if (has_sign || !has_value || name != part->name) return refuse(feature, *part);
      return read_part_once(*part, feature.substr(equals + 1));
    }
    if (!is_feature_name(name) || (has_sign && has_value)) {
      return misfit("expected features after the model's name, such as +invtsc or x2apic=on, got " +
                        quote(feature),
                    "Write it as for -cpu of QEMU: NAME,FEATURE,FEATURE.");
    }
    return {};
  }

 private:
  static Result<void> refuse(std::string_view feature, const SkuPart& part) {
    const std::string form = std::string(part.name) + "=N";
    return misfit("expected " + form + ", got " + quote(feature), "QEMU takes no other form.");
  }

  Result<void> read_part_once(const SkuPart& part, std::string_view text) {
    bool& seen = seen_.at(static_cast<std::size_t>(&part - kParts.data()));
    if (seen) {
      return misfit("expected one " + std::string(part.name) + ", got two",
                    "Give the one that the guest was started with.");
    }
    seen = true;
    return read_part(part, text, sku_);
  }

  CpuSku& sku_;
  std::array<bool, kParts.size()> seen_{};
};

// "EPYC-Milan,family=23,+invtsc"
Result<std::uint32_t> read_qemu_argument(std::string_view text) {
  const std::size_t comma = std::min(text.find(','), text.size());
  const std::string_view name = text.substr(0, comma);
  const auto model = find_cpu_model(name);
  const bool is_own = name == "host" || name == "max";
  if (!model && !is_own) return fail(with_meant_signature(text, model.error()));
  CpuSku sku = model.value_or(CpuSku{});
  FeatureList features(sku);
  std::string_view rest = text.substr(comma);
  while (!rest.empty()) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(rest.find(','), rest.size());
    if (auto read = features.read(rest.substr(0, end)); !read) return fail(read.error());
    rest.remove_prefix(end);
  }
  if (!model && !features.has_whole_sku()) return fail(model.error());
  return cpu_signature(sku);
}

}  // namespace

Result<std::uint32_t> parse_cpu(std::string_view text) {
  if (text.find('/') != std::string_view::npos) return read_sku(text);
  if (!text.empty() && text.front() >= '0' && text.front() <= '9') return read_signature(text);
  return read_qemu_argument(text);
}

}  // namespace sevproof
