/* sprite_fruit: each of them, by what is true of all (support/sprites.h). */
#include "support/suite.h"

#include "support/sprites.h"

SPRITE_SUITE(sprite_fruit, sprite_strawberry, sprite_blueberry, sprite_raspberry, sprite_cherry, sprite_grape, sprite_orange, sprite_lemon, sprite_kiwi, sprite_mango)
