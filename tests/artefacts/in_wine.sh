#!/bin/sh
# A program for Windows under Wine, in a home of its own: no windows, and no words of Wine's among the program's.
#   in_wine.sh HOME PROGRAM [ARGUMENT...]
WINEPREFIX=$1 WINEDEBUG=-all DISPLAY=
export WINEPREFIX WINEDEBUG DISPLAY
shift
exec wine "$@"
