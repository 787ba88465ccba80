// The headers are the whole module; this file compiles them as C with the build's warnings.
#include "apus_plugin.h"
#include "apus_plugin_draft.h"
