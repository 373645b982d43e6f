#include "formats/xml_tree.h"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "base/utf8.h"
#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

constexpr std::string_view kHint =
    "Give the whole output of `virsh dumpxml DOMAIN`, saved as it is printed.";

Error malformed(std::string_view what, const std::string& fault) {
  return {ErrorCode::kMalformedDomainXml, std::string(what) + ": " + fault, std::string(kHint)};
}

std::string at_offset(std::size_t offset) { return " at offset " + std::to_string(offset); }

// XML 1.0, production 2 "Char": of the control characters only tab, newline and carriage return.
bool is_xml_char(std::uint64_t code_point) {
  if (code_point < 0x20) return code_point == '\t' || code_point == '\n' || code_point == '\r';
  if (code_point >= 0xd800 && code_point <= 0xdfff) return false;
  return code_point <= 0x10ffff && code_point != 0xfffe && code_point != 0xffff;
}

// pugixml takes any bytes, and a NUL for the end.
std::optional<std::size_t> find_bad_character(std::string_view text) {
  std::size_t offset = 0;
  while (offset < text.size()) {
    const std::size_t length = utf8_length(text.substr(offset));
    const auto byte = static_cast<unsigned char>(text[offset]);
    if (length == 0 || (length == 1 && !is_xml_char(byte))) return offset;
    offset += length;
  }
  return std::nullopt;
}

// Whether `text` begins with one of the five predefined references or that of a character.
bool begins_with_reference(std::string_view text) {
  constexpr std::array<std::string_view, 5> kPredefined = {"&lt;", "&gt;", "&amp;", "&quot;",
                                                           "&apos;"};
  for (const std::string_view known : kPredefined) {
    if (text.starts_with(known)) return true;
  }
  const std::size_t end = text.substr(0, 12).find(';');
  if (!text.starts_with("&#") || end == std::string_view::npos) return false;
  std::string digits(text.substr(2, end - 2));
  // &#x41; is hexadecimal; parse_number alone would take &#0x41; too.
  if (digits.find_first_of("xX", 1) != std::string::npos) return false;
  if (digits.starts_with('x')) digits.insert(0, "0");
  const auto code_point = parse_number("character", digits, 0, 0x10ffff);
  return code_point && is_xml_char(*code_point);
}

// The end of what begins at `offset` and in which no references are read; `offset` when nothing
// does.
std::size_t skip_literal(std::string_view text, std::size_t offset) {
  struct Literal {
    std::string_view begin;
    std::string_view end;
  };
  constexpr std::array<Literal, 3> kLiterals = {
      {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<?", "?>"}}};
  for (const Literal& literal : kLiterals) {
    if (!text.substr(offset).starts_with(literal.begin)) continue;
    const std::size_t end = text.find(literal.end, offset + literal.begin.size());
    return end == std::string_view::npos ? text.size() : end + literal.end.size();
  }
  return offset;
}

// pugixml leaves unknown references standing as text, and ends a text at the character of &#0;.
std::optional<std::size_t> find_bad_reference(std::string_view text) {
  std::size_t offset = text.find_first_of("&<");
  while (offset != std::string_view::npos) {
    if (text[offset] == '&' && !begins_with_reference(text.substr(offset))) return offset;
    const std::size_t after = skip_literal(text, offset);
    offset = text.find_first_of("&<", after == offset ? offset + 1 : after);
  }
  return std::nullopt;
}

std::string attribute_fault(const pugi::xml_node& element) {
  std::vector<std::string_view> names;
  for (const pugi::xml_attribute& attribute : element.attributes()) {
    const std::string_view name = attribute.name();
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      return "the attribute " + quote(name) + " is given twice in " + quote(element.name());
    }
    names.push_back(name);
    if (names.size() > kMaxXmlAttributes) {
      return "expected at most " + std::to_string(kMaxXmlAttributes) + " attributes in " +
             quote(element.name()) + ", got more";
    }
  }
  return {};
}

// In the order of the text and without recursion, since the depth is not bounded yet.
std::string tree_fault(const pugi::xml_node& document) {
  std::size_t depth = 0;
  pugi::xml_node node = document.first_child();
  while (node) {
    if (depth >= kMaxXmlDepth) {
      return "expected elements nested at most " + std::to_string(kMaxXmlDepth) + " deep, got more";
    }
    if (std::string fault = attribute_fault(node); !fault.empty()) return fault;
    if (node.first_child()) {
      node = node.first_child();
      ++depth;
      continue;
    }
    while (!node.next_sibling() && depth > 0) {
      node = node.parent();
      --depth;
    }
    node = node.next_sibling();
  }
  return {};
}

bool is_white(std::string_view text) { return trim(text).empty(); }

bool declares_utf8(const pugi::xml_node& declaration) {
  std::string encoding = declaration.attribute("encoding").value();
  for (char& c : encoding) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return encoding.empty() || encoding == "UTF-8" || encoding == "US-ASCII";
}

// What may stand beside the root: comments, white space and a declaration.
std::string top_level_fault(const pugi::xml_node& document) {
  std::size_t roots = 0;
  for (const pugi::xml_node& node : document.children()) {
    switch (node.type()) {
      case pugi::node_element:
        ++roots;
        break;
      case pugi::node_doctype:
        return "a document type declaration is not accepted";
      case pugi::node_declaration:
        if (!declares_utf8(node)) {
          return "expected the encoding UTF-8, got " + quote(node.attribute("encoding").value());
        }
        break;
      default:
        if (!is_white(node.value()))
          return "expected an element, got the text " + quote(trim(node.value()), 40);
    }
  }
  if (roots == 1) return {};
  return "expected one root element, got " + (roots == 0 ? "none" : std::to_string(roots));
}

std::string text_fault(std::string_view text) {
  if (const auto offset = find_bad_character(text)) {
    return "expected UTF-8 text, got " + quote(text.substr(*offset, 1)) + at_offset(*offset);
  }
  if (const auto offset = find_bad_reference(text)) {
    return "expected a known character reference, got " + quote(text.substr(*offset, 12)) +
           at_offset(*offset);
  }
  return {};
}

}  // namespace

Result<XmlTree> parse_xml(std::string_view what, std::string_view text) {
  if (std::string fault = text_fault(text); !fault.empty()) return fail(malformed(what, fault));
  constexpr unsigned kOptions = pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_fragment |
                                pugi::parse_doctype | pugi::parse_declaration;
  auto tree = std::make_unique<pugi::xml_document>();
  const pugi::xml_parse_result parsed =
      tree->load_buffer(text.data(), text.size(), kOptions, pugi::encoding_utf8);
  if (!parsed) {
    const auto offset = static_cast<std::size_t>(std::max<std::ptrdiff_t>(parsed.offset, 0));
    return fail(malformed(what, std::string("not well-formed XML") + at_offset(offset) + ": " +
                                    parsed.description()));
  }
  std::string fault = top_level_fault(*tree);
  if (fault.empty()) fault = tree_fault(*tree);
  if (!fault.empty()) return fail(malformed(what, fault));
  return tree;
}

std::string xml_text(const pugi::xml_node& element) {
  std::string text;
  for (const pugi::xml_node& child : element.children()) {
    const bool is_text = child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata;
    if (is_text) text += child.value();
  }
  return text;
}

std::size_t xml_count(const pugi::xml_node& parent, const char* name) {
  std::size_t count = 0;
  for (auto node = parent.child(name); node; node = node.next_sibling(name)) ++count;
  return count;
}

}  // namespace sevproof::internal
