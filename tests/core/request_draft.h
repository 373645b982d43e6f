// A request as the draft that describes it.
#ifndef SEVPROOF_TESTS_CORE_REQUEST_DRAFT_H
#define SEVPROOF_TESTS_CORE_REQUEST_DRAFT_H

#include "sevproof/sev/draft.h"

namespace sevproof::test {

LaunchDraft draft_of(LaunchRequest request);

}  // namespace sevproof::test

#endif
