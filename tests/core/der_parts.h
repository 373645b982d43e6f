// DER taken apart and put together by hand, on purpose not with the core's own reader.
#ifndef SEVPROOF_TESTS_CORE_DER_PARTS_H
#define SEVPROOF_TESTS_CORE_DER_PARTS_H

#include <string_view>
#include <vector>

#include "sevproof/bytes.h"
#include "test_data.h"

namespace sevproof::test {

inline Bytes der(std::uint8_t tag, ByteView content) {
  Bytes out{tag};
  if (content.size() >= 0x100) {
    out.insert(out.end(), {0x82, static_cast<std::uint8_t>(content.size() >> 8)});
  } else if (content.size() >= 0x80) {
    out.push_back(0x81);
  }
  out.push_back(static_cast<std::uint8_t>(content.size()));
  append(out, content);
  return out;
}

// Of well-formed DER: the elements in the content of one, with their headers.
inline std::vector<Bytes> der_children(ByteView element) {
  const auto header = [](ByteView at) {
    return at[1] == 0x82 ? std::size_t{4} : at[1] == 0x81 ? std::size_t{3} : std::size_t{2};
  };
  const auto length = [&](ByteView at) {
    std::size_t value = header(at) == 2 ? at[1] : 0;
    for (std::size_t i = 2; i < header(at); ++i) value = value << 8 | at[i];
    return value;
  };
  std::vector<Bytes> children;
  for (ByteView rest = element.subspan(header(element)); !rest.empty();) {
    const std::size_t size = header(rest) + length(rest);
    children.emplace_back(rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(size));
    rest = rest.subspan(size);
  }
  return children;
}

inline Bytes der_of(std::uint8_t tag, const std::vector<Bytes>& children) {
  Bytes content;
  for (const Bytes& child : children) append(content, child);
  return der(tag, content);
}

// A certificate or list whose parts can be changed.
struct SignedParts {
  explicit SignedParts(ByteView whole) {
    const auto outer = der_children(whole);
    tbs = der_children(outer.at(0));
    algorithm = outer.at(1);
    signature = outer.at(2);
  }
  Bytes whole() const { return der_of(0x30, {der_of(0x30, tbs), algorithm, signature}); }

  std::vector<Bytes> tbs;
  Bytes algorithm;
  Bytes signature;
};

// Where parts of a version 3 certificate stand.
enum Part : std::size_t {
  kVersion,
  kSerial,
  kAlgorithm,
  kIssuer,
  kValidity,
  kSubject,
  kKey,
  kExtensions
};

struct CertificateParts : SignedParts {
  using SignedParts::SignedParts;

  std::vector<Bytes> extensions() const { return der_children(der_children(tbs[kExtensions])[0]); }
  void set_extensions(const std::vector<Bytes>& list) {
    tbs[kExtensions] = der(0xa3, der_of(0x30, list));
  }
};

inline Bytes snp_data(std::string_view name) {
  return read_data("vectors/snp/" + std::string(name));
}

// The bytes of the first block of PEM.
inline Bytes unpem(ByteView text) {
  const std::string_view all = as_text(text);
  const std::size_t begin = all.find("-----\n") + 6;
  std::string body(all.substr(begin, all.find("-----END") - begin));
  std::erase(body, '\n');
  return from_base64(body).value_or(Bytes());
}

inline std::string pem_of(ByteView content, std::string_view label = "CERTIFICATE",
                          std::string_view line_end = "\n") {
  std::string text = "-----BEGIN " + std::string(label) + "-----" + std::string(line_end);
  const std::string body = to_base64(content);
  for (std::size_t i = 0; i < body.size(); i += 64) {
    text += body.substr(i, 64) + std::string(line_end);
  }
  return text + "-----END " + std::string(label) + "-----" + std::string(line_end);
}

}  // namespace sevproof::test

#endif
