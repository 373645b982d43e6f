# Installs BUILT into a fresh folder below WORK, then configures, builds and runs CONSUMER against it.
function(run what)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE status OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(NOT status EQUAL 0)
    message(FATAL_ERROR "${what} failed (${status}):\n${output}")
  endif()
  message(STATUS "${what}: done")
endfunction()

file(REMOVE_RECURSE "${WORK}")
set(prefix "${WORK}/prefix")
run("installing" "${CMAKE_COMMAND}" --install "${BUILT}" --prefix "${prefix}" --config "${CONFIG}")

# An installed header that names another one which is not installed would only be noticed elsewhere.
file(GLOB_RECURSE headers RELATIVE "${prefix}/include" "${prefix}/include/sevproof/*.h")
if(NOT headers)
  message(FATAL_ERROR "no headers were installed below ${prefix}/include/sevproof")
endif()
set(includes "")
foreach(header IN LISTS headers)
  string(APPEND includes "#include \"${header}\"\n")
endforeach()
file(WRITE "${WORK}/generated/all_headers.h" "${includes}")

run("configuring" "${CMAKE_COMMAND}" -S "${CONSUMER}" -B "${WORK}/build" -G "${GENERATOR}"
    "-DCMAKE_PREFIX_PATH=${prefix}" "-DCMAKE_CXX_COMPILER=${COMPILER}" "-DCMAKE_CXX_FLAGS=${FLAGS}"
    "-DCMAKE_BUILD_TYPE=${CONFIG}" "-DGENERATED=${WORK}/generated")
run("building" "${CMAKE_COMMAND}" --build "${WORK}/build" --config "${CONFIG}")
run("running" "${WORK}/build/consumer")
