#include "sevproof/candidate.h"

#include <algorithm>
#include <array>

#include "sevproof/firmware.h"
#include "sevproof/kernel_hashes.h"
#include "sevproof/quote.h"

namespace sevproof {
namespace {

// A Linux command line is at most half as long on any machine.
constexpr std::size_t kMaxCmdline = 4096;

// Linux boot protocol, Documentation/arch/x86/boot.rst: "HdrS" at 0x202.
bool is_kernel(ByteView content) {
  constexpr std::size_t kOffset = 0x202;
  return content.size() >= kOffset + 4 && same_bytes(content.subspan(kOffset, 4), as_bytes("HdrS"));
}

// cpio (newc), or a compression that Linux unpacks.
bool is_initrd(ByteView content) {
  using namespace std::string_view_literals;
  constexpr std::array<std::string_view, 8> kMagics = {"070701"sv,
                                                       "070702"sv,
                                                       "\x1f\x8b"sv,
                                                       "\xfd"
                                                       "7zXZ\0"sv,
                                                       "\x28\xb5\x2f\xfd"sv,
                                                       "\x02\x21\x4c\x18"sv,
                                                       "BZh"sv,
                                                       "\x5d\0\0"sv};
  return std::any_of(kMagics.begin(), kMagics.end(), [&](std::string_view magic) {
    return content.size() >= magic.size() &&
           same_bytes(content.first(magic.size()), as_bytes(magic));
  });
}

std::string_view as_text(ByteView content) {
  return {reinterpret_cast<const char*>(content.data()), content.size()};
}

// Collects each line once.
class Cmdlines {
 public:
  void add(std::string_view line, std::string part) {
    const Sha256Digest digest = hash_cmdline(line);
    const bool is_known = std::any_of(all_.begin(), all_.end(), [&](const CandidateCmdline& known) {
      return known.digest == digest;
    });
    if (!is_known) all_.push_back({digest, std::move(part)});
  }

  std::vector<CandidateCmdline> take() && { return std::move(all_); }

 private:
  std::vector<CandidateCmdline> all_;
};

// The text without the end of its line, which an editor has put there; then as it is; then without
// what else can have come with it.
std::vector<CandidateCmdline> read_cmdlines(ByteView content) {
  if (content.size() > kMaxCmdline) return {};
  const std::string_view whole = as_text(content);
  std::string_view line = whole;
  if (line.ends_with('\n')) line.remove_suffix(1);
  const std::string_view with_return = line;
  if (line.ends_with('\r')) line.remove_suffix(1);
  const bool is_text = std::none_of(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  });
  if (!is_text) return {};
  Cmdlines lines;
  lines.add(line, "");
  lines.add(with_return, " with the carriage return at its end");
  lines.add(whole, " with the newline at its end");
  lines.add(trim(line), " without the blanks at its ends");
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (line.starts_with(kByteOrderMark)) {
    line.remove_prefix(kByteOrderMark.size());
    lines.add(line, " without the byte order mark at its beginning");
  }
  const std::string_view inner = trim(line);
  const bool is_quoted = inner.size() >= 2 && inner.front() == inner.back() &&
                         (inner.front() == '"' || inner.front() == '\'');
  if (is_quoted) lines.add(inner.substr(1, inner.size() - 2), " without the quotes around it");
  return std::move(lines).take();
}

std::shared_ptr<const Bytes> read_firmware(ByteView content) {
  const auto firmware = parse_firmware(content);
  if (!firmware) return nullptr;
  const bool is_firmware =
      firmware->has_table || firmware->reset_address || firmware->kind != FirmwareImageKind::kOther;
  if (!is_firmware) return nullptr;
  return std::make_shared<const Bytes>(content.begin(), content.end());
}

// Zeros are no session's key: that a guest was started without a session is a hypothesis of its
// own.
void add_key(std::vector<CandidateKey>& keys, ByteView key, std::string meaning) {
  if (std::all_of(key.begin(), key.end(), [](std::uint8_t byte) { return byte == 0; })) return;
  keys.push_back({Tik{SecretArray<kTransportKeySize>(key)}, std::move(meaning)});
}

// 16 bytes are a TIK; 32 are a TK, TEK first as it should be or the other way round.
void add_raw_keys(std::vector<CandidateKey>& keys, ByteView bytes, const std::string& text) {
  if (bytes.size() == kTransportKeySize) add_key(keys, bytes, text);
  if (bytes.size() != 2 * kTransportKeySize) return;
  const std::string of = text.empty() ? "of" : "of " + text;
  add_key(keys, bytes.last(kTransportKeySize), "the second half " + of);
  add_key(keys, bytes.first(kTransportKeySize), "the first half " + of);
}

std::vector<CandidateKey> read_raw_keys(ByteView content) {
  std::vector<CandidateKey> keys;
  add_raw_keys(keys, content, "");
  if (!content.empty() && content.back() == '\n') {
    add_raw_keys(keys, content.first(content.size() - 1), "what is before the newline in");
  }
  return keys;
}

void add_text_keys(std::vector<CandidateKey>& keys, ByteView content) {
  if (content.size() > kMaxKeyFileSize) return;
  const std::string_view text = trim(as_text(content));
  if (auto hex = from_hex(text)) {
    add_raw_keys(keys, *hex, "the hex text in");
    wipe(*hex);
  }
  if (auto base64 = from_base64(text)) {
    add_raw_keys(keys, *base64, "the base64 text in");
    wipe(*base64);
  }
}

}  // namespace

Candidate make_candidate(std::string name, const FileDigest& file, ByteView content) {
  Candidate candidate;
  candidate.name = std::move(name);
  candidate.file = file;
  candidate.can_be_kernel = is_kernel(content);
  candidate.can_be_initrd = is_initrd(content);
  if (content.size() == file.size) {
    candidate.keys = read_raw_keys(content);
    const std::size_t raw = candidate.keys.size();
    add_text_keys(candidate.keys, content);
    // The text of a key is no command line.
    if (candidate.keys.size() == raw) candidate.cmdlines = read_cmdlines(content);
    if (!candidate.keys.empty()) return candidate;
    if (const auto page = parse_vmsa("", content)) candidate.vmsa = *page;
    candidate.firmware = read_firmware(content);
  }
  const bool unknown = !candidate.can_be_kernel && !candidate.can_be_initrd &&
                       !candidate.firmware && !candidate.vmsa;
  if (unknown) candidate.can_be_kernel = candidate.can_be_initrd = file.size > 0;
  return candidate;
}

}  // namespace sevproof
