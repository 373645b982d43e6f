// A launch session: the owner's keys on their way to the firmware of one platform, and to nobody
// else. It is made before the guest is started, anew for each start.
//
//   auto creation = make_session({*chain, root, *policy});    // sev/platform.h, sev/policy_text.h
//   if (!creation) return fail(creation.error());
//   show(*creation);                                          // checks and findings
//   if (!creation->session) return;                           // nobody vouches for the platform
//   auto files = session_files(*creation->session, "vm");     // as sevctl names them
//
// SEV API specification (55766), sections 2.2 and 6.2.
#ifndef SEVPROOF_SEV_SESSION_H
#define SEVPROOF_SEV_SESSION_H

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sevproof/finding.h"
#include "sevproof/formats/encryption_bits.h"
#include "sevproof/formats/session_blob.h"
#include "sevproof/formats/sev_certificate.h"
#include "sevproof/formats/transport_keys.h"
#include "sevproof/result.h"
#include "sevproof/secret_bytes.h"
#include "sevproof/sev/measurement.h"
#include "sevproof/sev/platform.h"
#include "sevproof/sev/policy_text.h"

namespace sevproof {

struct LaunchSession {
  Policy policy;
  TransportKeys keys;          // the owner's: they stay with the owner
  SessionBlob session;         // for the host
  SevCertificate certificate;  // of the owner's key for this session (GODH); for the host
};

// Keys and nonce are new random numbers, and of the owner's private key nothing is kept. Fails with
// kNoRandomNumbers, and with kInvalidInput for a policy whose reserved bits are set, since firmware
// refuses it.
Result<LaunchSession> create_session(const VerifiedPlatform& platform, Policy policy);

// The same for a PDH that nobody vouches for: whoever made it can read the keys. Fails with
// kMalformedCertificate, too, where its key cannot be used.
Result<LaunchSession> create_unverified_session(const SevCertificate& pdh, Policy policy);

struct SessionRequest {
  PlatformChain platform;
  std::optional<NamedRoot> root = std::nullopt;
  GivenPolicy policy;
  bool insecure = false;  // make one also where nobody vouches for the platform
};

struct SessionCreation {
  PlatformReport platform;
  Policy policy;
  // Those about the platform, about the policy and about the session.
  std::vector<Finding> findings;
  // Only where somebody vouches for the platform, unless that was not asked for.
  std::optional<LaunchSession> session;
};

// Verifies the platform first. Fails with kMissingInput where there is no PDH, and as
// create_session does.
Result<SessionCreation> make_session(const SessionRequest& request);

// What the host's element and options have beside the session.
struct LaunchSettings {
  std::optional<EncryptionBits> bits = std::nullopt;
  // The hashes of a directly booted kernel are measured: only the owner knows whether they are to
  // be, and whoever replaces a domain's element without them loses them.
  bool kernel_hashes = false;
};

// For a domain's XML: policy, the owner's certificate and the session. Ends in a newline.
std::string launch_security_xml(const LaunchSession& session, const LaunchSettings& settings = {});

// The options -machine and -object of QEMU: a second -machine adds to the first, and without it the
// object alone does nothing. The files are those that session_files() names. Ends in a newline.
std::string qemu_options(const LaunchSession& session, std::string_view name,
                         const LaunchSettings& settings = {});

struct SessionFile {
  std::string name;       // without a folder
  std::string_view role;  // "TIK"
  SecretBytes content;
  bool is_secret = false;  // it stays with the owner
};

inline constexpr std::string_view kDefaultSessionName = "vm";

// NAME_tik.bin, NAME_tek.bin, NAME_godh.b64 and NAME_session.b64 as sevctl writes them, then
// NAME_launchsecurity.xml and NAME_qemu.txt. Fails with kInvalidInput for a name that is not 1 to
// 100 letters, digits, hyphens, underscores and dots, without a dot or hyphen at its beginning.
Result<std::vector<SessionFile>> session_files(const LaunchSession& session,
                                               std::string_view name = kDefaultSessionName,
                                               const LaunchSettings& settings = {});

}  // namespace sevproof

#endif
