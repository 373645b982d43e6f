// Is this a genuine platform of AMD, and which key does it agree on sessions with? What an owner
// asks before a SEV or SEV-ES guest starts.
//
//   auto chain = collect_platform(files);          // parse_platform_file of each
//   if (!chain) return fail(chain.error());
//   auto verification = verify_platform(*chain);
//   show(verification.report);
//   if (!verification.platform) return;            // not vouched for
//   auto session = create_session(*verification.platform, policy);  // sev/session.h
//
// ARK signs ASK signs CEK signs PEK signs PDH; the OCA, which names the platform's owner and leads
// to nobody, signs itself and the PEK. Trust comes from AMD's ARKs, which are built in by their
// SHA-256, or from a root that the owner names; never from a root inside a file, or from a key id.
#ifndef SEVPROOF_SEV_PLATFORM_H
#define SEVPROOF_SEV_PLATFORM_H

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "sevproof/check.h"
#include "sevproof/finding.h"
#include "sevproof/formats/platform_files.h"
#include "sevproof/result.h"

namespace sevproof {

// What was given of one platform, each certificate in its place.
struct PlatformChain {
  std::optional<AmdCertificate> ark;
  std::optional<AmdCertificate> ask;
  std::optional<SevCertificate> cek;  // the signed one, where one was given
  // The same CEK with other signatures: AMD's server signs anew at each download.
  std::vector<SevCertificate> cek_copies;
  std::optional<SevCertificate> oca;
  std::optional<SevCertificate> pek;
  std::optional<SevCertificate> pdh;
  // As hosts export it, beside a signed one: nobody signed it.
  std::optional<SevCertificate> exported_cek;
  std::optional<ChipId> chip_id;
  std::optional<EncryptionBits> bits;  // of the first file that says them
};

// Fails with kContradictingInputs for two certificates that want the same place and differ. Of
// CEKs, a signed one takes the place of one that is not, and two with one key are the same.
Result<PlatformChain> collect_platform(std::span<const PlatformPieces> files);

// A root that the owner names; its ASK may come with it.
struct NamedRoot {
  AmdCertificate ark;
  std::optional<AmdCertificate> ask;
};

// Fails with kInvalidInput where there is not exactly one ARK, or anything but its ASK beside it.
Result<NamedRoot> take_root(PlatformPieces pieces);

// Who vouches for the platform.
enum class Voucher : std::uint8_t { kNobody, kAmd, kNamedRoot };

std::string_view voucher_name(Voucher voucher);  // "nobody", "amd", "named-root"

struct PlatformReport {
  PlatformChain chain;
  std::optional<NamedRoot> root;
  Voucher voucher = Voucher::kNobody;
  // AMD's, where AMD vouches for it.
  std::optional<AmdGeneration> generation;
  bool built_in_ask = false;  // it came with sevproof, not with the files
  // ark-pinned, ark-self, ask-by-ark, cek-by-ask, oca-self, pek-by-oca, pek-by-cek, pdh-by-pek.
  std::vector<Check> checks;
  std::vector<Finding> findings;
};

struct PlatformVerification;

// All links are checked, whatever became of the others. With `root`, that one counts and no other.
PlatformVerification verify_platform(const PlatformChain& chain,
                                     const std::optional<NamedRoot>& root = std::nullopt);

// A PDH that was vouched for. Only verify_platform makes one.
class VerifiedPlatform {
 public:
  const SevCertificate& pdh() const { return pdh_; }
  Voucher voucher() const { return voucher_; }

 private:
  friend PlatformVerification verify_platform(const PlatformChain& chain,
                                              const std::optional<NamedRoot>& root);
  VerifiedPlatform(SevCertificate pdh, Voucher voucher) : pdh_(std::move(pdh)), voucher_(voucher) {}

  SevCertificate pdh_;
  Voucher voucher_;
};

struct PlatformVerification {
  PlatformReport report;
  std::optional<VerifiedPlatform> platform;  // only where somebody vouches for it
};

}  // namespace sevproof

#endif
