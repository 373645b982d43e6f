// What a file is that is text: what the host printed, libvirt's XML, settings, a command line; and
// keys written as text.
#ifndef SEVPROOF_FORMATS_RECOGNISE_TEXT_H
#define SEVPROOF_FORMATS_RECOGNISE_TEXT_H

#include <optional>
#include <string_view>

#include "sevproof/recognise.h"

namespace sevproof::internal {

// `text` is UTF-8 without a byte order mark; `is_cut`: the file has more. Nothing where it could be
// anything.
std::optional<RecognisedFile> recognise_text_file(std::string_view name, std::string_view text,
                                                  bool is_cut);

// Whether a domain's XML, whole or in part, is that of a SEV-SNP guest.
bool is_snp_domain(std::string_view text);

// Whether the name has it as a word: "guest_tik.bin", "TK", but not "gtk.key". `key` is lower case.
bool is_named(std::string_view name, std::string_view key);

}  // namespace sevproof::internal

#endif
