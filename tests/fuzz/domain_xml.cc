// A domain's XML, and what is said about it.
#include "fuzz.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/report.h"
#include "sevproof/snp/domain.h"

using namespace sevproof;

namespace {

DomainContext strict_context() {
  return {.policy = Policy{7},
          .vcpus = 4,
          .cpu_signature = 0xa00f11,
          .boot = GivenBoot{true, true, "quiet"}};
}

void look_at_snp(const DomainConfig& domain) {
  snp::LaunchDraft draft;
  const bool is_taken = snp::take_domain(domain, draft).has_value();
  fuzz::expect(!is_taken || domain.snp, "a launch of SEV-SNP takes a domain of SEV-SNP alone");
  const std::vector<Finding> findings = snp::review_domain(domain);
  for (const Finding& finding : findings) fuzz::expect_sound(finding);
  fuzz::expect_json(domain_to_json(domain, Sha256Digest{}, {findings, {}}));
}

std::string said_of(const DomainConfig& domain, const DomainContext& context) {
  const DomainCheck check = check_domain(domain, context);
  for (const Finding& finding : check.findings) fuzz::expect_sound(finding);
  if (check.refusal) fuzz::expect_sound(*check.refusal);
  return domain_to_json(domain, Sha256Digest{}, check);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(as_text(ByteView(data, size)));
  const auto domain = parse_domain(text);
  if (!fuzz::is_there(domain)) return 0;
  const std::string said = said_of(*domain, {});
  fuzz::expect_json(said);
  fuzz::expect_json(said_of(*domain, strict_context()));
  look_at_snp(*domain);
  const auto again = parse_domain(text + " \n");
  fuzz::expect(again && said_of(*again, {}) == said, "white space behind the XML says nothing");
  const SaidLaunch launch = said_by_domain(*domain, HostSource::kDomainXml);
  fuzz::expect(launch.policy.has_value() == domain->policy.has_value(),
               "a domain says its policy where it has one");
  return 0;
}
