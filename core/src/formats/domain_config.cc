#include "sevproof/formats/domain_config.h"

#include <limits>
#include <utility>

#include "formats/domain_devices.h"
#include "formats/xml_tree.h"
#include "sevproof/bytes.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using internal::xml_text;
using pugi::xml_node;

constexpr std::string_view kWhat = "domain XML";
constexpr std::string_view kWhite = " \t\r\n";

tl::unexpected<Error> misfit(const std::string& fault, std::string hint = {}) {
  return fail(ErrorCode::kMalformedDomainXml, std::string(kWhat) + ": " + fault, std::move(hint));
}

// The child of that name, or an empty node.
Result<xml_node> only_child(const xml_node& parent, const char* name) {
  if (internal::xml_count(parent, name) > 1) {
    return misfit("expected one <" + std::string(name) + "> in " + quote(parent.name()) + ", got " +
                      std::to_string(internal::xml_count(parent, name)),
                  "libvirt writes it once: give the output of `virsh dumpxml DOMAIN`.");
  }
  return parent.child(name);
}

// The text of a child that may be absent, as it is.
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
  const std::string what = std::string(kWhat) + ": <" + name + ">";
  const auto value = parse_number(what, trim(*text), low, high);
  if (!value) return fail(value.error());
  number = static_cast<std::uint32_t>(*value);
  return {};
}

// libvirt reads the policy in base 16, with or without 0x (virDomainSEVDefParseXML).
Result<void> read_policy(const xml_node& security, std::optional<std::uint32_t>& policy) {
  std::optional<std::string> text;
  if (auto read = read_text(security, "policy", text); !read) return read;
  if (!text) return {};
  std::string digits(trim(*text));
  if (!digits.starts_with("0x") && !digits.starts_with("0X")) digits.insert(0, "0x");
  const auto value = parse_number(std::string(kWhat) + ": <policy>", digits, 0,
                                  std::numeric_limits<std::uint32_t>::max());
  if (!value) return fail(value.error());
  policy = static_cast<std::uint32_t>(*value);
  return {};
}

// Line breaks inside the base64 are common: libvirt hands the text to QEMU, which skips them.
DomainBlob read_blob(const xml_node& security, const char* name) {
  DomainBlob blob;
  blob.count = internal::xml_count(security, name);
  if (blob.count == 0) return blob;
  std::string base64;
  for (const char c : xml_text(security.child(name))) {
    if (kWhite.find(c) == std::string_view::npos) base64 += c;
  }
  auto decoded = from_base64(base64);
  if (decoded) blob.bytes = *std::move(decoded);
  return blob;
}

Result<void> read_launch_security(const xml_node& root, DomainConfig& domain) {
  const xml_node first = root.child("launchSecurity");
  domain.launch_security = first.attribute("type").value();
  xml_node sev;
  for (auto node = first; node; node = node.next_sibling("launchSecurity")) {
    if (std::string_view(node.attribute("type").value()) != "sev") continue;
    if (!sev) sev = node;
    ++domain.sev_count;
  }
  if (!sev) return {};
  domain.launch_security = "sev";
  domain.kernel_hashes = std::string_view(sev.attribute("kernelHashes").value()) == "yes";
  domain.dh_cert = read_blob(sev, "dhCert");
  domain.session = read_blob(sev, "session");
  if (auto read = read_policy(sev, domain.policy); !read) return read;
  if (auto read = read_number(sev, "cbitpos", 0, 63, domain.cbitpos); !read) return read;
  return read_number(sev, "reducedPhysBits", 0, 63, domain.reduced_phys_bits);
}

bool says_yes(const xml_node& element, const char* attribute) {
  return std::string_view(element.attribute(attribute).value()) == "yes";
}

DomainLoader read_loader(const xml_node& element) {
  DomainLoader loader;
  loader.path = trim(xml_text(element));
  if (const auto type = element.attribute("type")) loader.type = type.value();
  loader.readonly = says_yes(element, "readonly");
  loader.secure = says_yes(element, "secure");
  loader.stateless = says_yes(element, "stateless");
  return loader;
}

