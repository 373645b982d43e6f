// Files of SEV-SNP certificates: tables, PEM, DER, lists, and AMD's extensions of what was read.
#include "sevproof/formats/snp_certificates.h"

#include <algorithm>

#include "fuzz.h"

using namespace sevproof;

namespace {

bool lies_in(ByteView whole, ByteView part) {
  return std::search(whole.begin(), whole.end(), part.begin(), part.end()) != whole.end();
}

void check_certificate(const GivenCertificate& given) {
  const X509Certificate& one = given.certificate;
  fuzz::expect_plain(given.source);
  fuzz::expect_plain(one.issuer_cn);
  fuzz::expect_plain(one.subject_cn);
  fuzz::expect_plain(time_text(one.not_before));
  fuzz::expect(lies_in(one.der, one.signed_part), "what is signed lies in the certificate");
  fuzz::expect(one.rsa_modulus.empty() || !one.p384_key, "a certificate has one key");
  fuzz::expect(one.rsa_modulus.empty() || one.rsa_modulus.size() == 512,
               "a key of RSA has 4096 bits");
  const auto again = parse_x509(one.der, "again");
  fuzz::expect(again && again->signed_part == one.signed_part, "it is read the same again");
  for (unsigned bit = 0; bit < 32; ++bit) has_key_usage(one, bit);
  is_certificate_authority(one);
  const auto vek = parse_vek_extensions(one, "certificate");
  if (!fuzz::is_there(vek)) return;
  fuzz::expect(!vek->hwid || vek->hwid->size() == 64 || vek->hwid->size() == 8,
               "a hwID has 64 or 8 bytes");
  fuzz::expect_plain(vek->product_name);
  fuzz::expect_plain(vek->csp_id.value_or(""));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto all = parse_snp_certificates({data, size}, "file");
  is_certificate_table({data, size});
  if (!fuzz::is_there(all)) return 0;
  for (const GivenCertificate& one : all->certificates) check_certificate(one);
  for (const GivenCrl& one : all->crls) {
    fuzz::expect_plain(one.source);
    fuzz::expect_plain(one.crl.issuer_cn);
    fuzz::expect(lies_in(one.crl.der, one.crl.signed_part), "what is signed lies in the list");
  }
  for (const OtherTableEntry& one : all->others)
    fuzz::expect(one.size <= size, "an entry lies in the table");
  for (const std::string& why : all->unread) fuzz::expect_plain(why);
  return 0;
}
