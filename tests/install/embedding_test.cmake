# What has sevproof in its own tree (add_subdirectory) installs nothing of it: neither library nor documents.
file(REMOVE_RECURSE "${WORK}")
execute_process(
  COMMAND "${CMAKE_COMMAND}" -S "${EMBEDDING}" -B "${WORK}/build" -G "${GENERATOR}"
          "-DSEVPROOF=${SEVPROOF}" "-DCMAKE_CXX_COMPILER=${COMPILER}"
          "-DFETCHCONTENT_SOURCE_DIR_MBEDTLS=${MBEDTLS}" "-DFETCHCONTENT_SOURCE_DIR_PUGIXML=${PUGIXML}"
          "-DFETCHCONTENT_SOURCE_DIR_7ZIP=${7ZIP}"
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${WORK}/build" --prefix "${WORK}/prefix"
                OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(GLOB_RECURSE installed RELATIVE "${WORK}/prefix" "${WORK}/prefix/*")
if(NOT installed STREQUAL "share/embedding/CMakeLists.txt")
  message(FATAL_ERROR "expected the embedding project's own file alone, got ${installed}")
endif()
