# What compiler and linker can do against faults in memory, in optimised builds of all that is compiled here, other
# projects' sources too: canaries on the stack, checked calls of the C library, and tables of addresses that are read-only
# once the program runs. Sanitizers check more, and their runtime stands where the checked calls would.
option(SEVPROOF_HARDENING "Harden optimised builds" ${PROJECT_IS_TOP_LEVEL})
set(SEVPROOF_HARDENED OFF)
if(NOT SEVPROOF_HARDENING OR EMSCRIPTEN OR WIN32 OR CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  return()
endif()
set(SEVPROOF_HARDENED ON)

include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)
include(CheckLinkerFlag)
set(optimised "CONFIG:Release,RelWithDebInfo,MinSizeRel")

check_cxx_compiler_flag(-fstack-protector-strong SEVPROOF_CAN_PROTECT_STACK)
if(SEVPROOF_CAN_PROTECT_STACK)
  add_compile_options("$<$<${optimised}>:-fstack-protector-strong>")
endif()

# Some compilers define it by themselves, with another value. A C library that does not know level 3 says so.
foreach(level 3 2)
  set(fortify -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=${level})
  set(CMAKE_REQUIRED_FLAGS "-O2 -Werror")
  set(CMAKE_REQUIRED_DEFINITIONS ${fortify})
  check_cxx_source_compiles("#include <cstring>\nint main() { return 0; }" SEVPROOF_CAN_FORTIFY_${level})
  unset(CMAKE_REQUIRED_FLAGS)
  unset(CMAKE_REQUIRED_DEFINITIONS)
  if(SEVPROOF_CAN_FORTIFY_${level})
    add_compile_options("$<$<${optimised}>:${fortify}>")
    break()
  endif()
endforeach()

check_linker_flag(CXX "-Wl,-z,relro,-z,now" SEVPROOF_CAN_LINK_READ_ONLY)
if(SEVPROOF_CAN_LINK_READ_ONLY)
  add_link_options("$<$<${optimised}>:-Wl,-z,relro,-z,now>")
endif()
