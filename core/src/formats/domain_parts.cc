#include "formats/domain_parts.h"

#include <utility>

#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof::internal {

using pugi::xml_node;

tl::unexpected<Error> domain_misfit(const std::string& fault, std::string hint) {
  return fail(ErrorCode::kMalformedDomainXml, std::string(kDomainXml) + ": " + fault,
              std::move(hint));
}

Result<xml_node> only_child(const xml_node& parent, const char* name) {
  if (xml_count(parent, name) > 1) {
    return domain_misfit("expected one <" + std::string(name) + "> in " + quote(parent.name()) +
                             ", got " + std::to_string(xml_count(parent, name)),
                         "libvirt writes it once: give the output of `virsh dumpxml DOMAIN`.");
  }
  return parent.child(name);
}

Result<void> read_text(const xml_node& parent, const char* name, std::optional<std::string>& text) {
  const auto child = only_child(parent, name);
  if (!child) return fail(child.error());
  if (*child) text = xml_text(*child);
  return {};
}

Result<void> read_number(const xml_node& parent, const char* name, std::uint32_t low,
                         std::uint32_t high, std::optional<std::uint32_t>& number) {
  std::optional<std::string> text;
  if (auto read = read_text(parent, name, text); !read) return read;
  if (!text) return {};
  const std::string what = std::string(kDomainXml) + ": <" + name + ">";
  const auto value = parse_number(what, trim(*text), low, high);
  if (!value) return fail(value.error());
  number = static_cast<std::uint32_t>(*value);
  return {};
}

bool says_yes(const xml_node& element, const char* attribute) {
  return std::string_view(element.attribute(attribute).value()) == "yes";
}

}  // namespace sevproof::internal
