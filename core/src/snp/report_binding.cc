#include "snp/report_binding.h"

#include <algorithm>
#include <array>
#include <set>

#include "crypto/p384.h"
#include "sevproof/text.h"
#include "snp/report_checks.h"

namespace sevproof::snp::internal {
namespace {

constexpr std::size_t kTurinChipSize = 8;
constexpr std::size_t kChipSize = 64;

std::string shortened(ByteView bytes) {
  const std::string hex = to_hex(bytes);
  constexpr std::size_t kShown = 16;
  return hex.size() <= kShown ? hex : hex.substr(0, kShown) + "...";
}

std::string hwid_fault(const SnpReport& report, const VekExtensions& vek, AmdGeneration line) {
  const std::size_t size = line == AmdGeneration::kTurin ? kTurinChipSize : kChipSize;
  if (!vek.hwid || vek.csp_id) return "the certificate names no chip, as a VCEK does (hwID)";
  if (vek.hwid->size() != size) {
    return "hwID has " + std::to_string(vek.hwid->size()) + " bytes, and on this line of " +
           "processors " + std::to_string(size);
  }
  if (is_chip_masked(report)) return "";
  const ByteView chip(report.chip_id);
  if (!is_zero(chip.subspan(size))) return "CHIP_ID of the report is longer than this line's";
  if (same_bytes(*vek.hwid, chip.first(size))) return "";
  return "the certificate is of chip " + shortened(*vek.hwid) + ", and the report of chip " +
         shortened(chip.first(size));
}

std::string kind_fault(const SnpReport& report, const VekExtensions& vek, AmdGeneration line) {
  if (report.signing_key() == kSignedByVcek) return hwid_fault(report, vek, line);
  return vek.csp_id && !vek.hwid ? ""
                                 : "the certificate names no provider, as a VLEK does (csp_id)";
}

// Every component equal, neither "at least" nor the current version.
std::string tcb_fault(const SnpReport& report, const VekExtensions& vek, AmdGeneration line) {
  const bool is_turin = line == AmdGeneration::kTurin;
  if (!vek.bl || !vek.tee || !vek.snp || !vek.ucode || vek.fmc.has_value() != is_turin) {
    return "the certificate does not name the firmware versions of this line of processors";
  }
  const bool is_reserve_zero = vek.spl4.value_or(0) == 0 && vek.spl5.value_or(0) == 0 &&
                               vek.spl6.value_or(0) == 0 && vek.spl7.value_or(0) == 0;
  if (!is_reserve_zero || !has_zero_reserve(line, report.reported_tcb)) {
    return "reserved parts of the firmware version are not zero";
  }
  const Tcb certified{vek.fmc, *vek.bl, *vek.tee, *vek.snp, *vek.ucode};
  const Tcb reported = read_tcb(line, report.reported_tcb);
  if (certified == reported) return "";
  return "the certificate is for firmware " + tcb_text(certified) + ", and the report's is " +
         tcb_text(reported);
}

std::string no_product(const VekExtensions& vek) {
  return vek.product_name.empty()
             ? "the certificate names no product (productName)"
             : "the certificate is for " + quote(vek.product_name) + ", which is not known here";
}

std::string product_fault(const VekExtensions& vek, AmdGeneration line) {
  if (line_of_product(vek.product_name) == line) return "";
  if (vek.product_name.empty()) return no_product(vek);
  return "the certificate is for " + quote(vek.product_name) + ", and the report is of " +
         std::string(generation_name(line));
}

VekCandidate read_candidate(const SnpReport& report, const GivenCertificate& given) {
  VekCandidate candidate{&given, std::nullopt, line_of_report(report), {}};
  auto extensions = parse_vek_extensions(given.certificate, given.source);
  if (!extensions) {
    candidate.fault = extensions.error().message;
    return candidate;
  }
  candidate.extensions = *std::move(extensions);
  const VekExtensions& vek = *candidate.extensions;
  if (report.version < 3) candidate.line = line_of_product(vek.product_name);
  if (!candidate.line) {
    candidate.fault = report.version < 3
                          ? no_product(vek)
                          : "the report is of a CPU that is not known here: family " +
                                to_hex_number(report.cpu_family) + ", model " +
                                to_hex_number(report.cpu_model);
    return candidate;
  }
  candidate.fault = product_fault(vek, *candidate.line);
  for (auto* const next : {&kind_fault, &tcb_fault}) {
    if (candidate.fault.empty()) candidate.fault = next(report, vek, *candidate.line);
  }
  return candidate;
}

std::string vcek_address(const SnpReport& report, AmdGeneration line) {
  const bool is_turin = line == AmdGeneration::kTurin;
  const Tcb tcb = read_tcb(line, report.reported_tcb);
  const auto two = [](std::uint8_t value) {
    return (value < 10 ? "0" : "") + std::to_string(value);
  };
  const ByteView chip = ByteView(report.chip_id).first(is_turin ? kTurinChipSize : kChipSize);
  return "https://kdsintf.amd.com/vcek/v1/" + std::string(generation_name(line)) + "/" +
         to_hex(chip) + "?" + (tcb.fmc ? "fmcSPL=" + two(*tcb.fmc) + "&" : "") +
         "blSPL=" + two(tcb.boot_loader) + "&teeSPL=" + two(tcb.tee) + "&snpSPL=" + two(tcb.snp) +
         "&ucodeSPL=" + two(tcb.microcode);
}

CertificateAddress address_for(const SnpReport& report, AmdGeneration line) {
  const bool is_vlek = report.signing_key() == kSignedByVlek;
  const std::string folder = std::string("https://kdsintf.amd.com/") + (is_vlek ? "vlek" : "vcek") +
                             "/v1/" + std::string(generation_name(line)) + "/";
  CertificateAddress address{line, {}, folder + "cert_chain", folder + "crl"};
  if (!is_vlek && !is_chip_masked(report)) address.vek = vcek_address(report, line);
  return address;
}

}  // namespace

std::optional<AmdGeneration> line_of_report(const SnpReport& report) {
  if (report.version < 3) return std::nullopt;
  return line_of_cpu(report.cpu_family, report.cpu_model);
}

bool is_chip_masked(const SnpReport& report) {
  return report.signing_key() != kSignedByVlek && is_zero(report.chip_id);
}

bool is_provisional(const SnpReport& report) {
  return report.current_tcb != report.committed_tcb ||
         report.current_firmware != report.committed_firmware;
}

std::vector<VekCandidate> find_veks(const SnpReport& report, const SnpCertificates& given,
                                    UnixTime at) {
  const std::string_view cn = report.signing_key() == kSignedByVlek ? "SEV-VLEK" : "SEV-VCEK";
  std::vector<VekCandidate> found;
  std::set<Sha256Digest> seen;
  for (const GivenCertificate& one : given.certificates) {
    if (one.certificate.subject_cn != cn || !seen.insert(sha256(one.certificate.der)).second) {
      continue;
    }
    found.push_back(read_candidate(report, one));
  }
  const auto rank = [at](const VekCandidate& one) {
    const X509Certificate& certificate = one.given->certificate;
    const bool is_valid = at >= certificate.not_before && at <= certificate.not_after;
    return (one.fault.empty() ? 0 : 2) + (is_valid ? 0 : 1);
  };
  std::stable_sort(found.begin(), found.end(),
                   [&](const VekCandidate& a, const VekCandidate& b) { return rank(a) < rank(b); });
  return found;
}

bool is_signed_by(const SnpReport& report, const X509Certificate& vek) {
  constexpr std::size_t kNumberSize = 72;  // little-endian, of which 48 count
  constexpr std::size_t kSize = std::tuple_size_v<P384Number>;
  if (!vek.p384_key) return false;
  const ByteView signature = ByteView(report.bytes).subspan(kSnpReportSignedSize);
  std::array<P384Number, 2> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const ByteView number = signature.subspan(i * kNumberSize, kNumberSize);
    if (!is_zero(number.subspan(kSize))) return false;
    std::copy_n(number.begin(), kSize, numbers.at(i).rbegin());
  }
  std::array<P384Number, 2> point{};
  put_bytes(point[0], ByteView(*vek.p384_key).first(kSize));
  put_bytes(point[1], ByteView(*vek.p384_key).subspan(kSize));
  const auto key = P384Point::make(point[0], point[1]);
  return key && key->verifies(sha384(ByteView(report.bytes).first(kSnpReportSignedSize)),
                              numbers[0], numbers[1]);
}

std::vector<CertificateAddress> certificate_addresses(const SnpReport& report,
                                                      std::optional<AmdGeneration> line) {
  if (line) return {address_for(report, *line)};
  // Such reports were only ever signed on these.
  if (report.version < 3) {
    return {address_for(report, AmdGeneration::kMilan), address_for(report, AmdGeneration::kGenoa)};
  }
  return {};
}

}  // namespace sevproof::snp::internal
