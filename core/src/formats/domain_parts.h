// What the readers of a libvirt domain's XML share.
#ifndef SEVPROOF_FORMATS_DOMAIN_PARTS_H
#define SEVPROOF_FORMATS_DOMAIN_PARTS_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/xml_tree.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/result.h"

namespace sevproof::internal {

inline constexpr std::string_view kDomainXml = "domain XML";

tl::unexpected<Error> domain_misfit(const std::string& fault, std::string hint = {});

// The child of that name, or an empty node. Fails where there are two.
Result<pugi::xml_node> only_child(const pugi::xml_node& parent, const char* name);

// The text of a child that may be absent, as it is.
Result<void> read_text(const pugi::xml_node& parent, const char* name,
                       std::optional<std::string>& text);

Result<void> read_number(const pugi::xml_node& parent, const char* name, std::uint32_t low,
                         std::uint32_t high, std::optional<std::uint32_t>& number);

bool says_yes(const pugi::xml_node& element, const char* attribute);

// The elements <launchSecurity>, of whatever type.
Result<void> read_launch_security(const pugi::xml_node& root, DomainConfig& domain);

}  // namespace sevproof::internal

#endif
