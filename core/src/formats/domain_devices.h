// The virtio devices among those of a libvirt domain.
#ifndef SEVPROOF_FORMATS_DOMAIN_DEVICES_H
#define SEVPROOF_FORMATS_DOMAIN_DEVICES_H

#include <vector>

#include "formats/xml_tree.h"
#include "sevproof/formats/domain_config.h"

namespace sevproof::internal {

// `devices` is the element <devices>; an empty node has none.
std::vector<VirtioDevice> virtio_devices(const pugi::xml_node& devices);

}  // namespace sevproof::internal

#endif
