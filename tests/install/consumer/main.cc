// Validates a tiny launch with the installed library: an honest host matches, a tampered firmware
// does not.
#include <cstdio>
#include <string>

#include "sevproof/report.h"
#include "sevproof/sev/secret.h"
#include "sevproof/sev/validation.h"

namespace {

sevproof::Tik example_tik() {
  return sevproof::Tik(sevproof::as_bytes("0123456789abcdef").first<16>());
}

// What the host would report for a firmware of this byte.
sevproof::MeasurementBlob honest_report(std::uint8_t byte) {
  using namespace sevproof;
  const Sha256Digest digest = sha256(Bytes(512, byte));
  Nonce nonce;
  nonce.fill(7);
  const auto message = build_measured_message({1, 55, 21}, Policy{3}, digest, nonce);
  return {compute_measurement(example_tik(), message), nonce};
}

}  // namespace

int main() {
  using namespace sevproof;
  for (const std::uint8_t started : {std::uint8_t{0x42}, std::uint8_t{0x43}}) {
    LaunchRequest request{
        {Bytes(512, 0x42), {}, {}, {}}, {1, 55, 21}, {3}, honest_report(started), example_tik()};
    const Result<Validation> validation = validate(request);
    if (!validation) {
      std::puts(validation.error().message.c_str());
      return 2;
    }
    std::printf("sevproof %s: %s\n", std::string(version()).c_str(),
                std::string(verdict_name(validation->report.verdict)).c_str());
    if (validation->launch.has_value() != (started == 0x42)) return 1;
    if (to_json(validation->report).empty()) return 1;
  }
  return 0;
}
