// A SEV-SNP report, its certificates and what is expected of it, as the page hands them over.
#ifndef SEVPROOF_WASM_REPORT_REQUEST_H
#define SEVPROOF_WASM_REPORT_REQUEST_H

#include <emscripten/val.h>

#include <string>

#include "field_error.h"
#include "sevproof/snp/report_verification.h"

namespace sevproof::wasm {

// `files`: {report: {name, bytes}, certs: [{name, bytes}]}. `texts`: expectations by their keys,
// and "at". Launch texts and files as measureSnp takes them, or null. `now`: seconds since 1970.
// Errors are in the place of a key, of "report", "certs" or "at", or of a field of the launch.
Read<snp::ReportInput> read_report_input(const emscripten::val& files, const emscripten::val& texts,
                                         const emscripten::val& launch_texts,
                                         const emscripten::val& launch_files, double now);

}  // namespace sevproof::wasm

#endif
