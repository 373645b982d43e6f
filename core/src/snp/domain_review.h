// Parts of what is said of a domain of SEV-SNP.
#ifndef SEVPROOF_SNP_DOMAIN_REVIEW_H
#define SEVPROOF_SNP_DOMAIN_REVIEW_H

#include <vector>

#include "sevproof/snp/domain.h"

namespace sevproof::snp::internal {

// The values in base64: their lengths, and whether ID block and authentication fit each other, the
// policy and the launch digests.
void review_values(const DomainSnp& domain, std::vector<Finding>& findings);
void review_id_block(const DomainSnp& domain, const DomainContext& context,
                     std::vector<Finding>& findings);

// What the launch took from the XML, with the values.
void review_taken(const LaunchRequest& launch, std::vector<Finding>& findings);

}  // namespace sevproof::snp::internal

#endif
