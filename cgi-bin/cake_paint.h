/*
 * cake_paint: the handlers of cake.fcgi that have pictures painted.
 */
#ifndef CGI_CAKE_PAINT_H
#define CGI_CAKE_PAINT_H

#include "http/route.h"

handler generate_post, edit_post, painting_get, painting_list_get, image_list_get;

#endif
