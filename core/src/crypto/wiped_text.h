// Text in memory that wipes itself when it goes out of use: it may be a key, or a passphrase.
#ifndef SEVPROOF_CRYPTO_WIPED_TEXT_H
#define SEVPROOF_CRYPTO_WIPED_TEXT_H

#include <cstdint>
#include <string>
#include <utility>

#include "sevproof/secret_bytes.h"

namespace sevproof::internal {

// It must not grow beyond `room`, or what it was made of: what it leaves then is not wiped.
class WipedText {
 public:
  explicit WipedText(std::string text) : text_(std::move(text)) {}
  explicit WipedText(std::size_t room) { text_.reserve(room); }
  WipedText(const WipedText&) = delete;
  WipedText& operator=(const WipedText&) = delete;
  ~WipedText() { wipe({reinterpret_cast<std::uint8_t*>(text_.data()), text_.size()}); }

  std::string& text() { return text_; }

 private:
  std::string text_;
};

}  // namespace sevproof::internal

#endif
