#include "sevproof/snp/tcb.h"

#include <algorithm>
#include <array>
#include <optional>

#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof::snp {
namespace {

// Where a line has its components; those that it does not have are nowhere.
constexpr std::uint8_t kNowhere = 0xff;

struct Layout {
  std::uint8_t fmc;
  std::uint8_t boot_loader;
  std::uint8_t tee;
  std::uint8_t snp;
  std::uint8_t microcode;
};

constexpr Layout kMilanLayout = {kNowhere, 0, 1, 6, 7};
constexpr Layout kTurinLayout = {0, 1, 2, 3, 7};

const Layout& layout_of(AmdGeneration line) {
  return line == AmdGeneration::kTurin ? kTurinLayout : kMilanLayout;
}

// As AMD's key server names them.
struct Component {
  std::string_view name;
  std::optional<std::uint8_t> MinimumTcb::*minimum;
};

constexpr auto kComponents = std::to_array<Component>({{"fmc", &MinimumTcb::fmc},
                                                       {"bl", &MinimumTcb::boot_loader},
                                                       {"tee", &MinimumTcb::tee},
                                                       {"snp", &MinimumTcb::snp},
                                                       {"ucode", &MinimumTcb::microcode}});

MinimumTcb as_minimum(const Tcb& tcb) {
  return {tcb.fmc, tcb.boot_loader, tcb.tee, tcb.snp, tcb.microcode};
}

const Component* find_component(std::string_view name) {
  constexpr std::string_view kSuffix = "SPL";
  if (name.ends_with(kSuffix)) name.remove_suffix(kSuffix.size());
  for (const Component& one : kComponents) {
    if (one.name == name) return &one;
  }
  return nullptr;
}

}  // namespace

std::optional<AmdGeneration> line_of_cpu(std::uint8_t family, std::uint8_t model) {
  constexpr std::uint8_t kZen3And4 = 0x19;
  constexpr std::uint8_t kZen5 = 0x1a;
  if (family == kZen3And4) {
    if (model <= 0x0f) return AmdGeneration::kMilan;
    const bool is_genoa = model <= 0x1f || (model >= 0xa0 && model <= 0xaf);
    return is_genoa ? std::optional(AmdGeneration::kGenoa) : std::nullopt;
  }
  const bool is_turin = family == kZen5 && model <= 0x11;
  return is_turin ? std::optional(AmdGeneration::kTurin) : std::nullopt;
}

std::optional<AmdGeneration> line_of_product(std::string_view product_name) {
  const std::string_view line = product_name.substr(0, product_name.find('-'));
  for (const AmdGeneration one :
       {AmdGeneration::kMilan, AmdGeneration::kGenoa, AmdGeneration::kTurin}) {
    if (generation_name(one) == line) return one;
  }
  return std::nullopt;
}

Tcb read_tcb(AmdGeneration line, const TcbBytes& bytes) {
  const Layout& at = layout_of(line);
  Tcb tcb{std::nullopt, bytes[at.boot_loader], bytes[at.tee], bytes[at.snp], bytes[at.microcode]};
  if (at.fmc != kNowhere) tcb.fmc = bytes[at.fmc];
  return tcb;
}

bool has_zero_reserve(AmdGeneration line, const TcbBytes& bytes) {
  const Layout& at = layout_of(line);
  TcbBytes rest = bytes;
  for (const std::uint8_t used : {at.fmc, at.boot_loader, at.tee, at.snp, at.microcode}) {
    if (used != kNowhere) rest[used] = 0;
  }
  return is_zero(rest);
}

std::string tcb_text(const MinimumTcb& minimum) {
  std::string text;
  for (const Component& one : kComponents) {
    const auto& value = minimum.*one.minimum;
    if (!value) continue;
    text += (text.empty() ? "" : ", ") + std::string(one.name) + " " + std::to_string(*value);
  }
  return text;
}

std::string tcb_text(const Tcb& tcb) { return tcb_text(as_minimum(tcb)); }

std::string firmware_text(const FirmwareVersion& version) {
  return std::to_string(version.major) + "." + std::to_string(version.minor) + "." +
         std::to_string(version.build);
}

