#include "sevproof/formats/snp_certificates.h"

#include <iterator>
#include <utility>

#include "formats/certificate_table.h"
#include "formats/der.h"
#include "formats/der_reader.h"
#include "formats/encoded_text.h"
#include "formats/pem.h"
#include "formats/plain_text.h"
#include "formats/recognise_id.h"
#include "sevproof/formats/snp_report.h"
#include "sevproof/recognise.h"
#include "sevproof/text.h"

namespace sevproof {
namespace {

using internal::DerReader;
using internal::malformed_certificate;

// A list has a time where a certificate has its validity, or, without a version, a name.
bool is_like_crl(ByteView der) {
  internal::DerFault fault(der);
  DerReader outer(der, fault);
  DerReader in = outer.inside(internal::kDerSequence, "list");
  DerReader body = in.inside(internal::kDerSequence, "list");
  body.number("version");
  body.take(internal::kDerSequence, "algorithm");
  body.take(internal::kDerSequence, "issuer");
  return fault.ok() && body.next_is_time();
}

bool is_binary_der(ByteView content) {
  return content.size() >= 2 && content[0] == internal::kDerSequence &&
         (content[1] >= 0x80 || content.size() == 2U + content[1]);
}

bool is_private_key(ByteView content) {
  const auto file = internal::recognise_id_file({}, content);
  return file && (file->role == FileRole::kIdKey || file->role == FileRole::kAuthorKey);
}

constexpr std::string_view kPrivateKey = "a private key";
constexpr std::string_view kReport = "an attestation report";

// How long the first element is, as its header says; nothing where that is not one that is read.
std::optional<std::size_t> whole_size(ByteView der) {
  if (der.size() < 2) return std::nullopt;
  if (der[1] < 0x80) return std::size_t{2} + der[1];
  if (der[1] == 0x81 && der.size() >= 3) return std::size_t{3} + der[2];
  if (der[1] != 0x82 || der.size() < 4) return std::nullopt;
  return 4 + (std::size_t{der[2]} << 8 | der[3]);
}

std::string_view hint_for(std::string_view name) {
  if (name == kPrivateKey) return "No check needs it: keep it to yourself.";
  if (name == kReport)
    return "It is what the certificates are to vouch for: give it as the report.";
  const bool is_page = name.find("HTML") != name.npos;
  return is_page ? "It may be a server's error page: fetch the certificate again, with curl --fail."
                 : "";
}

// What came in place of a certificate.
std::string name_of(ByteView content) {
  if (is_private_key(content)) return std::string(kPrivateKey);
  if (content.size() == kSnpReportSize && content[0] != 0 && is_zero(content.subspan(1, 3))) {
    return std::string(kReport);
  }
  const std::string_view name = recognise(content, content.size()).name;
  return name.empty() ? std::to_string(content.size()) + " bytes of another kind"
                      : std::string(name);
}

// Takes what a caller has read from one part of a file.
class Collection {
 public:
  void add_der(ByteView der, const std::string& source) {
    if (is_private_key(der)) {
      hint_ = hint_for(kPrivateKey);
      return add_unread(source + ": expected a certificate or a CRL, got " +
                        std::string(kPrivateKey));
    }
    if (is_like_crl(der)) {
      auto crl = parse_x509_crl(der, source);
      if (!crl) return add_unread(crl.error().message);
      out_.crls.push_back({std::move(*crl), source});
      return;
    }
    auto certificate = parse_x509(der, source);
    if (!certificate) return add_unread(certificate.error().message);
    out_.certificates.push_back({std::move(*certificate), source});
  }

  void add_pem(std::string_view text, const std::string& source);
  Result<void> add_table(ByteView content, const std::string& source);

  // One behind the other, as `cat` makes of several files.
  void add_ders(ByteView content, const std::string& source) {
    constexpr std::size_t kMost = internal::kMaxPemBlocks;
    for (std::size_t number = 1; number <= kMost; ++number) {
      std::size_t size = whole_size(content).value_or(content.size());
      // What follows and is no other has its fault said with its place.
      if (size < content.size() && content[size] != internal::kDerSequence) size = content.size();
      if (size > content.size()) {
        return add_unread(source + ": it is cut off: " + std::to_string(content.size()) + " of " +
                          std::to_string(size) + " bytes are there");
      }
      const bool is_only = number == 1 && size == content.size();
      add_der(content.first(size), is_only ? source : source + ", part " + std::to_string(number));
      content = content.subspan(size);
      if (content.empty()) return;
    }
    add_unread(source + ": expected at most 64 certificates, got more");
  }

