#include "load/load_candidates.h"

#include <algorithm>

#include "os/input.h"
#include "sevproof/sev/launch.h"
#include "sevproof/text.h"

namespace sevproof::cli {
namespace {

constexpr std::size_t kPiece = 1024UL * 1024;

// The last `parts` parts of a path.
std::string tail_of(const std::string& path, std::size_t parts) {
  std::size_t at = path.size();
  while (parts-- > 0 && at != 0 && at != std::string::npos) at = path.rfind('/', at - 1);
  return at == std::string::npos || at == 0 ? path : path.substr(at + 1);
}

// Its hash, and so much of its content as make_candidate asks for. What it held is wiped: it may be
// a key.
Result<Candidate> load_candidate(const std::string& path, std::string name) {
  auto input = Input::open(
      path, {.role = "candidate", .max_size = kMaxBootFileSize, .may_be_empty = kMayBeEmpty});
  if (!input) return fail(input.error());
  Sha256 hash;
  // Room for all of it from the beginning: growing would leave copies.
  SecretBytes piece{Bytes(kPiece)};
  SecretBytes content{Bytes(static_cast<std::size_t>(kMaxWholeCandidate) + 1)};
  std::size_t kept = 0;
  while (true) {
    const auto count = input->read(piece.writable());
    if (!count) return fail(count.error());
    if (*count == 0) break;
    const ByteView bytes = piece.view().first(*count);
    hash.update(bytes);
    const std::size_t fits = std::min(bytes.size(), content.size() - kept);
    put_bytes(content.writable().subspan(kept), bytes.first(fits));
    kept += fits;
  }
  const bool is_whole = kept <= kMaxWholeCandidate;
  return make_candidate(std::move(name),
                        {hash.finish(), input->done(), std::make_shared<const Sha256>(hash)},
                        content.view().first(is_whole ? kept : kCandidateHead));
}

}  // namespace

std::vector<std::string> short_names(const std::vector<std::string>& paths) {
  std::vector<std::string> names;
  for (const std::string& path : paths) {
    std::size_t parts = 1;
    const auto is_ambiguous = [&] {
      const std::string name = tail_of(path, parts);
      return std::ranges::any_of(paths, [&](const std::string& other) {
        return other != path && tail_of(other, parts) == name;
      });
    };
    while (is_ambiguous() && tail_of(path, parts) != path) ++parts;
    names.push_back(tail_of(path, parts));
  }
  return names;
}

Result<std::vector<Candidate>> load_candidates(const std::vector<std::string>& paths,
                                               bool digest_only) {
  if (paths.size() > kMaxCandidates) {
    return fail(ErrorCode::kTooManyCandidates,
                "--also-try: expected at most " + std::to_string(kMaxCandidates) + " files, got " +
                    std::to_string(paths.size()),
                "Try the likely ones first: sevproof tries every combination of them.");
  }
  const std::vector<std::string> names = short_names(paths);
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    auto candidate = load_candidate(paths[i], names[i]);
    if (!candidate) return fail(candidate.error());
    if (digest_only && candidate->keys.empty()) {
      return fail(
          ErrorCode::kWrongFileType,
          "--also-try: with --launch-digest expected a key, got another file: " + quote(paths[i]),
          "With nothing but the launch digest known, only the keys can differ.");
    }
    candidates.push_back(std::move(*candidate));
  }
  return candidates;
}

}  // namespace sevproof::cli
