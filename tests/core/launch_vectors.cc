#include "launch_vectors.h"

#include <gtest/gtest.h>

#include "sevproof/formats/cpu.h"
#include "test_bytes.h"

namespace sevproof::test {
namespace {

std::optional<KernelBoot> kernel_of(const Json& request) {
  if (!request.contains("kernel")) return std::nullopt;
  KernelBoot boot;
  boot.kernel = digest_of(unhex(request["kernel"].get<std::string>()));
  if (request.contains("initrd"))
    boot.initrd = digest_of(unhex(request["initrd"].get<std::string>()));
  if (request.contains("cmdline")) boot.cmdline = request["cmdline"].get<std::string>();
  return boot;
}

VmsaSource vmsa_of(const Json& request) {
  if (!request.contains("cpuFamily")) return std::monostate{};
  const auto part = [&](const char* name) { return request[name].get<std::uint32_t>(); };
  const bool init2 = request["vmsaLayout"].get<std::string>() == "init2";
  return VmsaSpec{
      cpu_signature({part("cpuFamily"), part("cpuModel"), part("cpuStepping")}).value_or(0),
      init2 ? VmsaLayout::kInit2 : VmsaLayout::kLegacy,
      request["sevFeatures"].get<std::uint64_t>()};
}

LaunchVector vector_of(const Json& item) {
  const Json& request = item["request"];
  const auto byte = [&](const char* name) { return request[name].get<std::uint8_t>(); };
  const auto bytes = [&](const char* name) { return unhex(request[name].get<std::string>()); };
  LaunchVector launch;
  launch.name = item["name"].get<std::string>();
  launch.config.firmware = bytes("firmware");
  launch.config.kernel = kernel_of(request);
  if (request.contains("numCpus")) launch.config.vcpus = request["numCpus"].get<std::uint32_t>();
  launch.config.vmsa = vmsa_of(request);
  launch.api = {byte("apiMajor"), byte("apiMinor"), byte("buildId")};
  launch.policy = {request["policy"].get<std::uint32_t>()};
  launch.tik = bytes("tik");
  launch.tek = bytes("tek");
  launch.expected = item["expected"];
  launch.reported.measurement = unhex_array<32>(launch.expect("measurement"));
  launch.reported.nonce = to_array<16>(bytes("nonce"));
  return launch;
}

std::vector<LaunchVector> vectors_of(std::string_view file) {
  std::vector<LaunchVector> all;
  for (const Json& item : load_list(file, "launches")) all.push_back(vector_of(item));
  return all;
}

}  // namespace

std::string LaunchVector::expect(const char* key) const {
  return expected.contains(key) ? expected[key].get<std::string>() : std::string();
}

LaunchRequest LaunchVector::request() const {
  return {config, api, policy, reported, Tik(to_array<16>(tik))};
}

const std::vector<LaunchVector>& launch_vectors() {
  static const std::vector<LaunchVector> vectors = vectors_of("vectors/launches.json");
  return vectors;
}

const std::vector<LaunchVector>& mistaken_vectors() {
  static const std::vector<LaunchVector> vectors = vectors_of("vectors/mistaken_launches.json");
  return vectors;
}

LaunchVector launch_vector(std::string_view name) {
  for (const LaunchVector& launch : launch_vectors()) {
    if (launch.name == name) return launch;
  }
  ADD_FAILURE() << "no launch vector named " << name;
  return {};
}

FileDigest digest_of(ByteView content) { return {sha256(content), content.size()}; }

}  // namespace sevproof::test
