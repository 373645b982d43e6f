// <launchSecurity> of a libvirt domain.
#include <limits>
#include <utility>

#include "formats/domain_parts.h"
#include "sevproof/bytes.h"
#include "sevproof/text.h"

namespace sevproof::internal {
namespace {

using pugi::xml_node;

constexpr std::string_view kWhite = " \t\r\n";

// libvirt reads the policy in base 16, with or without 0x (virDomainSEVDefParseXML,
// virDomainSEVSNPDefParseXML).
template <typename Policy>
Result<void> read_policy(const xml_node& security, std::optional<Policy>& policy) {
  std::optional<std::string> text;
  if (auto read = read_text(security, "policy", text); !read) return read;
  if (!text) return {};
  std::string digits(trim(*text));
  if (!digits.starts_with("0x") && !digits.starts_with("0X")) digits.insert(0, "0x");
  const auto value = parse_number(std::string(kDomainXml) + ": <policy>", digits, 0,
                                  std::numeric_limits<Policy>::max());
  if (!value) {
    return fail(ErrorCode::kMalformedDomainXml,
                std::string(kDomainXml) + ": <policy>: expected a number in hexadecimal, got " +
                    quote(*text),
                "libvirt reads it in base 16, with or without 0x.");
  }
  policy = static_cast<Policy>(*value);
  return {};
}

// Line breaks inside the base64 are common: libvirt hands the text to QEMU, which skips them. Other
// white space QEMU takes in some values only.
DomainBlob read_blob(const xml_node& security, const char* name) {
  DomainBlob blob;
  blob.count = xml_count(security, name);
  if (blob.count == 0) return blob;
  std::string base64;
  for (const char c : xml_text(security.child(name))) {
    if (kWhite.find(c) == std::string_view::npos) {
      base64 += c;
    } else if (c != '\n') {
      blob.has_blanks = true;
    }
  }
  auto decoded = from_base64(base64);
  if (decoded) blob.bytes = *std::move(decoded);
  return blob;
}

Result<void> read_host_bits(const xml_node& security, DomainConfig& domain) {
  if (auto read = read_number(security, "cbitpos", 0, 63, domain.cbitpos); !read) return read;
  return read_number(security, "reducedPhysBits", 0, 63, domain.reduced_phys_bits);
}

Result<void> read_sev(const xml_node& sev, DomainConfig& domain) {
  domain.kernel_hashes = says_yes(sev, "kernelHashes");
  domain.dh_cert = read_blob(sev, "dhCert");
  domain.session = read_blob(sev, "session");
  if (auto read = read_policy(sev, domain.policy); !read) return read;
  return read_host_bits(sev, domain);
}

// What is not there leaves the value as it is.
Result<void> read_yes_or_no(const xml_node& security, const char* name, bool& value) {
  const auto attribute = security.attribute(name);
  if (!attribute) return {};
  const std::string_view word = attribute.value();
  if (word != "yes" && word != "no") {
    return domain_misfit(
        std::string(name) + " of <launchSecurity>: expected yes or no, got " + quote(word),
        "libvirt refuses such a domain.");
  }
  value = word == "yes";
  return {};
}

Result<void> read_snp(const xml_node& security, DomainConfig& domain) {
  DomainSnp& snp = *domain.snp;
  if (auto read = read_yes_or_no(security, "kernelHashes", snp.kernel_hashes); !read) return read;
  if (auto read = read_yes_or_no(security, "authorKey", snp.author_key); !read) return read;
  if (auto read = read_yes_or_no(security, "vcek", snp.vcek); !read) return read;
  snp.id_block = read_blob(security, "idBlock");
  snp.id_auth = read_blob(security, "idAuth");
  snp.host_data = read_blob(security, "hostData");
  snp.visible_workarounds = read_blob(security, "guestVisibleWorkarounds");
  snp.has_session = security.child("dhCert") || security.child("session");
  if (auto read = read_policy(security, snp.policy); !read) return read;
  return read_host_bits(security, domain);
}

}  // namespace

Result<void> read_launch_security(const xml_node& root, DomainConfig& domain) {
  const xml_node first = root.child("launchSecurity");
  domain.launch_security = first.attribute("type").value();
  xml_node sev;
  xml_node snp;
  std::size_t snp_count = 0;
  for (auto node = first; node; node = node.next_sibling("launchSecurity")) {
    const std::string_view type = node.attribute("type").value();
    if (type == "sev") {
      if (!sev) sev = node;
      ++domain.sev_count;
    } else if (type == "sev-snp") {
      if (!snp) snp = node;
      ++snp_count;
    }
  }
  if (sev) domain.launch_security = "sev";
  if (sev) return read_sev(sev, domain);
  if (!snp) return {};
  domain.launch_security = "sev-snp";
  domain.snp.emplace().count = snp_count;
  return read_snp(snp, domain);
}

}  // namespace sevproof::internal
