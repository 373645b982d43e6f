// A request as JSON (core/schema/request.schema.json): one reader for everyone who has it as a
// document. Files stand in it by name; whoever reads it has them.
//
//   auto document = read_request(json, files);
//   if (!document) return fail(document.error().error);
//   auto whole = complete(std::move(document->draft));
#ifndef SEVPROOF_REQUEST_H
#define SEVPROOF_REQUEST_H

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/formats/domain_config.h"
#include "sevproof/result.h"
#include "sevproof/secret_bytes.h"
#include "sevproof/sev/draft.h"
#include "sevproof/sev/secret.h"

namespace sevproof {

// How to come to the files that a request names. A function that is not set refuses its files.
struct RequestFiles {
  // The whole of one.
  std::function<Result<Bytes>(const std::string& name)> whole;
  // Of a kernel or initrd of any size: its digest and its beginning (kRecogniseHead), as far as
  // that is known.
  struct Streamed {
    FileDigest digest;
    Bytes head;
  };
  std::function<Result<Streamed>(const std::string& name)> streamed;
  // A key or a secret.
  std::function<Result<SecretBytes>(const std::string& name)> secret;
};

struct RequestDocument {
  std::string id;  // the caller's own; empty where there is none
  LaunchDraft draft;
  std::vector<LaunchSecret> secrets;
  std::optional<DomainConfig> domain;
};

// What is wrong with a request, and its key that it is about; empty for all of it.
struct RequestError {
  std::string key;
  Error error;
};

// `names`: how messages call the fields. Fails with kInvalid for text that is no JSON object, a key
// that is unknown or there twice, a value of another type, and as the parsers of the values do;
// with the error of `files` for a file.
tl::expected<RequestDocument, RequestError> read_request(std::string_view json,
                                                         const RequestFiles& files,
                                                         const FieldNames& names = field_words);

}  // namespace sevproof

#endif
