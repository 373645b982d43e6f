// A libvirt domain beside a SEV-SNP launch: what the launch takes from it, and what a reviewer says
// of it. It gives no proof: the host that starts the guest has the domain too. What was started,
// the guest's attestation report tells.
//
//   Result<DomainConfig> domain = parse_domain(xml);            // formats/domain_config.h
//   if (!domain) return fail(domain.error());
//   if (auto taken = take_domain(*domain, draft); !taken) return taken;
//   auto request = complete(std::move(draft), option_name);     // snp/draft.h
//   auto report = measure_request(*request);                    // with findings about the domain
#ifndef SEVPROOF_SNP_DOMAIN_H
#define SEVPROOF_SNP_DOMAIN_H

#include <optional>
#include <span>
#include <vector>

#include "sevproof/finding.h"
#include "sevproof/formats/domain_config.h"
#include "sevproof/result.h"
#include "sevproof/snp/draft.h"
#include "sevproof/snp/id_block.h"

namespace sevproof::snp {

inline constexpr std::size_t kHostDataSize = 32;
inline constexpr std::size_t kVisibleWorkaroundsSize = 16;

// Fails with kUnsuitableDomain for a domain that has not exactly one launchSecurity element of type
// sev-snp.
Result<void> expect_snp(const DomainConfig& domain);

// Puts the domain into the draft, and takes from it what the draft lacks: number of CPUs, CPU
// signature and, for a kernel, the command line. Fails as expect_snp does; with kMissingInput where
// the domain boots a measured file that the draft has not; and with kContradictingInputs where
// another VMM than QEMU is to start the guest.
Result<void> take_domain(const DomainConfig& domain, LaunchDraft& draft);

// The ID block and its authentication, where they are in shape.
std::optional<IdBlockBytes> domain_id_block(const DomainSnp& snp);
std::optional<IdAuthBytes> domain_id_auth(const DomainSnp& snp);

// What else is known of the launch; nothing is said about what is absent.
struct DomainContext {
  const LaunchRequest* launch = nullptr;
  std::span<const CountedDigest> digests{};
};

// What stands around the pair that its reader checks: whether QEMU takes the values, and whether
// the author key in them is asked for.
std::vector<Finding> review_id_values(const DomainSnp& snp);

// Of a domain that expect_snp takes; of another one there is nothing to say.
std::vector<Finding> review_domain(const DomainConfig& domain, const DomainContext& context = {});

}  // namespace sevproof::snp

#endif