  // An entry of a table, or a whole file that is no table.
  void add_one(ByteView content, const std::string& source) {
    if (is_binary_der(content)) return add_ders(content, source);
    const std::string text = internal::plain_text(as_text(content));
    if (internal::has_pem(text)) return add_pem(text, source);
    const std::string name = name_of(content);
    hint_ = hint_for(name);
    add_unread(source + ": expected a certificate or a CRL, got " + name);
  }

  void add_unread(std::string why) { out_.unread.push_back(std::move(why)); }

  Result<SnpCertificates> finish() {
    const bool has_nothing = out_.certificates.empty() && out_.crls.empty() && out_.others.empty();
    if (has_nothing && !out_.unread.empty()) {
      return fail(ErrorCode::kMalformedCertificate, out_.unread.front(), std::string(hint_));
    }
    return std::move(out_);
  }

 private:
  SnpCertificates out_;
  std::string_view hint_;
};

void Collection::add_pem(std::string_view text, const std::string& source) {
  const auto blocks = internal::read_pem(text);
  if (blocks.empty()) add_unread(source + ": expected PEM text, got a BEGIN without its end");
  std::size_t certificates = 0;
  std::size_t crls = 0;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const auto& [label, content] = blocks[i];
    if (i == internal::kMaxPemBlocks) {
      return add_unread(source + ": expected at most 64 blocks of PEM, got more");
    }
    const bool is_crl = label == "X509 CRL";
    std::string name = source;
    if (is_crl || label == "CERTIFICATE") {
      std::size_t& number = is_crl ? crls : certificates;
      ++number;
      if (blocks.size() > 1) {
        name += (is_crl ? ", CRL " : ", certificate ") + std::to_string(number);
      }
      if (content)
        add_der(*content, name);
      else
        add_unread(name + ": " + content.error().message);
    } else {
      add_unread(name + ": expected a certificate or a CRL, got a block of PEM with " +
                 quote(label));
    }
  }
}

Result<void> Collection::add_table(ByteView content, const std::string& source) {
  const auto entries = internal::read_certificate_table(content, source);
  if (!entries) return fail(entries.error());
  for (const internal::TableEntry& entry : *entries) {
    if (entry.content.empty()) continue;
    if (entry.is_certificate) {
      add_one(entry.content, source + ", " + std::string(entry.name));
    } else {
      out_.others.push_back({entry.guid, entry.name, entry.content.size()});
    }
  }
  return {};
}

Result<SnpCertificates> read_bytes(ByteView content, const std::string& source) {
  Collection all;
  if (is_certificate_table(content)) {
    if (auto added = all.add_table(content, source); !added) return fail(added.error());
  } else {
    all.add_one(content, source);
  }
  return all.finish();
}

bool is_plain_kind(ByteView content) {
  return is_binary_der(content) || is_certificate_table(content);
}

template <typename T>
void move_behind(std::vector<T>& all, std::vector<T>& more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

void SnpCertificates::add(SnpCertificates more) {
  move_behind(certificates, more.certificates);
  move_behind(crls, more.crls);
  move_behind(others, more.others);
  move_behind(unread, more.unread);
}

Result<SnpCertificates> parse_snp_certificates(ByteView content, std::string_view what) {
  const std::string source = printable(what);
  if (content.size() > kMaxSnpCertificateFile) {
    return fail(ErrorCode::kFileTooLarge, source +
                                              ": expected at most 1 MiB of certificates, got " +
                                              std::to_string(content.size()) + " bytes");
  }
  if (content.empty()) {
    SnpCertificates none;
    none.unread.push_back(source + ": it is empty, as a guest's auxblob is whose host gives none");
    return none;
  }
  if (is_plain_kind(content)) return read_bytes(content, source);
  const std::string text = internal::plain_text(as_text(content));
  if (internal::has_pem(text)) return read_bytes(as_bytes(text), source);
  const auto decoded = internal::decode_text(text);
  if (!decoded) return read_bytes(content, source);
  const ByteView bytes = decoded->bytes.view();
  const auto again = internal::decode_text(as_text(bytes));
  if (again && is_plain_kind(again->bytes.view())) {
    return malformed_certificate(
        source, "expected certificates encoded once, got hex or base64 of hex or base64");
  }
  return read_bytes(bytes, source);
}

}  // namespace sevproof
