#include "sevproof/finding.h"

#include <gtest/gtest.h>

#include <set>

namespace sevproof {
namespace {

// Scripts rely on codes: one is never renamed and never used for something else.
constexpr std::string_view kCodes[] = {"policy-debug-allowed",
                                       "policy-key-sharing-allowed",
                                       "policy-no-es",
                                       "policy-reserved-bits",
                                       "policy-api-too-old",
                                       "firmware-no-sev-table",
                                       "firmware-no-es-reset-block",
                                       "firmware-no-hash-area",
                                       "firmware-code-only",
                                       "firmware-vars-only",
                                       "initrd-empty",
                                       "cmdline-empty",
                                       "cpu-state-not-measured",
                                       "vmsa-cpu0-start",
                                       "vmsa-cpu1-start",
                                       "vmsa-cpu1-unused",
                                       "vmsa-signature",
                                       "vmsa-layout",
                                       "vmsa-sev-features",
                                       "vmsa-snp-active",
                                       "secret-trailing-newline",
                                       "secret-empty",
                                       "secret-area-absent",
                                       "secret-exceeds-area",
                                       "domain-no-sev",
                                       "domain-no-dh-cert",
                                       "domain-no-session",
                                       "domain-nvram",
                                       "domain-loader-count",
                                       "domain-kernel-hashes-off",
                                       "domain-kernel-not-measured",
                                       "domain-kernel-missing",
                                       "domain-boot-file-not-given",
                                       "domain-policy-differs",
                                       "domain-dh-cert-malformed",
                                       "domain-session-malformed",
                                       "domain-vcpus-differ",
                                       "domain-cpu-differs",
                                       "domain-cpu-not-fixed",
                                       "domain-boot-differs",
                                       "domain-loader-unsuitable",
                                       "domain-loader-not-stateless",
                                       "domain-memory-not-locked",
                                       "domain-virtio-no-iommu",
                                       "domain-xml-used",
                                       "domain-xml-trusted",
                                       "host-reported",
                                       "host-trusted",
                                       "host-differs",
                                       "host-is-here",
                                       "domain-not-paused",
                                       "firmware-no-hash-code",
                                       "firmware-no-secret-code",
                                       "firmware-code-unknown",
                                       "kernel-never-hashed",
                                       "kernel-takes-no-initrd",
                                       "domain-shim-not-measured",
                                       "domain-dtb",
                                       "policy-migration-allowed",
                                       "domain-varstore",
                                       "secret-not-terminated",
                                       "secret-byte-order-mark",
                                       "secret-utf16",
                                       "packet-padding-counted",
                                       "packet-bytes-ignored",
                                       "packet-mac-without-measurement",
                                       "kernel-unlikely",
                                       "initrd-unlikely",
                                       "firmware-not-checked",
                                       "launch-not-checked",
                                       "secret-area-not-checked",
                                       "platform-cek-unsigned",
                                       "platform-cek-extracted",
                                       "platform-cek-of-other-chip",
                                       "platform-cek-old-server",
                                       "platform-root-named",
                                       "platform-root-differs",
                                       "attestation-pek-unknown",
                                       "attestation-proves-little",
                                       "platform-of-host",
                                       "platform-export-of-other-chip",
                                       "platform-incomplete",
                                       "platform-root-unknown",
                                       "platform-link-broken",
                                       "platform-cek-unsigned-under-root",
                                       "platform-cek-foreign",
                                       "platform-ask-missing",
                                       "attestation-no-nonce",
                                       "attestation-not-signed",
                                       "policy-notation",
                                       "session-unverified",
                                       "session-other-policy",
                                       "session-other-key",
                                       "session-keys-exchanged",
                                       "session-halves-exchanged",
                                       "session-files-exchanged",
                                       "session-godh-of-platform",
                                       "session-godh-doubtful",
                                       "session-reused",
                                       "session-policy-bytes",
                                       "policy-es-on-naples",
                                       "policy-migration-to-sev",
                                       "policy-api-unlikely",
                                       "domain-session-other",
                                       "domain-qemu-arguments"};

TEST(FindingCatalogue, CodesAreStable) {
  ASSERT_GE(finding_catalogue().size(), std::size(kCodes));
  for (std::size_t i = 0; i < std::size(kCodes); ++i) {
    EXPECT_EQ(finding_catalogue()[i].name, kCodes[i]);
  }
}

TEST(FindingCatalogue, IsInTheOrderOfTheCodes) {
  for (std::size_t i = 0; i < finding_catalogue().size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(finding_catalogue()[i].code), i);
    EXPECT_EQ(&finding_info(finding_catalogue()[i].code), &finding_catalogue()[i]);
  }
}

bool is_kebab_case(std::string_view name) {
  char before = '-';
  for (const char c : name) {
    const bool is_letter = c >= 'a' && c <= 'z';
    const bool is_inner = (c >= '0' && c <= '9') || c == '-';
    if (before == '-' ? !is_letter : !is_letter && !is_inner) return false;
    before = c;
  }
  return before != '-';
}

TEST(FindingCatalogue, NamesAreUniqueKebabCase) {
  std::set<std::string_view> names;
  for (const FindingInfo& info : finding_catalogue()) {
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
    EXPECT_TRUE(is_kebab_case(info.name)) << info.name;
  }
}

void expect_sentence(std::string_view text, bool with_full_stop) {
  ASSERT_FALSE(text.empty());
  EXPECT_EQ(text.back() == '.', with_full_stop) << text;
  EXPECT_NE(text.back(), ' ') << text;
  EXPECT_EQ(text.find('\n'), std::string_view::npos) << text;
}

TEST(FindingCatalogue, TextsAreSentences) {
  for (const FindingInfo& info : finding_catalogue()) {
    SCOPED_TRACE(info.name);
    expect_sentence(info.message, false);
    expect_sentence(info.hint, true);
  }
}

TEST(FindingCatalogue, SeverityNames) {
  EXPECT_EQ(severity_name(Severity::kError), "error");
  EXPECT_EQ(severity_name(Severity::kWarning), "warning");
  EXPECT_EQ(severity_name(Severity::kNote), "note");
}

}  // namespace
}  // namespace sevproof
