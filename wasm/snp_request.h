// What the page asks about SEV-SNP: an object with a text for each field that is given, by its key,
// and one with the files.
#ifndef SEVPROOF_WASM_SNP_REQUEST_H
#define SEVPROOF_WASM_SNP_REQUEST_H

#include <emscripten/val.h>

#include <optional>
#include <string>
#include <string_view>

#include "field_error.h"
#include "sevproof/snp/draft.h"
#include "sevproof/snp/id_block.h"
#include "sevproof/snp/launch_report.h"

namespace sevproof::wasm {

std::optional<snp::Field> find_snp_field(std::string_view key);
std::string_view snp_key_of(snp::Field field);
std::string_view snp_label_of(snp::Field field);

// Puts one text into a draft; of sections several, with white space between them.
Read<void> read_snp_text(snp::LaunchDraft& draft, snp::Field field, const std::string& text);

// Whatever is there, made complete and measured. A domain's XML is only held against it. Fails as
// complete_by_field and measure_request do.
Read<snp::LaunchReport> measure_snp_request(const emscripten::val& texts,
                                            const emscripten::val& files,
                                            const snp::Observer& observe = {});

std::optional<snp::IdBlockField> find_block_field(std::string_view key);
Read<void> read_block_text(snp::ExpectedIdBlock& values, snp::IdBlockField field,
                           const std::string& text);
Read<snp::ExpectedIdBlock> read_id_block_wish(const emscripten::val& texts);

}  // namespace sevproof::wasm

#endif
