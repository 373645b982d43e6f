// Files that a launch may have been started with instead of those that were given: a diagnosis
// tries each in the place of everything that its content allows.
#ifndef SEVPROOF_FORMATS_CANDIDATE_H
#define SEVPROOF_FORMATS_CANDIDATE_H

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sevproof/bytes.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/formats/vmsa.h"
#include "sevproof/sha256.h"

namespace sevproof {

// A candidate up to this size is to be handed over whole; it can be a firmware.
inline constexpr std::uint64_t kMaxWholeCandidate = 16ULL * 1024 * 1024;
// Of a larger one, this much of its beginning.
inline constexpr std::size_t kCandidateHead = 4096;
// The number of combinations grows with its third power.
inline constexpr std::size_t kMaxCandidates = 64;

// A key that a file can hold.
struct CandidateKey {
  Tik tik;
  std::string meaning;  // such as "the first half of"; empty for the whole file as it is
};

// A command line that a file can hold. Only its hash is kept: the text may be a secret.
struct CandidateCmdline {
  Sha256Digest digest{};  // hash_cmdline()
  std::string part;       // of the text, such as ", line 3"; empty for all of it
};

struct Candidate {
  Candidate() = default;
  Candidate(Candidate&&) noexcept = default;
  Candidate& operator=(Candidate&&) noexcept = default;
  Candidate(const Candidate&) = delete;
  Candidate& operator=(const Candidate&) = delete;
  ~Candidate() = default;

  std::string name;  // how messages call it
  FileDigest file;
  bool can_be_kernel = false;
  bool can_be_initrd = false;
  std::shared_ptr<const Bytes> firmware;  // null where it is none
  std::optional<VmsaPage> vmsa;
  std::shared_ptr<const Bytes> device_tree;  // null where it is none
  std::shared_ptr<const Bytes> igvm;         // null where it is none
  std::vector<CandidateCmdline> cmdlines;    // its whole text; the likeliest first
  // In a text of up to 1 MiB: what stands behind -append, in <cmdline> and the like, at most 16 of
  // each kind; and each of its other lines and quoted texts, at most 256.
  std::vector<CandidateCmdline> marked_cmdlines;
  std::vector<CandidateCmdline> lines;
  // What 16 or 32 bytes, or hex or base64 text of them, can be meant as, the likeliest first.
  std::vector<CandidateKey> keys;
};

// By its content: `content` is the whole file, or the first kCandidateHead bytes of a larger one
// than kMaxWholeCandidate. What nothing is recognised in can be a kernel or an initrd. What may be
// a key is kept in memory that is wiped.
Candidate make_candidate(std::string name, const FileDigest& file, ByteView content);

}  // namespace sevproof

#endif
