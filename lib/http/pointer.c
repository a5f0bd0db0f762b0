/*
 * pointer: where in a request something stands (RFC 6901), made into text for
 * the faults that form and model find.
 */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "http/pointer.h"

/* A name nobody knows comes back in the answer: it must not be able to fill it. */
#define KEY_MAX 64

/* Bytes of the key that are told: whole characters only. */
static size_t
key_length(const char *key)
{
	size_t n = strnlen(key, KEY_MAX + 1);

	if (n <= KEY_MAX)
		return n;
	for (n = KEY_MAX; n > 0 && ((unsigned char)key[n] & 0xc0) == 0x80; n--)
		;
	return n;
}

static char *
put_key(char *at, const char *key)
{
	size_t n = key_length(key);

	for (size_t i = 0; i < n; i++) {
		if (key[i] == '~' || key[i] == '/') {
			*at++ = '~';
			*at++ = key[i] == '~' ? '0' : '1';
		} else
			*at++ = key[i];
	}
	return at;
}

static char *
put(char *at, const struct pointer *p)
{
	if (p == NULL)
		return at;
	at = put(at, p->up);
	*at++ = '/';
	if (p->key != NULL)
		return put_key(at, p->key);
	return at + sprintf(at, "%zu", p->index);
}

const char *
pointer_text(struct arena *arena, const struct pointer *p)
{
	size_t room = 1;

	/* Every character may need two, every index at most twenty. */
	for (const struct pointer *q = p; q != NULL; q = q->up)
		room += 1 + (q->key != NULL ? 2 * key_length(q->key) : 20);
	char *text = arena_alloc(arena, room);
	if (text != NULL)
		*put(text, p) = '\0';
	return text;
}
