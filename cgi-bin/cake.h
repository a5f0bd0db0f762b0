/*
 * cake: what the handlers of cake.fcgi have in common.
 */
#ifndef CGI_CAKE_H
#define CGI_CAKE_H

#include "domain/image.h"
#include "http/request.h"

/* Whose a picture of this caller's is; *token = a guest's, made for one who has none; NULL for members. */
const struct err *cake_owner(struct request *, struct image_owner *, const char **token);
/* Who looks: a member with what the same browser had as a guest. */
struct image_owner cake_caller(const struct request *);
/* A guest's browser remembers the token; NULL is fine. */
void cake_cookie(struct request *, struct response *, const char *token);
/* The one file of the body, in the field `file`. */
const struct err *cake_sent_file(struct request *, const struct body_file **);

#endif
