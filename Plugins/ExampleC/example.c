#include "apus_plugin.h"
