// A request of the page: the JSON that core/schema/request.schema.json describes, and an object
// with the files that it names, each as bytes, or as a digest for kernel and initrd.
#ifndef SEVPROOF_WASM_REQUEST_H
#define SEVPROOF_WASM_REQUEST_H

#include <emscripten/val.h>

#include <optional>
#include <string>
#include <vector>

#include "field_error.h"
#include "sevproof/request.h"
#include "sevproof/sev/domain.h"
#include "sevproof/sev/draft.h"

namespace sevproof::wasm {

// What the page asks with: a request's text, and its files.
struct Question {
  const std::string& request;
  const emscripten::val& files;
};

struct PageRequest {
  CompleteDraft draft;
  std::vector<LaunchSecret> secrets;
  // What is to be said about the domain, and about what the page filled in from its XML.
  std::vector<Finding> findings;
  std::optional<SaidLaunch> said;  // where the domain's XML is given
};

// Whatever is there, complete or not.
Read<RequestDocument> read_document(const Question& question);

// All that a verdict takes.
Read<PageRequest> read_page_request(const Question& question);

// Puts what is to be said about the domain and its XML into a report.
void add_domain_part(const PageRequest& request, Report& report);

}  // namespace sevproof::wasm

#endif
