#include "commands/platform_text.h"

#include <algorithm>
#include <array>

#include "commands/columns.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

template <typename Certificate>
std::string line_of(const Certificate& certificate) {
  return "  " + describe(certificate) + " " + fingerprint(certificate) + "\n";
}

template <typename Certificate>
std::string line_of(const std::optional<Certificate>& certificate) {
  return certificate ? line_of(*certificate) : std::string();
}

std::string outcome_words(CheckOutcome outcome) {
  if (outcome == CheckOutcome::kNotChecked) return "not checked";
  return outcome == CheckOutcome::kPass ? "holds" : "BROKEN";
}

std::string reason(const Check& check) {
  if (!check.why.empty()) return std::string(check.why);
  if (check.expected.empty()) return check.got;
  return "expected " + check.expected + ", got " + check.got;
}

// The format does not say who made it: tools write 0.0, firmware its own version.
std::string owner_words(const SevCertificate& oca, const std::optional<SevCertificate>& pek) {
  const std::string api = api_text(oca);
  if (api == "0.0") return "made outside of the platform, it seems: its API version is 0.0";
  if (pek && api_text(*pek) == api) {
    return "made by the platform's firmware, it seems: its API version is the PEK's, " + api;
  }
  return "its API version, " + api + ", does not tell who made it";
}

std::string certificates_text(const PlatformReport& report) {
  const PlatformChain& chain = report.chain;
  const auto& root = report.root;
  std::string text = "certificates:\n";
  text += root ? line_of(root->ark) : line_of(chain.ark);
  text += root && root->ask ? line_of(root->ask) : line_of(chain.ask);
  for (const auto* const one : {&chain.cek, &chain.oca, &chain.pek, &chain.pdh}) {
    text += line_of(*one);
  }
  if (chain.oca) {
    text += "owner's key (OCA): " + owner_words(*chain.oca, chain.pek) + "\n";
  }
  if (chain.chip_id) text += "chip id: " + chain.chip_id->to_hex() + "\n";
  return text;
}

}  // namespace

std::string certificate_line(const SevCertificate& certificate) { return line_of(certificate); }
std::string certificate_line(const AmdCertificate& certificate) { return line_of(certificate); }

std::string checks_text(std::span<const Check> checks) {
  std::string text;
  for (const Check& check : checks) {
    std::string line = "  " + padded(check_info(check.code).name, 20) +
                       padded(outcome_words(check.outcome), 13) + reason(check);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text;
}

std::string voucher_sentence(const PlatformReport& report) {
  switch (report.voucher) {
    case Voucher::kAmd:
      return "AMD vouches for this platform (" + std::string(generation_name(*report.generation)) +
             ")";
    case Voucher::kNamedRoot:
      return "The root that you named vouches for this platform, and nobody else does";
    case Voucher::kNobody:
      break;
  }
  return "Nobody vouches for this platform";
}

void say_platform(const PlatformReport& report, Console& console) {
  console.result(certificates_text(report) + "links:\n" + checks_text(report.checks));
}

}  // namespace sevproof::cli
