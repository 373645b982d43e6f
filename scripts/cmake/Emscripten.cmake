# Toolchain file: finds the one that belongs to the Emscripten on PATH, wherever it is installed.
find_program(SEVPROOF_EM_CONFIG em-config REQUIRED)
execute_process(
  COMMAND "${SEVPROOF_EM_CONFIG}" EMSCRIPTEN_ROOT
  OUTPUT_VARIABLE emscripten_root
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
include("${emscripten_root}/cmake/Modules/Platform/Emscripten.cmake")
# Configuration checks run this file again without PATH's help.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES SEVPROOF_EM_CONFIG)
