// libyaml's parser, of which the YAML folder of the Settings room uses the events.
#include <yaml.h>
