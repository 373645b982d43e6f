# Fails unless GENERATOR prints exactly what DOCUMENT holds.
execute_process(COMMAND "${GENERATOR}" OUTPUT_VARIABLE printed RESULT_VARIABLE status)
if(NOT status EQUAL 0)
  message(FATAL_ERROR "${GENERATOR} failed: ${status}")
endif()
file(READ "${DOCUMENT}" document)
if(NOT printed STREQUAL document)
  message(FATAL_ERROR "${DOCUMENT} is not up to date: run scripts/update-docs")
endif()
