// What is said of a platform in words.
#ifndef SEVPROOF_CLI_COMMANDS_PLATFORM_TEXT_H
#define SEVPROOF_CLI_COMMANDS_PLATFORM_TEXT_H

#include <span>
#include <string>

#include "os/console.h"
#include "sevproof/check.h"
#include "sevproof/sev/platform.h"

namespace sevproof::cli {

// "  PDH EP384 D256 <hex>", with a newline, as sevctl prints it.
std::string certificate_line(const SevCertificate& certificate);
std::string certificate_line(const AmdCertificate& certificate);

// A line for each: its name, its outcome, and what there is to say.
std::string checks_text(std::span<const Check> checks);

// Who vouches for it, in one sentence without a full stop.
std::string voucher_sentence(const PlatformReport& report);

// The whole report but its findings: who vouches for it, its certificates, its links.
void say_platform(const PlatformReport& report, Console& console);

}  // namespace sevproof::cli

#endif
