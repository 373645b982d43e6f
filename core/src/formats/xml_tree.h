// XML from a host that may be hostile: bounded in size, depth and attributes, and strict where
// pugixml is lenient. Entities are never declared, so never expanded.
#ifndef SEVPROOF_FORMATS_XML_TREE_H
#define SEVPROOF_FORMATS_XML_TREE_H

#include <cstddef>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "sevproof/result.h"

namespace sevproof::internal {

// What libvirt's own parser (libxml2) reads at most.
inline constexpr std::size_t kMaxXmlDepth = 256;
inline constexpr std::size_t kMaxXmlAttributes = 256;  // of one element

using XmlTree = std::unique_ptr<pugi::xml_document>;

// UTF-8 without a document type declaration, exactly one root element. Fails with kInvalid; `what`
// begins the message.
Result<XmlTree> parse_xml(std::string_view what, std::string_view text);

// All text directly in an element, CDATA sections included.
std::string xml_text(const pugi::xml_node& element);

// How many children have the name.
std::size_t xml_count(const pugi::xml_node& parent, const char* name);

}  // namespace sevproof::internal

#endif
