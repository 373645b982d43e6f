// Right uses of the interface, and behind a definition each a wrong one that must not compile.
#include <iostream>

#include "sevproof/sev/secret.h"
#include "sevproof/snp/report_verification.h"

namespace sevproof::misuse {

Result<SecretPacket> right(const Validation& validation, const Tek& tek,
                           std::span<const LaunchSecret> secrets) {
  if (!validation.launch) return fail(ErrorCode::kMeasurementMismatch, "no match");
  return pack_secret(*validation.launch, tek, secrets);
}

TransportKeys right_keys(Tik tik, Tek tek) { return {std::move(tik), std::move(tek)}; }

Tik right_key(ByteView bytes) { return Tik(bytes.first<16>()); }

LaunchRequest right_request(const MeasurementBlob& reported, Tik tik) {
  return {{}, {}, {}, reported, std::move(tik)};
}

HashedBytes right_bytes(ByteView bytes) { return HashedBytes(nullptr, bytes); }

bool right_comparison(const SecretBytes& a, const SecretBytes& b) {
  return constant_time_equal(a.view(), b.view());
}

Guid right_guid() { return Guid::literal("736869e5-84f0-4973-92ec-06879ce3da0b"); }

bool right_result(std::string_view text) { return Guid::parse(text).has_value(); }

#ifdef PACK_FOR_REQUEST
void wrong(const LaunchRequest& request, const Tek& tek, std::span<const LaunchSecret> secrets) {
  (void)pack_secret(request, tek, secrets);
}
#endif  // PACK_FOR_REQUEST

#ifdef PACK_FOR_REPORT
void wrong(const Report& report, const Tek& tek, std::span<const LaunchSecret> secrets) {
  (void)pack_secret(report, tek, secrets);
}
#endif  // PACK_FOR_REPORT

#ifdef PACK_FOR_MEASURED_LAUNCH
void wrong(const MeasuredLaunch& launch, const Tek& tek, std::span<const LaunchSecret> secrets) {
  (void)pack_secret(launch, tek, secrets);
}
#endif  // PACK_FOR_MEASURED_LAUNCH

#ifdef MAKE_VALIDATED_LAUNCH
ValidatedLaunch wrong(const LaunchRequest& request) { return ValidatedLaunch(request); }
#endif  // MAKE_VALIDATED_LAUNCH

#ifdef DEFAULT_VALIDATED_LAUNCH
ValidatedLaunch wrong() { return {}; }
#endif  // DEFAULT_VALIDATED_LAUNCH

const SnpReport& right_report(const snp::ReportVerification& verification) {
  return verification.verified->report();
}

#ifdef MAKE_VERIFIED_REPORT
snp::VerifiedReport wrong(const SnpReport& report) { return snp::VerifiedReport(report); }
#endif  // MAKE_VERIFIED_REPORT

#ifdef DEFAULT_VERIFIED_REPORT
snp::VerifiedReport wrong() { return {}; }
#endif  // DEFAULT_VERIFIED_REPORT

#ifdef VERIFIED_UNDER_OWN_ROOTS
void wrong(snp::ReportVerification& verification) {
  verification.verified.emplace(verification.input.evidence.report);
}
#endif  // VERIFIED_UNDER_OWN_ROOTS

#ifdef PACK_FOR_VERIFIED_REPORT
void wrong(const snp::VerifiedReport& report, const Tek& tek,
           std::span<const LaunchSecret> secrets) {
  (void)pack_secret(report, tek, secrets);
}
#endif  // PACK_FOR_VERIFIED_REPORT

#ifdef SWAP_KEYS
TransportKeys wrong(Tik tik, Tek tek) { return {std::move(tek), std::move(tik)}; }
#endif  // SWAP_KEYS

#ifdef KEY_WITHOUT_BYTES
Tik wrong() { return Tik(); }
#endif  // KEY_WITHOUT_BYTES

#ifdef KEY_OF_ANY_LENGTH
Tik wrong(ByteView bytes) { return Tik(bytes); }
#endif  // KEY_OF_ANY_LENGTH

#ifdef MEASUREMENT_WITHOUT_NONCE
MeasurementBlob wrong(const Sha256Digest& measurement) { return MeasurementBlob{measurement}; }
#endif  // MEASUREMENT_WITHOUT_NONCE

#ifdef REQUEST_WITHOUT_KEY
LaunchRequest wrong(const MeasurementBlob& reported) { return {{}, {}, {}, reported}; }
#endif  // REQUEST_WITHOUT_KEY

#ifdef HASH_OF_OTHER_BYTES
HashedBytes wrong(ByteView bytes, const Sha256& other) {
  return HashedBytes(nullptr, bytes, other);
}
#endif  // HASH_OF_OTHER_BYTES

#ifdef PRINT_SECRET
void wrong(const SecretBytes& secret) { std::cout << secret; }
#endif  // PRINT_SECRET

#ifdef COMPARE_SECRETS
bool wrong(const SecretBytes& a, const SecretBytes& b) { return a == b; }
#endif  // COMPARE_SECRETS

#ifdef COPY_SECRET
SecretBytes wrong(const SecretBytes& secret) { return secret; }
#endif  // COPY_SECRET

#ifdef MISTYPED_GUID
Guid wrong() { return Guid::literal("736869e5-84f0-4973-92ec-06879ce3da0"); }
#endif  // MISTYPED_GUID

#ifdef IGNORE_RESULT
void wrong(std::string_view text) { Guid::parse(text); }
#endif  // IGNORE_RESULT

// What the test itself must notice: no misuse at all, and one that fails for another reason.
#ifdef NO_MISUSE
void wrong(const SecretBytes& a) { (void)right_comparison(a, a); }
#endif  // NO_MISUSE

#ifdef OTHER_REASON
void wrong() { (void)pack_secret(not_declared); }
#endif  // OTHER_REASON

}  // namespace sevproof::misuse
