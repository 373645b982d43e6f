// Offsets into a VMSA page: AMD64 Architecture Programmer's Manual volume 2, appendix B, table B-4.
#ifndef SEVPROOF_FORMATS_VMSA_OFFSETS_H
#define SEVPROOF_FORMATS_VMSA_OFFSETS_H

#include <cstddef>

namespace sevproof::vmsa_offset {

// Segments: selector u16 | attributes u16 | limit u32 | base u64.
inline constexpr std::size_t kEs = 0x00;
inline constexpr std::size_t kCs = 0x10;
inline constexpr std::size_t kSs = 0x20;
inline constexpr std::size_t kDs = 0x30;
inline constexpr std::size_t kFs = 0x40;
inline constexpr std::size_t kGs = 0x50;
inline constexpr std::size_t kGdtr = 0x60;
inline constexpr std::size_t kLdtr = 0x70;
inline constexpr std::size_t kIdtr = 0x80;
inline constexpr std::size_t kTr = 0x90;
inline constexpr std::size_t kSegmentBase = 8;

inline constexpr std::size_t kEfer = 0xd0;
inline constexpr std::size_t kCr4 = 0x148;
inline constexpr std::size_t kCr0 = 0x158;
inline constexpr std::size_t kDr7 = 0x160;
inline constexpr std::size_t kDr6 = 0x168;
inline constexpr std::size_t kRflags = 0x170;
inline constexpr std::size_t kRip = 0x178;
inline constexpr std::size_t kGpat = 0x268;
inline constexpr std::size_t kRdx = 0x310;
inline constexpr std::size_t kSevFeatures = 0x3b0;
inline constexpr std::size_t kXcr0 = 0x3e8;
inline constexpr std::size_t kMxcsr = 0x408;
inline constexpr std::size_t kX87Fcw = 0x410;

}  // namespace sevproof::vmsa_offset

#endif
