// Files of a platform, among others.
#ifndef SEVPROOF_FORMATS_RECOGNISE_PLATFORM_H
#define SEVPROOF_FORMATS_RECOGNISE_PLATFORM_H

#include <optional>

#include "sevproof/recognise.h"

namespace sevproof::internal {

// `content` is the whole file. Nothing where it is none, or one that cannot be read.
std::optional<RecognisedFile> recognise_platform(ByteView content);

}  // namespace sevproof::internal

#endif
