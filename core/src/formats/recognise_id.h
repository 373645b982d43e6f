// Private keys in PEM or DER, ID blocks and their authentications.
#ifndef SEVPROOF_FORMATS_RECOGNISE_ID_H
#define SEVPROOF_FORMATS_RECOGNISE_ID_H

#include <optional>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/recognise.h"

namespace sevproof::internal {

// `content` is the whole file. A private key makes ID blocks, whatever its kind: what it lacks for
// that is said where it is used. Its name decides between the two roles of one.
std::optional<RecognisedFile> recognise_id_file(std::string_view name, ByteView content);

}  // namespace sevproof::internal

#endif
