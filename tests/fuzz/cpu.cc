// CPUs as people name them, and their signatures.
#include "sevproof/formats/cpu.h"

#include "fuzz.h"

using namespace sevproof;

namespace {

void check_signature(std::uint32_t signature) {
  const CpuSku sku = decode_cpu_signature(signature);
  const auto again = cpu_signature(sku);
  fuzz::expect(again && decode_cpu_signature(*again) == sku, "a signature reads as it is written");
  const auto named = parse_cpu(cpu_argument(signature));
  fuzz::expect(named && decode_cpu_signature(*named) == sku, "a CPU's own argument means that CPU");
  fuzz::expect_plain(describe_cpu_signature(signature));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = as_text(ByteView(data, size));
  if (const auto signature = parse_cpu(text); fuzz::is_there(signature))
    check_signature(*signature);
  if (const auto model = find_cpu_model(text); fuzz::is_there(model)) {
    const auto signature = cpu_signature(*model);
    const auto named = parse_cpu(text);
    fuzz::expect(signature && named && *named == *signature, "a model's name means its signature");
  }
  if (size == 4) check_signature(load_le<std::uint32_t>(ByteView(data, size)));
  return 0;
}