bool reaches(const Tcb& tcb, const MinimumTcb& minimum) {
  const MinimumTcb has = as_minimum(tcb);
  for (const Component& one : kComponents) {
    const auto& least = minimum.*one.minimum;
    const auto& value = has.*one.minimum;
    if (least && (!value || *value < *least)) return false;
  }
  return true;
}

Result<MinimumTcb> parse_minimum_tcb(std::string_view what, std::string_view text) {
  MinimumTcb minimum;
  std::string_view rest = trim(text);
  const Error misfit(ErrorCode::kInvalidInput,
                     std::string(what) +
                         ": expected bl, tee, snp, ucode or fmc with a number each, " +
                         "such as bl=4,tee=0,snp=24,ucode=219, got " + quote(text));
  if (rest.empty()) return fail(misfit);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of(",& \t\r\n"), rest.size());
    const std::string_view item = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (item.empty()) continue;
    const std::size_t equals = item.find('=');
    const Component* component =
        equals == std::string_view::npos ? nullptr : find_component(item.substr(0, equals));
    if (component == nullptr || minimum.*component->minimum) return fail(misfit);
    const auto value = parse_number(what, item.substr(equals + 1), 0, 0xff);
    if (!value) return fail(value.error());
    minimum.*component->minimum = static_cast<std::uint8_t>(*value);
  }
  if (minimum == MinimumTcb()) return fail(misfit);
  return minimum;
}

Result<FirmwareVersion> parse_firmware_version(std::string_view what, std::string_view text) {
  std::array<std::uint8_t, 3> parts{};
  std::string_view rest = trim(text);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool is_last = i + 1 == parts.size();
    const std::size_t dot = is_last ? rest.size() : rest.find('.');
    const auto number = parse_number(what, rest.substr(0, dot), 0, 0xff);
    if (dot == std::string_view::npos || !number) {
      return fail(ErrorCode::kInvalidInput,
                  std::string(what) + ": expected major, minor and build, such as 1.55.29, got " +
                      quote(text));
    }
    parts[i] = static_cast<std::uint8_t>(*number);
    if (!is_last) rest.remove_prefix(dot + 1);
  }
  return FirmwareVersion{parts[0], parts[1], parts[2]};
}

namespace {

template <typename Value>
Result<ByLine<Value>> parse_by_line(std::string_view what, std::string_view text,
                                    Result<Value> (*parse)(std::string_view, std::string_view)) {
  ByLine<Value> values;
  for (std::string_view rest = text;;) {
    const std::size_t end = std::min(rest.find(';'), rest.size());
    const std::string_view part = rest.substr(0, end);
    const std::size_t colon = part.find(':');
    const bool is_of_line = colon != std::string_view::npos;
    const std::string_view name = is_of_line ? trim(part.substr(0, colon)) : "";
    const auto line = line_of_product(name);
    if (is_of_line && (!line || name != generation_name(*line))) {
      return fail(ErrorCode::kInvalidInput,
                  std::string(what) + ": expected Milan, Genoa or Turin, got " + quote(name),
                  "Bergamo and Siena are of Genoa's line.");
    }
    const auto value = parse(what, is_of_line ? part.substr(colon + 1) : part);
    if (!value) return fail(value.error());
    const bool is_there = line ? std::any_of(values.of_line.begin(), values.of_line.end(),
                                             [&](const auto& one) { return one.first == *line; })
                               : values.of_others.has_value();
    if (is_there) {
      return fail(
          ErrorCode::kInvalidInput,
          std::string(what) + ": expected each line of processors once, got " + quote(text));
    }
    if (line) {
      values.of_line.emplace_back(*line, *value);
    } else {
      values.of_others = *value;
    }
    if (end == rest.size()) return values;
    rest.remove_prefix(end + 1);
  }
}

}  // namespace

Result<ByLine<MinimumTcb>> parse_minimum_tcbs(std::string_view what, std::string_view text) {
  return parse_by_line<MinimumTcb>(what, text, &parse_minimum_tcb);
}

Result<ByLine<FirmwareVersion>> parse_firmware_versions(std::string_view what,
                                                        std::string_view text) {
  return parse_by_line<FirmwareVersion>(what, text, &parse_firmware_version);
}

}  // namespace sevproof::snp
