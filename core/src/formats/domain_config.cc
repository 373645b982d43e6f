#include "sevproof/formats/domain_config.h"

#include <utility>

#include "formats/domain_devices.h"
#include "formats/domain_parts.h"
#include "sevproof/bytes.h"
#include "sevproof/formats/cpu.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using internal::domain_misfit;
using internal::kDomainXml;
using internal::only_child;
using internal::read_number;
using internal::read_text;
using internal::says_yes;
using internal::xml_text;
using pugi::xml_node;

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
  const auto number = parse_number(std::string(kDomainXml) + ": current of <vcpu>", current.value(),
                                   1, *domain.max_vcpus);
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

// Without the prefix of its namespace, which the document chooses.
std::string_view local_name(const xml_node& element) {
  const std::string_view name = element.name();
  return name.substr(name.find(':') + 1);
}

// <qemu:commandline>
void read_qemu_arguments(const xml_node& root, DomainConfig& domain) {
  for (const xml_node& element : root.children()) {
    if (local_name(element) != "commandline") continue;
    for (const xml_node& argument : element.children()) {
      const auto value = argument.attribute("value");
      if (value && local_name(argument) == "arg") {
        domain.qemu_arguments.emplace_back(value.value());
      }
    }
  }
}

Result<xml_node> find_root(const pugi::xml_document& document) {
  const xml_node root = document.document_element();
  if (std::string_view(root.name()) == "domain") return root;
  return domain_misfit("expected the element 'domain', got " + quote(root.name()),
                       "`virsh dumpxml DOMAIN` prints it.");
}

}  // namespace

Result<DomainConfig> parse_domain(std::string_view xml) {
  if (xml.size() > kMaxDomainXmlSize) {
    return domain_misfit("expected at most " + std::to_string(kMaxDomainXmlSize) + " bytes, got " +
                         std::to_string(xml.size()));
  }
  const auto tree = internal::parse_xml(kDomainXml, xml);
  if (!tree) return fail(tree.error());
  const auto root = find_root(**tree);
  if (!root) return fail(root.error());
  DomainConfig domain;
  domain.name = trim(xml_text(root->child("name")));
  for (const auto read : {&internal::read_launch_security, &read_os, &read_vcpus, &read_cpu}) {
    if (auto done = read(*root, domain); !done) return fail(done.error());
  }
  read_memory(*root, domain);
  domain.virtio = internal::virtio_devices(root->child("devices"));
  read_qemu_arguments(*root, domain);
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
