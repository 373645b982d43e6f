#include "formats/domain_devices.h"

namespace sevproof::internal {
namespace {

using pugi::xml_node;

bool is_virtio(const pugi::xml_attribute& attribute) {
  return std::string_view(attribute.value()).starts_with("virtio");
}

// libvirt's domain format says it in another place for each kind of device.
bool is_virtio_device(const xml_node& device) {
  if (std::string_view(device.name()) == "filesystem") return true;  // 9p and virtiofs alike
  if (is_virtio(device.attribute("model")) || is_virtio(device.attribute("type"))) return true;
  if (is_virtio(device.attribute("bus"))) return true;                  // input
  if (is_virtio(device.child("target").attribute("bus"))) return true;  // disk
  return is_virtio(device.child("model").attribute("type"));            // interface, video
}

std::string device_name(const xml_node& device) {
  std::string name = device.name();
  for (const auto& word : {device.child("target").attribute("dev"), device.attribute("type")}) {
    if (!word) continue;
    return name + " " + word.value();
  }
  return name;
}

}  // namespace

std::vector<VirtioDevice> virtio_devices(const xml_node& devices) {
  std::vector<VirtioDevice> found;
  for (const xml_node& device : devices.children()) {
    if (device.type() != pugi::node_element || !is_virtio_device(device)) continue;
    const std::string_view iommu = device.child("driver").attribute("iommu").value();
    found.push_back({device_name(device), iommu == "on"});
  }
  return found;
}

}  // namespace sevproof::internal
