// Pieces of JSON that a libvirt domain and a SEV-SNP launch share.
#ifndef SEVPROOF_REPORT_DOMAIN_PARTS_H
#define SEVPROOF_REPORT_DOMAIN_PARTS_H

#include "report/json_parts.h"
#include "sevproof/formats/domain_config.h"

namespace sevproof::internal {

// How often the element is there, and its size where it is base64.
Json json_blob(const DomainBlob& blob);

// Its value and the names of its flags.
Json json_snp_policy(std::uint64_t policy);

// A domain's <launchSecurity type='sev-snp'>.
Json json_snp_security(const DomainSnp& snp);

}  // namespace sevproof::internal

#endif
