// A host's capabilities.
#include "fuzz.h"
#include "sevproof/formats/cpu.h"

using namespace sevproof;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(as_text(ByteView(data, size)));
  const auto cpu = parse_host_cpu(text);
  if (!fuzz::is_there(cpu)) return 0;
  const auto again = parse_host_cpu(text + " \n");
  fuzz::expect(again && *again == *cpu, "white space behind the XML says nothing");
  if (*cpu) fuzz::expect(cpu_signature(**cpu).has_value(), "a CPU that is there has a signature");
  return 0;
}
