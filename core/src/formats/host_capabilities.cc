#include <string>

#include "formats/xml_tree.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

constexpr std::string_view kWhat = "capabilities XML";

Result<std::uint32_t> read_part(const pugi::xml_node& signature, const char* name,
                                std::uint32_t high) {
  const auto number =
      parse_number(std::string(kWhat) + ": " + name, signature.attribute(name).value(), 0, high);
  if (!number) return fail(number.error());
  return static_cast<std::uint32_t>(*number);
}

Result<CpuSku> read_signature(const pugi::xml_node& signature) {
  const auto family = read_part(signature, "family", CpuSku::kMaxFamily);
  if (!family) return fail(family.error());
  const auto model = read_part(signature, "model", CpuSku::kMaxModel);
  if (!model) return fail(model.error());
  const auto stepping = read_part(signature, "stepping", CpuSku::kMaxStepping);
  if (!stepping) return fail(stepping.error());
  return CpuSku{*family, *model, *stepping};
}

}  // namespace

Result<std::optional<CpuSku>> parse_host_cpu(std::string_view xml) {
  if (xml.size() > kMaxCapabilitiesSize) {
    return fail(ErrorCode::kMalformedHostData, std::string(kWhat) + ": expected at most " +
                                                   std::to_string(kMaxCapabilitiesSize) +
                                                   " bytes, got " + std::to_string(xml.size()));
  }
  const auto tree = internal::parse_xml(kWhat, xml);
  if (!tree) return fail(tree.error());
  const auto root = (*tree)->document_element();
  if (std::string_view(root.name()) != "capabilities") {
    return fail(
        ErrorCode::kMalformedHostData,
        std::string(kWhat) + ": expected the root <capabilities>, got " + quote(root.name()));
  }
  const auto cpu = root.child("host").child("cpu");
  if (internal::xml_count(cpu, "signature") != 1) return std::nullopt;
  const auto sku = read_signature(cpu.child("signature"));
  if (!sku) return fail(sku.error());
  return *sku;
}

}  // namespace sevproof
