// SEV-SNP reports, what comes with them, and what is expected of them, among other files.
#ifndef SEVPROOF_FORMATS_RECOGNISE_REPORT_H
#define SEVPROOF_FORMATS_RECOGNISE_REPORT_H

#include <optional>

#include "sevproof/bytes.h"
#include "sevproof/recognise.h"

namespace sevproof::internal {

// `content` is the whole file. Nothing where it is none, or one that cannot be read.
std::optional<RecognisedFile> recognise_report(ByteView content);

}  // namespace sevproof::internal

#endif
