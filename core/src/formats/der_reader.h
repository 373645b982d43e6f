// DER (X.690) of X.509 structures, read one element after the other and never past its end. The
// readers of one file share a fault: the first thing that does not fit is noted there, from then on
// everything reads as empty, and a parser asks once at its end.
//
//   DerFault fault(file);
//   DerReader outer(file, fault);
//   DerReader in = outer.inside(kDerSequence, "key");
//   const ByteView modulus = in.number("modulus");
//   in.end("key");
//   if (!fault.ok()) return fault.error("key.der");
//   // "key.der: modulus: expected tag 0x02 at offset 0x4, got 0x30"
#ifndef SEVPROOF_FORMATS_DER_READER_H
#define SEVPROOF_FORMATS_DER_READER_H

#include <cstdint>
#include <string>
#include <string_view>

#include "sevproof/bytes.h"
#include "sevproof/formats/x509.h"
#include "sevproof/result.h"

namespace sevproof::internal {

inline constexpr std::uint8_t kDerBoolean = 0x01;
inline constexpr std::uint8_t kDerInteger = 0x02;
inline constexpr std::uint8_t kDerBitString = 0x03;
inline constexpr std::uint8_t kDerOctetString = 0x04;
inline constexpr std::uint8_t kDerOid = 0x06;
inline constexpr std::uint8_t kDerUtf8String = 0x0c;
inline constexpr std::uint8_t kDerPrintableString = 0x13;
inline constexpr std::uint8_t kDerIa5String = 0x16;
inline constexpr std::uint8_t kDerUtcTime = 0x17;
inline constexpr std::uint8_t kDerGeneralizedTime = 0x18;
inline constexpr std::uint8_t kDerSequence = 0x30;
inline constexpr std::uint8_t kDerSet = 0x31;
// [0] and so on, EXPLICIT.
inline constexpr std::uint8_t kDerContext0 = 0xa0;
inline constexpr std::uint8_t kDerContext3 = 0xa3;

tl::unexpected<Error> malformed_certificate(std::string_view what, const std::string& fault);

class DerFault {
 public:
  explicit DerFault(ByteView file) : file_(file) {}

  bool ok() const { return label_.empty(); }
  // Only where there is a fault. With kMalformedCertificate.
  tl::unexpected<Error> error(std::string_view what) const;

 private:
  friend class DerReader;

  ByteView file_;
  std::string_view label_;     // what was to be read
  std::string_view expected_;  // empty: an element with tag_
  std::uint8_t tag_ = 0;
  ByteView at_;  // what stood in its place, up to the end of what holds it
};

// Labels and what is expected outlive the reader: they are literals, and not empty.
class DerReader {
 public:
  // `bytes` lie in the fault's file.
  DerReader(ByteView bytes, DerFault& fault) : rest_(bytes), fault_(&fault) {}

  // The content of the next element, or with its header.
  ByteView take(std::uint8_t tag, std::string_view label);
  ByteView take_whole(std::uint8_t tag, std::string_view label);
  ByteView take_any(std::string_view label);
  DerReader inside(std::uint8_t tag, std::string_view label) { return {take(tag, label), *fault_}; }

  ByteView oid(std::string_view label);  // its content
  // Big-endian, without leading zeros; 0 is empty. A negative INTEGER is refused.
  ByteView number(std::string_view label);
  std::uint64_t small_number(std::uint64_t most, std::string_view label);
  ByteView bits(std::string_view label);  // of a BIT STRING of whole bytes
  bool boolean(std::string_view label);
  UnixTime time(std::string_view label);

  bool next_is(std::uint8_t tag) const { return !rest_.empty() && rest_[0] == tag; }
  bool next_is_time() const { return next_is(kDerUtcTime) || next_is(kDerGeneralizedTime); }
  // True after a fault as well, so that a loop ends.
  bool at_end() const { return rest_.empty() || !fault_->ok(); }
  // Nothing may be left.
  void end(std::string_view label);
  // A fault at what comes next.
  void refuse(std::string_view label, std::string_view expected) { note(rest_, label, expected); }
  DerFault& fault() const { return *fault_; }

 private:
  ByteView take_next(bool with_header, std::string_view label);
  void note(ByteView at, std::string_view label, std::string_view expected, std::uint8_t tag = 0);

  ByteView rest_;
  DerFault* fault_;
};

}  // namespace sevproof::internal

#endif