Result<void> read_os(const xml_node& root, DomainConfig& domain) {
  const auto os = only_child(root, "os");
  if (!os) return fail(os.error());
  domain.auto_firmware = os->attribute("firmware").value();
  for (auto node = os->child("loader"); node; node = node.next_sibling("loader")) {
    domain.loaders.push_back(read_loader(node));
  }
  domain.nvram = !os->child("nvram").empty();
  domain.varstore = !os->child("varstore").empty();
  if (auto read = read_text(*os, "kernel", domain.kernel); !read) return read;
  if (auto read = read_text(*os, "initrd", domain.initrd); !read) return read;
  if (auto read = read_text(*os, "cmdline", domain.cmdline); !read) return read;
  if (auto read = read_text(*os, "shim", domain.shim); !read) return read;
  return read_text(*os, "dtb", domain.dtb);
}

// <vcpu current='2'>4</vcpu>: two at start, four at most.
Result<void> read_vcpus(const xml_node& root, DomainConfig& domain) {
  if (auto read = read_number(root, "vcpu", 1, kMaxVcpus, domain.max_vcpus); !read) return read;
  domain.vcpus = domain.max_vcpus;
  const auto current = root.child("vcpu").attribute("current");
  if (!current || !domain.max_vcpus) return {};
  const auto number = parse_number(std::string(kWhat) + ": current of <vcpu>", current.value(), 1,
                                   *domain.max_vcpus);
  if (!number) return fail(number.error());
  domain.vcpus = static_cast<std::uint32_t>(*number);
  return {};
}

Result<void> read_cpu(const xml_node& root, DomainConfig& domain) {
  const auto element = only_child(root, "cpu");
  if (!element) return fail(element.error());
  if (!*element) return {};
  DomainCpu cpu;
  if (const auto mode = element->attribute("mode")) cpu.mode = mode.value();
  const auto model = only_child(*element, "model");
  if (!model) return fail(model.error());
  cpu.model = trim(xml_text(*model));
  domain.cpu = std::move(cpu);
  return {};
}

void read_memory(const xml_node& root, DomainConfig& domain) {
  const xml_node backing = root.child("memoryBacking");
  domain.memory_locked = !backing.child("locked").empty();
  domain.memory_source = backing.child("source").attribute("type").value();
  domain.memory_hard_limit = !root.child("memtune").child("hard_limit").empty();
}

Result<xml_node> find_root(const pugi::xml_document& document) {
  const xml_node root = document.document_element();
  if (std::string_view(root.name()) == "domain") return root;
  return misfit("expected the element 'domain', got " + quote(root.name()),
                "`virsh dumpxml DOMAIN` prints it.");
}

}  // namespace

Result<DomainConfig> parse_domain(std::string_view xml) {
  if (xml.size() > kMaxDomainXmlSize) {
    return misfit("expected at most " + std::to_string(kMaxDomainXmlSize) + " bytes, got " +
                  std::to_string(xml.size()));
  }
  const auto tree = internal::parse_xml(kWhat, xml);
  if (!tree) return fail(tree.error());
  const auto root = find_root(**tree);
  if (!root) return fail(root.error());
  DomainConfig domain;
  domain.name = trim(xml_text(root->child("name")));
  for (const auto read : {&read_launch_security, &read_os, &read_vcpus, &read_cpu}) {
    if (auto done = read(*root, domain); !done) return fail(done.error());
  }
  read_memory(*root, domain);
  domain.virtio = internal::virtio_devices(root->child("devices"));
  return domain;
}

std::optional<std::uint32_t> domain_cpu_signature(const DomainConfig& domain) {
  constexpr std::string_view kDefaultModel = "qemu64";
  if (domain.cpu && domain.cpu->mode != "custom") return std::nullopt;
  const bool names_model = domain.cpu && !domain.cpu->model.empty();
  const auto sku =
      find_cpu_model(names_model ? std::string_view(domain.cpu->model) : kDefaultModel);
  if (!sku) return std::nullopt;
  const auto signature = cpu_signature(*sku);
  if (!signature) return std::nullopt;
  return *signature;
}

}  // namespace sevproof
