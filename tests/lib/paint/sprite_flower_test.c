/* sprite_flower: each of them, by what is true of all (support/sprites.h). */
#include "support/suite.h"

#include "support/sprites.h"

SPRITE_SUITE(sprite_flower, sprite_rose, sprite_flower, sprite_leaf)
