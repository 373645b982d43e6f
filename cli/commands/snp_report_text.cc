#include "commands/snp_report_text.h"

#include <algorithm>

#include "commands/columns.h"
#include "sevproof/snp/policy.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

constexpr std::size_t kNameWidth = 24;

std::string row(std::string_view name, const std::string& value) {
  return "  " + padded(name, kNameWidth) + value + "\n";
}

std::string signer_words(const SnpReport& report) {
  if ((report.key_info & SnpReport::kMaskChipKey) != 0) return "not signed (MASK_CHIP_KEY)";
  switch (report.signing_key()) {
    case 0:
      return "signed with the chip's key (VCEK)";
    case 1:
      return "signed with the provider's key (VLEK)";
    case 7:
      return "not signed";
    default:
      return "signing key " + std::to_string(report.signing_key());
  }
}

std::string line_words(const SnpReport& report, std::optional<AmdGeneration> line) {
  return line                 ? std::string(generation_name(*line))
         : report.version < 3 ? "line of processors not said"
                              : "line of processors not known";
}

std::string tcb_words(const TcbBytes& bytes, std::optional<AmdGeneration> line) {
  if (!line) return "bytes " + to_hex(bytes) + " (their order depends on the line)";
  return snp::tcb_text(snp::read_tcb(*line, bytes));
}

std::string bits_words(std::uint64_t value) {
  std::string text;
  for (const std::string& name : snp::platform_info_names(value)) {
    text += (text.empty() ? " (" : ", ") + name;
  }
  return to_hex_number(value) + (text.empty() ? "" : text + ")");
}

std::string hex_or_zero(ByteView bytes) { return is_zero(bytes) ? "all zero" : to_hex(bytes); }

// Without a migration agent firmware writes ones.
std::string agent_words(const SnpReport& report) {
  const bool has_agent =
      std::ranges::any_of(report.report_id_ma, [](auto it) { return it != 0xff; });
  return has_agent ? to_hex(report.report_id_ma) : "no migration agent";
}

std::string identity_text(const SnpReport& report) {
  std::string text = row("guest policy", snp::policy_text({report.policy}));
  text += row("VMPL", snp::vmpl_text(report.vmpl));
  text += row("REPORT_DATA", hex_or_zero(report.report_data));
  text += row("MEASUREMENT", to_hex(report.measurement));
  text += row("HOST_DATA", hex_or_zero(report.host_data));
  text += row("guest SVN", std::to_string(report.guest_svn));
  text += row("family id", hex_or_zero(report.family_id));
  text += row("image id", hex_or_zero(report.image_id));
  text += row("ID key digest", hex_or_zero(report.id_key_digest));
  text += row("author key digest",
              report.has_author_key() ? to_hex(report.author_key_digest) : "no author key");
  text += row("REPORT_ID", to_hex(report.report_id));
  text += row("migration agent", agent_words(report));
  return text;
}

std::string platform_text(const SnpReport& report, std::optional<AmdGeneration> line) {
  std::string text = row("CHIP_ID", hex_or_zero(report.chip_id));
  text += row("CPU", cpu_text(report));
  text += row("platform info", bits_words(report.platform_info));
  text += row("firmware, reported", tcb_words(report.reported_tcb, line));
  text += row("firmware, committed", tcb_words(report.committed_tcb, line) + "; SEV firmware " +
                                         snp::firmware_text(report.committed_firmware));
  text += row("firmware, current", tcb_words(report.current_tcb, line) + "; SEV firmware " +
                                       snp::firmware_text(report.current_firmware));
  text += row("firmware, at launch", tcb_words(report.launch_tcb, line));
  if (report.version < 5) return text;
  text += row("mitigations, at launch", to_hex_number(report.launch_mitigations));
  text += row("mitigations, current", to_hex_number(report.current_mitigations));
  return text;
}

std::string link_text(const snp::ChainLink& link) {
  return "  " + padded(link.role, 6) + padded(printable(link.subject), 16) + "valid " +
         time_text(link.not_before).substr(0, 10) + " to " +
         time_text(link.not_after).substr(0, 10) + ", " + link.source + "\n";
}

