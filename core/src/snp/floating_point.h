// The floating-point state of a CPU that was handed over as zeros.
#ifndef SEVPROOF_SNP_FLOATING_POINT_H
#define SEVPROOF_SNP_FLOATING_POINT_H

#include "sevproof/formats/vmsa.h"

namespace sevproof::snp::internal {

// MXCSR and the x87 control word. KVM leaves them so to guests of EC2 and GCE.
void clear_floating_point(VmsaPage& page);

}  // namespace sevproof::snp::internal

#endif
