// What a review asks of an ID block's authentication, whether a domain or an IGVM file has it.
#ifndef SEVPROOF_SNP_ID_BLOCK_REVIEW_H
#define SEVPROOF_SNP_ID_BLOCK_REVIEW_H

#include <string>

#include "sevproof/snp/id_block.h"

namespace sevproof::snp::internal {

bool has_author_key(const IdAuthBytes& auth);

// What firmware does not take of an ID block with its authentication; empty if nothing.
std::string pair_fault(const IdBlockReport& report, bool has_author);

}  // namespace sevproof::snp::internal

#endif
