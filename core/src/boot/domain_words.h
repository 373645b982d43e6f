// How findings about a libvirt domain show what it boots and its CPU, whatever kind of guest it is.
#ifndef SEVPROOF_BOOT_DOMAIN_WORDS_H
#define SEVPROOF_BOOT_DOMAIN_WORDS_H

#include <string>
#include <string_view>

#include "sevproof/formats/domain_config.h"

namespace sevproof::internal {

// "none", "2 of them"
std::string times(std::size_t count);

// Those of kernel, initrd and cmdline that the domain has: "kernel, cmdline".
std::string boot_elements(const DomainConfig& domain);

// Of a domain that fixes no known CPU model: "mode 'host-model'".
std::string unfixed_cpu(const DomainConfig& domain);

// Those arguments that the domain passes to QEMU: "'-cpu', 'host' and 2 more".
std::string qemu_arguments_text(const DomainConfig& domain);

// Where two texts part, with a little of what is before: long ones differ behind what is shown.
std::string difference_text(std::string_view domain, std::string_view given);

}  // namespace sevproof::internal

#endif
