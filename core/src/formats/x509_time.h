#ifndef SEVPROOF_FORMATS_X509_TIME_H
#define SEVPROOF_FORMATS_X509_TIME_H

#include <optional>
#include <string_view>

#include "sevproof/formats/x509.h"

namespace sevproof::internal {

// Of "20261130235959", exactly 14 digits; nothing where the calendar has no such second.
std::optional<UnixTime> unix_time(std::string_view digits);

}  // namespace sevproof::internal

#endif
