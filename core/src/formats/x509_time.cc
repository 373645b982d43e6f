// Times of the proleptic Gregorian calendar, in UTC, without leap seconds.
#include "formats/x509_time.h"

#include <array>
#include <cstdint>
#include <string>

#include "sevproof/text.h"

namespace sevproof {
namespace {

constexpr std::int64_t kDaySeconds = 86400;
constexpr std::int64_t kEraDays = 146097;  // of 400 years

// Days from 1970-01-01. Years begin in March here, so that a leap day is a year's last.
constexpr std::int64_t days_before(std::int64_t year, std::int64_t month, std::int64_t day) {
  if (month <= 2) --year;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t of_era = year - era * 400;
  const std::int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * kEraDays + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}
static_assert(days_before(1970, 1, 1) == 0 && days_before(2000, 3, 1) == 11017);

constexpr std::int64_t days_of_month(std::int64_t year, std::int64_t month) {
  return month == 12 ? 31 : days_before(year, month + 1, 1) - days_before(year, month, 1);
}

std::string padded(std::int64_t number, std::size_t width) {
  std::string text = std::to_string(number);
  if (text.size() < width) text.insert(0, width - text.size(), '0');
  return text;
}

}  // namespace

std::optional<UnixTime> internal::unix_time(std::string_view digits) {
  constexpr std::array<std::size_t, 6> kWidths = {4, 2, 2, 2, 2, 2};
  if (digits.size() != 14) return std::nullopt;
  std::array<std::int64_t, 6> numbers{};
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    for (const char c : digits.substr(0, kWidths[i])) {
      if (c < '0' || c > '9') return std::nullopt;
      numbers[i] = numbers[i] * 10 + (c - '0');
    }
    digits.remove_prefix(kWidths[i]);
  }
  const auto [year, month, day, hour, minute, second] = numbers;
  if (month < 1 || month > 12 || day < 1 || day > days_of_month(year, month) || hour > 23 ||
      minute > 59 || second > 59) {
    return std::nullopt;
  }
  return days_before(year, month, day) * kDaySeconds + hour * 3600 + minute * 60 + second;
}

Result<UnixTime> parse_time(std::string_view what, std::string_view text) {
  std::string digits(text);
  bool has_form =
      digits.size() == 10 || (digits.size() == 20 && digits[10] == 'T' && digits[13] == ':' &&
                              digits[16] == ':' && digits[19] == 'Z');
  has_form = has_form && digits[4] == '-' && digits[7] == '-';
  std::optional<UnixTime> time;
  if (has_form) {
    std::erase_if(digits, [](char c) { return c == '-' || c == ':' || c == 'T' || c == 'Z'; });
    if (text.size() == 10) digits += "000000";
    time = internal::unix_time(digits);
  }
  if (!time) {
    return fail(ErrorCode::kInvalidInput,
                std::string(what) +
                    ": expected a time such as 2026-11-30 or 2026-11-30T23:59:59Z, got " +
                    quote(text));
  }
  return *time;
}

std::string time_text(UnixTime time) {
  std::int64_t days = time / kDaySeconds;
  std::int64_t seconds = time % kDaySeconds;
  if (seconds < 0) {
    seconds += kDaySeconds;
    --days;
  }
  // The inverse of days_before().
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - kEraDays + 1) / kEraDays;
  const std::int64_t of_era = days - era * kEraDays;
  const std::int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const std::int64_t march = (5 * of_year + 2) / 153;
  const std::int64_t day = of_year - (153 * march + 2) / 5 + 1;
  const std::int64_t month = march < 10 ? march + 3 : march - 9;
  return padded(year + era * 400 + (month <= 2 ? 1 : 0), 4) + "-" + padded(month, 2) + "-" +
         padded(day, 2) + "T" + padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) +
         ":" + padded(seconds % 60, 2) + "Z";
}

}  // namespace sevproof
