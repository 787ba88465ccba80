// A target of C needs a source.
#include "CExpat.h"