std::string certificate_text(const GivenCertificate& given) {
  std::string text = link_text(snp::link_of(given));
  const std::string fault = snp::standing_fault(given);
  text += "        " + (fault.empty() ? "AMD's" : "not AMD's: " + fault) + "\n";
  text += "        SHA-256 " + to_hex(sha256(given.certificate.der)) + "\n";
  const auto vek = parse_vek_extensions(given.certificate, given.source);
  if (!vek || vek->product_name.empty()) return text;
  text += "        " + printable(vek->product_name);
  if (vek->hwid) text += ", chip " + to_hex(*vek->hwid);
  if (vek->csp_id) text += ", provider " + quote(*vek->csp_id);
  text += "\n        firmware " +
          snp::tcb_text(snp::MinimumTcb{vek->fmc, vek->bl, vek->tee, vek->snp, vek->ucode}) + "\n";
  return text;
}

std::string crl_text(const GivenCrl& given) {
  const X509Crl& crl = given.crl;
  std::string text = "  revocation list of " + quote(crl.issuer_cn) + ", from " +
                     time_text(crl.this_update) + " to " +
                     (crl.next_update ? time_text(*crl.next_update) : "no time that is said") +
                     "\n        revoked:";
  for (const Bytes& serial : crl.revoked) text += " 0x" + to_hex(serial);
  const std::string fault = snp::standing_fault(given);
  return text + (crl.revoked.empty() ? " nothing\n" : "\n") + "        " +
         (fault.empty() ? "AMD's" : "not AMD's: " + fault) + "\n";
}

}  // namespace

bool is_of_provider(const SnpReport& report) { return report.signing_key() == 1; }

std::string cpu_text(const SnpReport& report) {
  if (report.version < 3) return "not said before version 3";
  return "family " + to_hex_number(report.cpu_family) + ", model " +
         to_hex_number(report.cpu_model) + ", stepping " + to_hex_number(report.cpu_stepping);
}

std::string report_line(const SnpReport& report, std::optional<AmdGeneration> line) {
  return "SEV-SNP report, version " + std::to_string(report.version) + ", " +
         line_words(report, line) + ", " + signer_words(report);
}

std::string report_text(const SnpEvidence& evidence, std::optional<AmdGeneration> line) {
  const SnpReport& report = evidence.report;
  std::string text = identity_text(report) + platform_text(report, line);
  if (const auto& claims = evidence.claims) {
    text += row("Azure's claims",
                std::to_string(claims->size) + " bytes, SHA-256 " + to_hex(claims->sha256));
  }
  return text;
}

std::string chain_text(const std::vector<snp::ChainLink>& chain) {
  std::string text;
  for (const snp::ChainLink& link : chain) text += link_text(link);
  return text;
}

std::string certificates_text(const SnpCertificates& certificates) {
  std::string text;
  for (const GivenCertificate& one : certificates.certificates) text += certificate_text(one);
  for (const GivenCrl& one : certificates.crls) text += crl_text(one);
  for (const OtherTableEntry& one : certificates.others) {
    text += "  entry " + one.guid.to_string() + ", " + std::to_string(one.size) + " bytes" +
            (one.name.empty() ? "" : ", " + std::string(one.name)) + "\n";
  }
  for (const std::string& one : certificates.unread) text += "  not read: " + one + "\n";
  return text.empty() ? "  a certificate table without entries\n" : text;
}

std::string addresses_text(const std::vector<snp::CertificateAddress>& addresses) {
  std::string text;
  for (const snp::CertificateAddress& one : addresses) {
    if (one.vek.empty()) continue;
    const std::string line =
        addresses.size() > 1 ? std::string(generation_name(one.line)) + ": " : std::string();
    text += "  " + line + "curl --fail -o vcek.der '" + one.vek + "'\n";
  }
  return text;
}

}  // namespace sevproof::cli
